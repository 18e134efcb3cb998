package hub

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/confab/confab/shared/wire"
)

// room is a room that someone here is subscribed to. Everything that happens to
// it is posted; its deliverer alone touches what is below, or, while there is
// none, whoever holds the inbox: who comes and goes needs no deliverer then.
type room struct {
	id   string
	hub  *Hub
	slot uint32 // of the position checks

	cached int // that it is part of; directory.mu guards it

	inbox struct {
		sync.Mutex
		queue   []post
		top     atomic.Int64 // the last seq that was posted; set under the lock
		running bool         // a deliverer exists
	}
	active atomic.Uint32 // poll.now of the last commit

	// The deliverer's own.
	members []member
	index   map[*session]int // where each is in members; nil while they are few
	since   int64            // no member's since is above it
	recent  recent
}

// member is a subscription.
type member struct {
	s     *session
	next  int64 // the seq it is due next
	since int64 // the first seq its person may read
}

// post is something for a room's deliverer. One of these:
type post struct {
	add    *session // subscribe, due next; twice is once. With check: look into the store
	next   int64
	since  int64
	check  bool     // alone: look into the store for those who may be behind
	drop   *session // unsubscribe
	first  int64    // a commit: these seqs
	last   int64
	events []wire.Event
	typing *wire.Typing
}

// put queues p for the deliverer. It never waits.
func (r *room) put(p post) {
	r.inbox.Lock()
	defer r.inbox.Unlock()
	r.putLocked(p)
}

func (r *room) putLocked(p post) {
	if !r.inbox.running {
		switch {
		case p.add != nil && !p.check:
			r.add(p.add, p.next, p.since)
			return
		case p.drop != nil:
			if r.remove(p.drop); len(r.members) == 0 {
				r.recent = recent{}
			}
			return
		}
	}
	if p.last > 0 {
		r.inbox.top.Store(max(r.inbox.top.Load(), p.last))
		r.active.Store(r.hub.poll.now.Load())
	}
	if !r.inbox.running && len(r.members) == 0 && p.add == nil {
		return // it is kept for those who come back
	}
	r.inbox.queue = append(r.inbox.queue, p)
	if !r.inbox.running {
		r.inbox.running = true
		r.hub.work.Go(r.deliver)
	}
}

// deliver hands out what is posted until there is nothing left.
func (r *room) deliver() {
	var queue []post
	for {
		r.inbox.Lock()
		queue, r.inbox.queue = r.inbox.queue, queue[:0]
		if len(queue) == 0 {
			r.inbox.running = false
			r.inbox.queue = nil
			r.inbox.Unlock()
			return
		}
		r.inbox.Unlock()
		r.handOutAll(queue)
		clear(queue)
		if len(r.members) == 0 {
			r.recent = recent{}
			r.hub.dir.retire(r)
		}
	}
}

// behind reports whether nothing was posted yet of what the log has up to top.
func (r *room) behind(top int64) bool {
	return r.inbox.top.Load() < top
}

// doubt takes back that the log goes beyond top.
func (r *room) lowerTop(top int64) {
	r.inbox.Lock()
	defer r.inbox.Unlock()
	r.inbox.top.Store(top)
}

// seat has s subscribed, due next. With check, and if more is known of than s
// has, the room looks into the store.
func (r *room) subscribe(s *session, next, since int64, check bool) {
	r.inbox.Lock()
	defer r.inbox.Unlock()
	r.putLocked(post{add: s, next: next, since: since, check: check || r.inbox.top.Load() >= next})
}

// known is how far the log goes, as far as was heard.
func (r *room) known() int64 { return r.inbox.top.Load() }

// deserted reports whether nobody is subscribed and nothing is posted, and how
// far the log went. That the deliverer is the caller is said by own; otherwise
// there must be none.
func (r *room) isEmpty(own bool) (top int64, yes bool) {
	r.inbox.Lock()
	defer r.inbox.Unlock()
	return r.inbox.top.Load(), (own || !r.inbox.running) && len(r.inbox.queue) == 0 && len(r.members) == 0
}

// handOut hands out posts in order; the events of neighbouring ones go
// together.
func (r *room) handOut(queue []post) {
	var run []line
	flush := func() {
		if len(run) > 0 {
			r.events(run)
			run = nil
		}
	}
	for _, p := range queue {
		if len(p.events) > 0 {
			lines := r.encode(p.events)
			if len(run) > 0 && len(lines) > 0 && lines[0].seq != run[len(run)-1].seq+1 {
				flush() // a gap, or a hint said twice
			}
			run = append(run, lines...)
			continue
		}
		if p.typing != nil {
			r.typing(p.typing)
			continue
		}
		flush()
		switch {
		case p.add != nil:
			if r.add(p.add, p.next, p.since) && p.check {
				r.catchUp(0)
			}
		case p.drop != nil:
			r.remove(p.drop)
		case p.check:
			r.catchUp(0)
		default: // a commit that was too long to come along
			r.catchUp(p.last)
		}
	}
	flush()
}

