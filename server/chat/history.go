package chat

import (
	"context"
	"math"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// fetch reads a page of history.
func (s messages) fetch(ctx context.Context, who Actor, q *wire.Fetch) (*wire.Page, error) {
	given := 0
	for _, place := range []int64{q.Before, q.After, q.Around, q.At} {
		if place > 0 {
			given++
		}
	}
	if given > 1 {
		return nil, invalid(text.OnePosition)
	}
	var page wire.Page
	f := *q
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) (err error) {
		if f.At > 0 {
			if f.Around, err = tx.Events().FirstAt(f.Room, f.At); err != nil {
				return err
			}
		}
		if page, err = tx.Events().Page(f, p.member.Since); err != nil {
			return noThread(f, err)
		}
		shown := page.Events
		if page.Root != nil {
			shown = append([]wire.Event{*page.Root}, shown...)
			page.Root, page.Events = &shown[0], shown[1:]
		}
		return mine(tx, f.Room, p.me.ID, shown)
	})
	if err != nil {
		return nil, err
	}
	excerpts(page.Events)
	if page.Root != nil && page.Root.Quote != nil {
		page.Root.Quote.Text = effect.Excerpt(page.Root.Quote.Text)
	}
	page.Cut(f, limits.Frame)
	return &page, nil
}

// excerpts turns the answered messages of es from the raw text that the store
// returns into quotes for people.
func excerpts(es []wire.Event) {
	for i := range es {
		if q := es[i].Quote; q != nil {
			q.Text = effect.Excerpt(q.Text)
		}
	}
}

// read moves the acting user's read marker forward, never beyond the newest
// event, and notifies their other devices. A marker that was set back since the client
// knew it stays.
func (s messages) read(ctx context.Context, who Actor, q *wire.Read) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		p, err := p.withRoom(tx)
		if err != nil {
			return err
		}
		seq := min(q.Seq, p.room.Top)
		backs := int64(math.MaxInt64)
		if q.Backs != nil {
			backs = *q.Backs
		}
		moved, err := tx.Members().Read(q.Room, who.User, seq, backs)
		if err != nil || !moved {
			return err
		}
		return tx.Inbox().Put(&store.InboxEntry{User: who.User, Kind: wire.InboxRead, Room: q.Room, Seq: seq})
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// unread sets the acting user's read marker before a message, and notifies all their
// devices.
func (s messages) unread(ctx context.Context, who Actor, q *wire.Unread) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		if _, err := message(tx, p.member, q.Seq); err != nil {
			return err
		}
		if err := tx.Members().Unread(q.Room, who.User, q.Seq-1); err != nil {
			return err
		}
		return tx.Inbox().Put(&store.InboxEntry{User: who.User, Kind: wire.InboxRead, Room: q.Room, Seq: q.Seq - 1})
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}
