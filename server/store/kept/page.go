package kept

import (
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Log reads the visible events of one room (wire.Event.Visible), as logged.
type Log interface {
	// Older returns the newest n events below seq, falling.
	Older(seq int64, n int) ([]wire.Event, error)
	// Newer returns the oldest n events above seq, rising.
	Newer(seq int64, n int) ([]wire.Event, error)
}

// Page returns what f asks for of the room, without the people it speaks of.
// Its events are as logged and rise.
func Page(f wire.Fetch, room store.Room, log Log) (p wire.Page, err error) {
	p = wire.Page{Room: room.ID, Epoch: room.Epoch, AsOf: room.Top}
	limit := f.Limit
	if limit <= 0 {
		limit = limits.PageDefault
	}
	limit = min(limit, limits.PageMax)
	switch {
	case f.Around > 0:
		at := min(f.Around, room.Top+1)
		var older, newer []wire.Event
		if older, p.From, err = before(log, at, limit/2); err != nil {
			return p, err
		}
		newer, p.To, err = after(log, at-1, limit-limit/2, room.Top)
		p.Events = append(older, newer...)
	case f.After > 0:
		at := min(f.After, room.Top)
		p.From = at + 1
		p.Events, p.To, err = after(log, at, limit, room.Top)
	default:
		at := room.Top + 1
		if f.Before > 0 {
			at = min(f.Before, at)
		}
		p.To = at - 1
		p.Events, p.From, err = before(log, at, limit)
	}
	return p, err
}

// before returns the newest limit events below seq, rising, and the first seq
// that they cover. One more is asked for: what lies between it and the oldest
// returned is covered too.
func before(log Log, seq int64, limit int) ([]wire.Event, int64, error) {
	out, err := log.Older(seq, limit+1)
	from := int64(1)
	if len(out) > limit {
		from = out[limit].Seq + 1
		out = out[:limit]
	}
	slices.Reverse(out)
	return out, from, err
}

// after returns the oldest limit events above seq, rising, and the last seq
// that they cover.
func after(log Log, seq int64, limit int, top int64) ([]wire.Event, int64, error) {
	out, err := log.Newer(seq, limit+1)
	to := top
	if len(out) > limit {
		to = out[limit].Seq - 1
		out = out[:limit]
	}
	return out, to, err
}
