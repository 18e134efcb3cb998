package follow

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/server/store"
)

// anchor is the room of a cursor without a room. It means that a new follower's
// cursors in the rooms that existed at its start have been stored.
const anchor = ""

// begin stores the cursors of a new follower: the tops of the existing rooms. If
// it is interrupted, the next call continues and keeps those already stored.
func (w *worker) begin(ctx context.Context) error {
	if w.begun || !w.New {
		return nil
	}
	err := w.o.Store.View(ctx, func(tx store.Tx) error {
		_, err := tx.Cursors().Get(w.Name, anchor)
		return err
	})
	if err == nil {
		w.begun = true
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	for after := ""; ; {
		page, err := w.page(ctx, after)
		if err != nil {
			return err
		}
		err = w.o.Store.Update(ctx, func(tx store.Tx) error {
			for _, p := range page {
				c := store.Cursor{Follower: w.Name, Room: p.room, Seq: p.top}
				if err := tx.Cursors().Create(c); err != nil && !errors.Is(err, store.ErrExists) {
					return err
				}
			}
			if len(page) == comparedAtOnce {
				return nil
			}
			if err := tx.Cursors().Create(store.Cursor{Follower: w.Name, Room: anchor}); !errors.Is(err, store.ErrExists) {
				return err
			}
			return nil
		})
		if err != nil {
			return err
		}
		if len(page) < comparedAtOnce {
			w.begun = true
			return nil
		}
		after = page[len(page)-1].room
	}
}

// place is a room's top and the cursor in it.
type place struct {
	room   string
	top    int64
	cursor store.Cursor
}

// page reads some rooms after the id after.
func (w *worker) page(ctx context.Context, after string) (page []place, err error) {
	err = w.o.Store.View(ctx, func(tx store.Tx) error {
		page = nil
		ids, err := tx.Rooms().IDs(after, comparedAtOnce)
		if err != nil || len(ids) == 0 {
			return err
		}
		tops, err := tx.Rooms().Heads(ids)
		if err != nil {
			return err
		}
		list, err := tx.Cursors().Range(w.Name, after, ids[len(ids)-1])
		if err != nil {
			return err
		}
		cursors := make(map[string]store.Cursor, len(list))
		for _, c := range list {
			cursors[c.Room] = c
		}
		for _, id := range ids {
			page = append(page, place{id, tops[id], cursors[id]})
		}
		return nil
	})
	return page, err
}

// look compares the tops of all rooms with the cursors, if hints may have been
// lost or other nodes may have committed something.
func (w *worker) look(ctx context.Context) error {
	again := w.compared.IsZero() || w.o.Lease != nil && time.Since(w.compared) >= w.o.Times.Compare
	if !w.queue.doubted() && !again {
		return nil
	}
	began := time.Now()
	w.compared = time.Time{} // until all of them are
	for after := ""; ; {
		page, err := w.page(ctx, after)
		if err != nil {
			return err
		}
		w.behind(page)
		if len(page) < comparedAtOnce {
			w.compared = began
			return nil
		}
		after = page[len(page)-1].room
	}
}

// behind queues those rooms of a page whose cursors are behind.
func (w *worker) behind(page []place) {
	now := w.o.Clock().UnixMilli()
	waits := make(map[string]time.Duration)
	for _, p := range page {
		if p.cursor.Seq < p.top {
			waits[p.room] = time.Duration(max(0, p.cursor.Due-now)) * time.Millisecond
		}
	}
	w.queue.add(waits)
}
