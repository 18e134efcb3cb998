package importer

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// importer is one import under way. Its maps contain only what is on disk.
type importer struct {
	store  store.Store
	now    func() time.Time
	rooms  map[string]*room  // by the name in the input
	people map[string]string // nick -> id
	report Report
}

// room is a room that receives imported lines.
type room struct {
	id      string
	seqs    map[int64]int64 // n -> seq of every line so far
	members map[string]bool // ids of people known to be in it
}

// writing is one run of one batch's Update. What it found out is kept if it is
// committed.
type writing struct {
	im       *importer
	tx       store.Tx
	now      int64
	rooms    map[string]*room // new in this import, or new members and lines of known rooms
	people   map[string]string
	problems []problem
	report   Report
}

// write commits a batch.
func (im *importer) write(ctx context.Context, b *batch) error {
	if len(b.messages) == 0 {
		return ctx.Err()
	}
	var w *writing
	err := im.update(ctx, func(tx store.Tx) error {
		w = &writing{im: im, tx: tx, now: im.now().UnixMilli(), rooms: map[string]*room{}, people: map[string]string{}}
		for i := range b.messages {
			if err := w.message(&b.messages[i]); err != nil {
				return fmt.Errorf("line %d: %w", b.messages[i].line, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	im.keep(w)
	b.problems = append(b.problems, w.problems...)
	return nil
}

// keep adds what a committed writing found out.
func (im *importer) keep(w *writing) {
	maps.Copy(im.people, w.people)
	for name, r := range w.rooms {
		if known := im.rooms[name]; known != nil {
			maps.Copy(known.seqs, r.seqs)
			maps.Copy(known.members, r.members)
		} else {
			im.rooms[name] = r
		}
	}
	im.report.Messages += w.report.Messages
	im.report.Known += w.report.Known
	im.report.People += w.report.People
	im.report.Rooms += w.report.Rooms
}

// overloadWait is the pause before a retry when the queue of commits is full.
const overloadWait = 50 * time.Millisecond

// update is store.Update that is retried while the store is overloaded.
func (im *importer) update(ctx context.Context, fn func(store.Tx) error) error {
	for {
		err := im.store.Update(ctx, fn)
		if !errors.Is(err, store.ErrOverload) {
			return err
		}
		select {
		case <-time.After(overloadWait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// message appends one message, unless it exists.
func (w *writing) message(m *message) error {
	r, err := w.room(m.room)
	if err != nil {
		return err
	}
	if r.seq(w.im, m.room, m.n) > 0 {
		w.problems = append(w.problems, problem{m.line, fmt.Errorf("n %d was used before in this room", m.n)})
		return nil
	}
	author, err := w.person(m.nick)
	if err != nil {
		return err
	}
	e := wire.Event{Room: r.id, Event: id.New(), Author: author, CID: cid(m.room, m.n), Kind: wire.KindMessage,
		At: m.at, Body: m.text}
	if m.replyTo > 0 {
		if e.ReplyTo = r.seq(w.im, m.room, m.replyTo); e.ReplyTo == 0 {
			w.problems = append(w.problems, problem{m.line,
				fmt.Errorf("reply_to %d is not an earlier line of this room; imported without", m.replyTo)})
		} else {
			old, err := w.tx.Events().Get(r.id, e.ReplyTo)
			if err != nil {
				return err
			}
			e.Quote = effect.QuoteOf(&old)
		}
	}
	err = w.tx.Events().Append(&e)
	if errors.Is(err, store.ErrExists) {
		if e, err = w.tx.Events().ByCID(r.id, author, e.CID); err == nil {
			r.seqs[m.n] = e.Seq
			w.report.Known++
		}
		return err
	}
	if err != nil {
		return err
	}
	r.seqs[m.n] = e.Seq
	w.report.Messages++
	return w.member(r, m.room, author, m.at)
}

// member makes author a member of r, without an event.
func (w *writing) member(r *room, name, author string, at int64) error {
	if known := w.im.rooms[name]; known != nil && known.members[author] || r.members[author] {
		return nil
	}
	r.members[author] = true
	_, err := w.tx.Members().Get(r.id, author)
	if errors.Is(err, store.ErrNotFound) {
		err = w.tx.Members().Put(store.Member{Room: r.id, User: author, At: at})
	}
	return err
}

// seq returns the seq of line n of the room, 0 if it was not imported.
func (r *room) seq(im *importer, name string, n int64) int64 {
	if seq := r.seqs[n]; seq > 0 {
		return seq
	}
	if known := im.rooms[name]; known != nil {
		return known.seqs[n]
	}
	return 0
}

// cid returns the cid of line n of a room: the same in every import, and rising
// with n.
func cid(room string, n int64) string {
	h := sha256.Sum256([]byte("room\x00" + room))
	return hex.EncodeToString(binary.BigEndian.AppendUint64(h[:8], uint64(n)))
}
