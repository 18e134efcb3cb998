package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// pin pins a message or takes the pin away.
func (s messages) pin(ctx context.Context, who Actor, q *wire.Pin) (*wire.Ack, error) {
	return s.change(ctx, who, q.Seq, func(tx store.Tx, p standing, old wire.Event) (*wire.Event, error) {
		if old.State != nil && old.State.Deleted {
			return nil, errErased
		}
		mark, pinned := effect.Pinned(old.State)
		switch {
		case pinned == q.On:
			return nil, nil
		case q.On:
			all, err := tx.Events().Marked(q.Room, string(wire.KindPin), 0, 0, limits.Pins)
			if err != nil {
				return nil, err
			}
			if len(all) == limits.Pins {
				return nil, wire.Refused(wire.CodeConflict, text.EnoughPins(limits.Pins))
			}
		case mark.By != p.me.ID:
			in, err := p.withRoom(tx)
			if err != nil {
				return nil, err
			}
			if !in.may(rights.UnpinAny) {
				return nil, forbidden(text.UnpinOfOthers)
			}
		}
		e := s.records.event(wire.KindPin, p.me.ID, q.Room)
		e.Target, e.On = q.Seq, q.On
		return e, nil
	})
}

// listPins lists what is pinned in a room of what the asker may read.
func (s messages) listPins(ctx context.Context, who Actor, q *wire.PinList) (*wire.Pins, error) {
	answer := &wire.Pins{}
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		found, err := tx.Events().Marked(q.Room, string(wire.KindPin), p.member.Since, q.After, q.Limit+1)
		if err != nil {
			return err
		}
		page := wire.Page{Events: append([]wire.Event{}, found[:min(q.Limit, len(found))]...)}
		if err := mine(tx, q.Room, p.me.ID, page.Events); err != nil {
			return err
		}
		excerpts(page.Events)
		page.Users, err = tx.Users().ByIDs(effect.People(page.Events))
		if err != nil {
			return err
		}
		page.Cut(wire.Fetch{After: 1}, limits.Frame) // the last of them, if there is not enough room
		answer.Pins, answer.Users = page.Events, page.Users
		if n := len(answer.Pins); n < len(found) {
			last, _ := effect.Pinned(answer.Pins[n-1].State)
			answer.Next = last.Seq
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}
