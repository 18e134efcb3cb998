package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// edit gives one's own message another text.
func (s messages) edit(ctx context.Context, who Actor, q *wire.Edit) (*wire.Ack, error) {
	if err := checkMessage(q.Room, q.Seq); err != nil {
		return nil, err
	}
	body, err := checkBody(q.Body)
	if err != nil {
		return nil, err
	}
	if err := s.quotas.spendText(ctx, who.User, len(body)); err != nil {
		return nil, err
	}
	named := parseMentions(body)
	done, err := s.change(ctx, who, rights.ChangeOwn, q.Room, q.Seq, func(tx store.Tx, me store.User, m store.Member, old wire.Event) (*wire.Event, error) {
		if old.Author != me.ID {
			return nil, forbidden(text.EditOfOthers)
		}
		if old.State != nil && old.State.Deleted {
			return nil, errErased
		}
		if old.Body == body {
			return nil, nil
		}
		ids, err := named.resolve(tx, who.Kind, me, m)
		if err != nil {
			return nil, err
		}
		e := s.records.event(wire.KindEdit, me.ID, q.Room)
		e.Target, e.Body, e.Mentions = q.Seq, body, ids
		return e, nil
	})
	if err != nil || done == nil || done.Dup {
		s.quotas.returnText(who.User, len(body))
	}
	return done, err
}

// erase makes a message a tombstone.
func (s messages) erase(ctx context.Context, who Actor, q *wire.Delete) (*wire.Ack, error) {
	if err := checkMessage(q.Room, q.Seq); err != nil {
		return nil, err
	}
	return s.change(ctx, who, rights.ChangeOwn, q.Room, q.Seq, func(tx store.Tx, me store.User, m store.Member, old wire.Event) (*wire.Event, error) {
		if old.Author != me.ID {
			if _, err := standing(tx, who, q.Room, rights.DeleteAny); err != nil {
				return nil, err
			}
		}
		if old.State != nil && old.State.Deleted {
			return nil, nil
		}
		e := s.records.event(wire.KindDelete, me.ID, q.Room)
		e.Target = q.Seq
		return e, nil
	})
}

// changer decides about a change to the message old and returns the event of it,
// which is not written yet. A nil event means that it is so already.
type changer func(tx store.Tx, me store.User, m store.Member, old wire.Event) (*wire.Event, error)

// change carries out what changes one message of a room, by those who have r.
// What is so already is acknowledged with the seq of the last change.
func (s messages) change(ctx context.Context, who Actor, r rights.Right, room string, seq int64, do changer) (*wire.Ack, error) {
	var answer *wire.Ack
	err := s.records.update(ctx, who, func(tx store.Tx) error {
		me, m, err := membership(tx, who, room, r)
		if err != nil {
			return err
		}
		old, err := message(tx, m, seq)
		if err != nil {
			return err
		}
		e, err := do(tx, me, m, old)
		if err != nil {
			return err
		}
		if e == nil {
			answer = &wire.Ack{Room: room, Seq: lastChange(old), Dup: true}
			who.turn.made(answer.Seq, "")
			return nil
		}
		if err := tx.Events().Append(e); err != nil {
			return err
		}
		if err := tx.Events().Change(*e); err != nil {
			return err
		}
		who.turn.made(e.Seq, e.Event)
		answer = ack(*e, false)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}
