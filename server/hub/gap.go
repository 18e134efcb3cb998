package hub

import (
	"context"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// repairPage is how many events one read of the store returns at most.
const repairPage = 500

// catchUp reads the store for members that are behind, up to the seq to, or to the end
// of the log if to is 0. It reads nothing if no member is behind to.
func (r *room) catchUp(to int64) {
	if due := r.due(); len(r.members) > 0 && (to == 0 || due <= to) {
		r.repair(due, to)
	}
}

// repair delivers the events from due to the seq to (0: to the end of the log): from
// the recent ones if they reach back far enough, otherwise from the store. If they
// cannot be read, the members that are behind are closed, and their clients resume.
func (r *room) repair(due, to int64) {
	if run := r.recent.from(due, to); len(run) > 0 {
		r.send(run, due, to)
		return
	}
	for {
		events, err := r.read(due)
		run := r.encode(events)
		switch {
		case err != nil, len(run) < len(events):
			r.dropBehind(max(due, to) + 1) // all of them: nothing would read the store for them again
			return
		case len(run) == 0 && to > 0:
			// A hint comes after its commit, so the room is gone, or its log was reset
			// to an earlier state.
			r.hub.log.Warn("events of a hint are not in the store", "room", r.id, "from", due, "to", to)
			r.lowerTop(due - 1)
			r.dropBehind(to + 1)
			return
		case len(run) == 0:
			return
		}
		last := run[len(run)-1].seq
		r.send(run, run[0].seq, last)
		due = last + 1
		if to > 0 && due > to || to == 0 && len(events) < repairPage {
			return
		}
	}
}

// read reads a page of the log, from the seq due on.
func (r *room) read(due int64) ([]wire.Event, error) {
	r.hub.stats.gaps.Add(1)
	ctx, cancel := context.WithTimeout(r.hub.ctx, limits.Commit)
	defer cancel()
	events, err := r.hub.o.Chat.Events(ctx, r.id, due-1, repairPage)
	if r.hub.fault(err) {
		r.hub.log.Error("missed events cannot be read", "room", r.id, "from", due, "error", err)
	}
	return events, err
}

// dropBehind closes the members that are due a seq below next.
func (r *room) dropBehind(next int64) {
	for _, m := range r.members {
		if m.next < next {
			m.s.close(byeUnavailable)
		}
	}
}

// recent is the newest events of a room, encoded, for members that are a little behind,
// such as a session that subscribes while others write.
type recent struct {
	lines []line // without gaps, seq rising
	bytes int
}

// What recent keeps at most, whichever is reached first.
const (
	recentLines = 64
	recentBytes = 32 << 10
)

// add appends run. If there is a gap before it, what was kept is dropped.
func (q *recent) add(run []line) {
	if n := len(q.lines); n > 0 {
		next := q.lines[n-1].seq + 1
		switch {
		case run[len(run)-1].seq < next:
			return // a repeated hint
		case run[0].seq > next:
			q.lines, q.bytes = nil, 0
		default:
			run = run[next-run[0].seq:]
		}
	}
	for _, l := range run {
		q.lines = append(q.lines, l)
		q.bytes += len(l.json)
	}
	cut := 0
	for len(q.lines)-cut > recentLines || q.bytes > recentBytes && len(q.lines)-cut > 0 {
		q.bytes -= len(q.lines[cut].json)
		cut++
	}
	if cut > 0 {
		clear(q.lines[:cut])
		q.lines = q.lines[cut:]
	}
}

// from returns the events from first to last, or nothing unless all of them are kept.
func (q *recent) from(first, last int64) []line {
	if len(q.lines) == 0 {
		return nil
	}
	lo, hi := q.lines[0].seq, q.lines[len(q.lines)-1].seq
	if first < lo || last > hi || first > last {
		return nil
	}
	return q.lines[first-lo : last-lo+1]
}
