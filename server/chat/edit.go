package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// edit changes the text of the acting user's own message.
func (s messages) edit(ctx context.Context, who Actor, q *wire.Edit) (*wire.Ack, error) {
	body := q.Body
	if err := s.quotas.spendText(ctx, who.User, len(body)); err != nil {
		return nil, err
	}
	named := parseMentions(body)
	done, err := s.change(ctx, who, q.Seq, func(tx store.Tx, p standing, old wire.Event) (*wire.Event, error) {
		if old.Author != p.me.ID {
			return nil, forbidden(text.EditOfOthers)
		}
		if old.State != nil && old.State.Deleted {
			return nil, errErased
		}
		if body == "" && len(old.Files) == 0 && old.Detail == "" {
			return nil, errEmpty
		}
		if old.Body == body {
			return nil, nil
		}
		ids, err := named.resolve(tx, p)
		if err != nil {
			return nil, err
		}
		e := s.records.event(wire.KindEdit, p.me.ID, q.Room)
		e.Target, e.Body, e.Mentions = q.Seq, body, ids
		return e, nil
	})
	if err != nil || done == nil || done.Dup {
		s.quotas.returnText(who.User, len(body))
	}
	return done, err
}

// erase turns a message into a tombstone. Its files go with it.
func (s messages) erase(ctx context.Context, who Actor, q *wire.Delete) (*wire.Ack, error) {
	return s.change(ctx, who, q.Seq, func(tx store.Tx, p standing, old wire.Event) (*wire.Event, error) {
		if old.Author != p.me.ID {
			in, err := p.withRoom(tx)
			if err != nil {
				return nil, err
			}
			if err := in.need(rights.DeleteAny); err != nil {
				return nil, err
			}
		}
		if old.State != nil && old.State.Deleted {
			return nil, nil
		}
		return s.erasure(tx, p, &old)
	})
}

// erasure removes the files of a message, and returns the event that erases it.
func (s messages) erasure(tx store.Tx, p standing, old *wire.Event) (*wire.Event, error) {
	if err := s.records.removeFiles(tx, filesOf(old)); err != nil {
		return nil, err
	}
	if _, ok := effect.PollOf(old); ok {
		if err := tx.Reactions().Votes().Drop(old.Room, old.Seq); err != nil {
			return nil, err
		}
	}
	e := s.records.event(wire.KindDelete, p.me.ID, old.Room)
	e.Target, e.Thread = old.Seq, old.Thread
	if old.Author != p.me.ID {
		e.Action = wire.ActionRemoved
	}
	return e, nil
}

// changer decides about a change to the message old and returns its event, which
// is not written yet. A nil event means that there is nothing to change.
type changer func(tx store.Tx, p standing, old wire.Event) (*wire.Event, error)

// change executes a command that changes one message of a room. If there is
// nothing to change, the answer has the seq of the last change.
func (s messages) change(ctx context.Context, who Actor, seq int64, do changer) (*wire.Ack, error) {
	var answer *wire.Ack
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		old, err := message(tx, p.member, seq)
		if err != nil {
			return err
		}
		e, err := do(tx, p, old)
		if err != nil {
			return err
		}
		if e == nil {
			answer = &wire.Ack{Room: p.member.Room, Seq: lastChange(old), Dup: true}
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
