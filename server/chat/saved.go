package chat

import (
	"context"
	"errors"
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// save keeps a message in the acting user's list, or changes or removes it there. What is in the list
// already can be changed from outside of its room.
func (s messages) save(ctx context.Context, who Actor, q *wire.Save) (*wire.OK, error) {
	answer := &wire.OK{}
	err := s.records.update(ctx, who, func(tx store.Tx, _ standing) error {
		saved := tx.SavedMessages()
		m, err := saved.Get(who.User, q.Room, q.Seq)
		switch {
		case errors.Is(err, store.ErrNotFound) && !q.On:
			return errNoMessage
		case errors.Is(err, store.ErrNotFound):
			err = s.saveNew(tx, who, q)
		case err != nil:
		case !q.On:
			err = saved.Remove(m.User, m.Room, m.Seq)
		case q.Done == (m.Done > 0):
			answer.Dup = true
			return nil
		default:
			err = saved.Tick(m.User, m.Room, m.Seq, s.doneAt(q))
		}
		if err != nil {
			return err
		}
		return tx.Inbox().Put(&store.InboxEntry{User: who.User, Kind: wire.InboxOwn, Item: wire.ItemSaved})
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// doneAt is when the message was done; 0: it is to do.
func (s messages) doneAt(q *wire.Save) int64 {
	if q.Done {
		return s.records.clock().UnixMilli()
	}
	return 0
}

func (s messages) saveNew(tx store.Tx, who Actor, q *wire.Save) error {
	in, err := admit(tx, who, rights.Row(rights.Read), q.Room)
	if err != nil {
		return err
	}
	m, err := message(tx, in.member, q.Seq)
	if err != nil {
		return err
	}
	if m.State != nil && m.State.Deleted {
		return errErased
	}
	n, err := tx.SavedMessages().Count(who.User)
	if err == nil && n >= limits.Saved {
		err = wire.Refused(wire.CodeConflict, text.EnoughSaved(limits.Saved))
	}
	if err != nil {
		return err
	}
	_, err = tx.SavedMessages().Add(store.SavedMessage{
		User: who.User, Room: q.Room, Seq: q.Seq, At: s.records.clock().UnixMilli(), Done: s.doneAt(q),
	})
	return err
}

// listSaved lists what the acting user has saved, with what they may read of it now.
func (s messages) listSaved(ctx context.Context, who Actor, q *wire.SavedList) (*wire.SavedMessages, error) {
	answer := &wire.SavedMessages{Saved: []wire.SavedMessage{}}
	last, err := savedPlace(q.After)
	if err != nil {
		return nil, err
	}
	err = s.records.view(ctx, who, func(tx store.Tx, _ standing) error {
		list, err := tx.SavedMessages().List(who.User, q.Done, last, q.Limit+1)
		if err != nil {
			return err
		}
		size, quoted := 0, []string{}
		in := map[string]*standing{}
		for i, m := range list {
			one := wire.SavedMessage{Room: m.Room, Seq: m.Seq, At: m.At, Done: m.Done}
			if err := s.quoteSaved(tx, who, in, &one); err != nil {
				return err
			}
			// A user has less than 1 KB, and the quotes are of one each.
			size += len(wire.Marshal(&wire.SavedMessages{Saved: []wire.SavedMessage{one}})) + 1024
			if i == q.Limit || i > 0 && size > limits.Frame {
				p := list[i-1]
				answer.Next = fmt.Sprintf("%d.%d.%d.%s", p.Done, p.At, p.Seq, p.Room)
				break
			}
			if one.Quote != nil {
				quoted = append(quoted, one.Quote.Author)
			}
			answer.Saved = append(answer.Saved, one)
		}
		if answer.Users, err = tx.Users().ByIDs(quoted); err != nil {
			return err
		}
		answer.Todo, err = tx.SavedMessages().Todo(who.User)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// quoteSaved fills in what of a saved message the acting user may read. in has the rooms that were asked
// for; nil: one that they are not in.
func (s messages) quoteSaved(tx store.Tx, who Actor, in map[string]*standing, one *wire.SavedMessage) error {
	p, asked := in[one.Room]
	if !asked {
		got, err := admit(tx, who, rights.Row(rights.Read), one.Room)
		switch {
		case err == nil:
			p = &got
		case !errors.Is(err, errRoomGone):
			return err
		}
		in[one.Room] = p
	}
	if p == nil {
		return nil
	}
	m, err := message(tx, p.member, one.Seq)
	if errors.Is(err, errNoMessage) {
		return nil
	}
	if err != nil {
		return err
	}
	one.Said, one.Quote = m.At, effect.QuoteOf(&m)
	return nil
}

// savedPlace reads the After of a list: after which message it goes on.
func savedPlace(after string) (last store.SavedMessage, err error) {
	if after == "" {
		return last, nil
	}
	if _, err := fmt.Sscanf(after, "%d.%d.%d.%s", &last.Done, &last.At, &last.Seq, &last.Room); err != nil {
		return last, invalid(text.AfterIsNext)
	}
	return last, nil
}
