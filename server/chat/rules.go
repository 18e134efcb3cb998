package chat

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// setRules sets who may write in a room, address everyone, and how often, as q says. What
// holds by default is stored as nothing, so that a room without rules costs nothing.
func setRules(r *store.Room, q *wire.RoomSet) error {
	for _, s := range []struct {
		asked *wire.Scope
		of    *wire.Scope
		usual wire.Scope
	}{{q.Posting, &r.Posting, wire.ScopeAll}, {q.Calling, &r.Calling, wire.ScopeHosts}} {
		switch {
		case s.asked == nil:
		case *s.asked != wire.ScopeAll && *s.asked != wire.ScopeHosts:
			return invalid(text.AllOrHosts)
		case *s.asked == s.usual:
			*s.of = ""
		default:
			*s.of = *s.asked
		}
	}
	if q.Slow != nil {
		if *q.Slow < 0 || *q.Slow > limits.SlowMax {
			return invalid(text.SlowBetween(limits.SlowMax))
		}
		r.Slow = *q.Slow
	}
	return nil
}

// archive closes p's room, or opens it again, in r and for what else is decided about p. The
// main room, which everybody is in, stays open.
func (s rooms) archive(tx store.Tx, p *standing, r *store.Room, on bool) error {
	main, err := isMain(tx, r.ID)
	switch {
	case err != nil:
		return err
	case main:
		return forbidden(text.MainRoomStaysOpen)
	case on && r.Archived == 0:
		r.Archived = s.records.now()
	case !on:
		r.Archived, p.room.Archived = 0, 0
	}
	return nil
}
