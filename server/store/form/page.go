package form

import (
	"slices"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Log reads the visible events of one room (effect.Visible), as logged.
type Log interface {
	// Older returns the newest n events below seq and from the seq first on, falling.
	Older(first, seq int64, n int) ([]wire.Event, error)
	// Newer returns the oldest n events above seq, rising.
	Newer(seq int64, n int) ([]wire.Event, error)
}

// Visible is an SQL condition on the column kind: the event has a row of its own
// in a timeline.
func Visible(kind string) string {
	var names []string
	for _, k := range effect.Kinds() {
		if k.Row() {
			names = append(names, "'"+string(k.Name())+"'")
		}
	}
	return kind + " IN (" + strings.Join(names, ", ") + ")"
}

// Page returns what f asks for of the room, without the people it speaks of, for
// somebody to whom the room begins at the seq since. Its events are as logged
// and rise. The log of a thread has the replies in it; what lies before it is no part of its pages.
func Page(f wire.Fetch, since int64, room store.Room, log Log) (p wire.Page, err error) {
	first := max(since, f.Thread+1)
	p = wire.Page{Room: room.ID, Epoch: room.Epoch, AsOf: room.Top, Thread: f.Thread}
	limit := f.Limit
	if limit <= 0 {
		limit = limits.PageDefault
	}
	limit = min(limit, limits.PageMax)
	switch {
	case f.Around > 0:
		at := max(min(f.Around, room.Top+1), first)
		var older, newer []wire.Event
		if older, p.From, err = before(log, first, at, limit/2); err != nil {
			return p, err
		}
		newer, p.To, err = after(log, at-1, limit-limit/2, room.Top)
		p.Events = append(older, newer...)
	case f.After > 0:
		at := max(min(f.After, room.Top), first-1)
		p.From = at + 1
		p.Events, p.To, err = after(log, at, limit, room.Top)
	default:
		at := room.Top + 1
		if f.Before > 0 {
			at = max(min(f.Before, at), first)
		}
		p.To = at - 1
		p.Events, p.From, err = before(log, first, at, limit)
	}
	return p, err
}

// Under gives the page of a thread its Root, and returns that with the page's events. get reads a message as a
// page shows it. store.ErrNotFound if there is no such message, if it lies before since, or if it is a reply itself.
func Under(p *wire.Page, since int64, get func(room string, seq int64) (wire.Event, error)) ([]wire.Event, error) {
	root, err := get(p.Room, p.Thread)
	if err != nil {
		return nil, err
	}
	if root.Kind != wire.KindMessage || root.Seq < since || root.Thread != 0 {
		return nil, store.ErrNotFound
	}
	all := append([]wire.Event{root}, p.Events...)
	p.Root, p.Events = &all[0], all[1:]
	return all, nil
}

// before returns the newest limit events below seq and from the seq first on,
// rising, and the first seq that they cover. One more is asked for: what lies between it and the oldest
// returned is covered too.
func before(log Log, first, seq int64, limit int) ([]wire.Event, int64, error) {
	out, err := log.Older(first, seq, limit+1)
	from := first
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

// Clip is wire.Event.Clip for each of es.
func Clip(es []wire.Event, since int64) {
	for i := range es {
		es[i].Clip(since)
	}
}

// FirstAt returns the first of the seqs 1 to top that lies at the time at or
// later, top+1 if none does. timeOf returns the time of a seq. Half of what is
// left is ruled out at each step, as if times only rose.
func FirstAt(top, at int64, timeOf func(seq int64) (int64, error)) (int64, error) {
	first, end := int64(1), top+1
	for first < end {
		middle := (first + end) / 2
		t, err := timeOf(middle)
		if err != nil {
			return 0, err
		}
		if t < at {
			first = middle + 1
		} else {
			end = middle
		}
	}
	return first, nil
}