// line is an event as JSON.
type line struct {
	seq    int64
	author string
	about  int64 // the seq of another message that it tells of; 0: none
	json   []byte
}

// authorOf is who made all of run; "" if several did.
func authorOf(run []line) string {
	for _, l := range run[1:] {
		if l.author != run[0].author {
			return ""
		}
	}
	return run[0].author
}

// besidesBody is what a message's JSON takes beside its text, as a rule.
const besidesBody = 256

// encode encodes events, all into one buffer. It leaves them as they are: the
// broker may be sending them to other nodes.
func (r *room) encode(events []wire.Event) []line {
	lines := make([]line, 0, len(events))
	size := 0
	for i := range events {
		size += len(events[i].Body) + besidesBody
	}
	buf := make([]byte, 0, size)
	var e wire.Event
	for i := range events {
		e = events[i]
		e.Type = wire.TypeEvent
		at := len(buf)
		var err error
		if buf, err = wire.Append(buf, &e); err != nil {
			r.hub.log.Error("event cannot be encoded", "room", r.id, "seq", e.Seq, "error", err)
			return lines // those after it are a gap, which will be seen and told
		}
		lines = append(lines, line{seq: e.Seq, author: e.Author, about: e.About(), json: buf[at:len(buf):len(buf)]})
	}
	return lines
}

// events delivers a run of events without gaps in it, after those before it
// that someone is missing.
func (r *room) events(run []line) {
	first, last := run[0].seq, run[len(run)-1].seq
	if due := r.due(); due < first {
		r.repair(due, first-1) // or whoever is behind is let go; the others are due run
	}
	r.recent.add(run)
	r.send(run, first, last)
}

// due is the smallest seq that any member is due next.
func (r *room) due() int64 {
	due := int64(1<<63 - 1)
	for i := range r.members {
		due = min(due, r.members[i].next)
	}
	return due
}

// breath is how many members are written to before others get a turn: a large
// room must not make small ones wait for its last member.
const yieldEvery = 64

// send sends each member what it is due of run, which covers first to last.
// Members that are behind first get nothing. Slow readers are let go.
func (r *room) send(run []line, first, last int64) {
	shares := newShares(run, r.since)
	author := authorOf(run)
	delivered := 0
	var slow []*session
	for i := range r.members {
		m := &r.members[i]
		if m.next > last || m.next < first {
			continue
		}
		mine := shares.of(r, int(m.next-first), m.since)
		delivered += int(last - m.next + 1)
		m.next = last + 1
		put := m.s.link.send
		if m.s.who.User == author {
			put = m.s.link.hold // the ack follows at once
		}
		for _, f := range mine {
			if err := put(f); err == errSlow {
				slow = append(slow, m.s)
				break
			}
		}
		if i%yieldEvery == yieldEvery-1 {
			runtime.Gosched()
		}
	}
	r.hub.stats.delivered.Add(int64(delivered))
	for _, s := range slow {
		r.hub.stats.slow.Add(1)
		s.close(byeSlow)
	}
}

// few is up to how many members are looked through for one of them.
const indexFrom = 16

// place is where s is among the members; -1: nowhere.
func (r *room) indexOf(s *session) int {
	if r.index != nil {
		if i, ok := r.index[s]; ok {
			return i
		}
		return -1
	}
	return slices.IndexFunc(r.members, func(m member) bool { return m.s == s })
}

// add subscribes s, due next and reading from since on, and reports whether it
// was not subscribed yet. Who is stays where they are, unless they may not read
// so far back any more: then they left and came back unnoticed, and their client
// starts over as well.
func (r *room) add(s *session, next, since int64) bool {
	r.since = max(r.since, since)
	if i := r.indexOf(s); i >= 0 {
		m := &r.members[i]
		if m.since = since; m.next < since {
			m.next = next
		}
		return false
	}
	r.members = append(r.members, member{s: s, next: next, since: since})
	if r.index != nil {
		r.index[s] = len(r.members) - 1
	} else if len(r.members) > indexFrom {
		r.index = make(map[*session]int, len(r.members))
		for i, m := range r.members {
			r.index[m.s] = i
		}
	}
	return true
}

// remove unsubscribes s.
func (r *room) remove(s *session) {
	i := r.indexOf(s)
	if i < 0 {
		return
	}
	last := len(r.members) - 1
	r.members[i] = r.members[last]
	r.members[last] = member{}
	r.members = r.members[:last]
	if r.index == nil {
		return
	}
	if delete(r.index, s); i < last {
		r.index[r.members[i].s] = i
	}
	if last < indexFrom/2 {
		r.index = nil
	}
}
