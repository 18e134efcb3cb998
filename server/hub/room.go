package hub

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/confab/confab/shared/wire"
)

// room is a room with subscriptions here. Everything that happens to it is posted to
// its inbox. Only its deliverer uses the fields below, or, while there is none,
// whoever holds the inbox: subscribing and unsubscribing then need no deliverer.
type room struct {
	id   string
	hub  *Hub
	slot uint32 // of the comparison of positions

	cached int // how many lists of the room cache it is in; directory.mu guards it

	inbox struct {
		sync.Mutex
		queue   []post
		top     atomic.Int64 // the last seq that was posted; set under the lock
		running bool         // a deliverer exists
	}
	active atomic.Uint32 // poll.now of the last commit

	// Of the deliverer.
	members []member
	index   map[*session]int // of each in members; nil while they are few
	since   int64            // no member's since is above it
	recent  recent
}

// member is a subscription.
type member struct {
	s     *session
	next  int64 // the seq it is due next
	since int64 // the first seq its person may read
}

// post is something for a room's deliverer: one of the following.
type post struct {
	add    *session // subscribe it, due next; it may be subscribed already. With check: read the store
	next   int64
	since  int64
	check  bool     // alone: read the store for members that may be behind
	drop   *session // unsubscribe
	first  int64    // a commit: these seqs
	last   int64
	events []wire.Event
	typing *wire.Typing
}

// put posts p to the deliverer. It never waits.
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
		return // nobody is subscribed; the top is kept for those who will be
	}
	r.inbox.queue = append(r.inbox.queue, p)
	if !r.inbox.running {
		r.inbox.running = true
		r.hub.work.Go(r.deliver)
	}
}

// deliver processes what is posted until nothing is left.
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

// behind reports whether the log goes up to top and that was not posted yet.
func (r *room) behind(top int64) bool {
	return r.inbox.top.Load() < top
}

// lowerTop notes that the log goes no further than top, whatever was posted.
func (r *room) lowerTop(top int64) {
	r.inbox.Lock()
	defer r.inbox.Unlock()
	r.inbox.top.Store(top)
}

// subscribe posts that s is to be subscribed, due next. With check, or if the log is
// known to go further, the room reads the store.
func (r *room) subscribe(s *session, next, since int64, check bool) {
	r.inbox.Lock()
	defer r.inbox.Unlock()
	r.putLocked(post{add: s, next: next, since: since, check: check || r.inbox.top.Load() >= next})
}

// known returns how far the log goes, by what was posted.
func (r *room) known() int64 { return r.inbox.top.Load() }

// isEmpty reports whether nobody is subscribed and nothing is posted, and how far the
// log goes. own says that the caller is the deliverer; otherwise there must be none.
func (r *room) isEmpty(own bool) (top int64, yes bool) {
	r.inbox.Lock()
	defer r.inbox.Unlock()
	return r.inbox.top.Load(), (own || !r.inbox.running) && len(r.inbox.queue) == 0 && len(r.members) == 0
}

// handOut processes posts in order. The events of consecutive commits are sent
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
				flush() // a gap, or a repeated hint
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
		default: // a commit whose hint was too long to contain the events
			r.catchUp(p.last)
		}
	}
	flush()
}

// line is an event as JSON.
type line struct {
	seq    int64
	author string
	about  int64 // the seq of another message that it changes or quotes; 0: none
	json   []byte
}

// authorOf returns the author of all events of run; "" if they have several.
func authorOf(run []line) string {
	for _, l := range run[1:] {
		if l.author != run[0].author {
			return ""
		}
	}
	return run[0].author
}

// besidesBody is how many bytes a message's JSON usually takes beside its text.
const besidesBody = 256

// encode encodes events, all into one buffer. It does not change them: the broker may
// be sending them to other nodes.
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
			return lines // those after it are a gap, which is noticed and reported
		}
		lines = append(lines, line{seq: e.Seq, author: e.Author, about: e.About(), json: buf[at:len(buf):len(buf)]})
	}
	return lines
}

// events delivers a run of events without a gap, after the events before it that a
// member lacks.
func (r *room) events(run []line) {
	first, last := run[0].seq, run[len(run)-1].seq
	if due := r.due(); due < first {
		r.repair(due, first-1) // or members that are behind are closed; the others are due run
	}
	r.recent.add(run)
	r.send(run, first, last)
}

// due returns the smallest seq that a member is due next.
func (r *room) due() int64 {
	due := int64(1<<63 - 1)
	for i := range r.members {
		due = min(due, r.members[i].next)
	}
	return due
}

// yieldEvery is after how many members other goroutines get a turn: small rooms must
// not wait for the last member of a large one.
const yieldEvery = 64

// send sends each member what it is due of run, which is the events from first to
// last. Members that lack events before first are sent nothing. Slow readers are
// closed.
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
		frames := shares.of(r, int(m.next-first), m.since)
		delivered += int(last - m.next + 1)
		m.next = last + 1
		put := m.s.link.send
		if m.s.who.User == author {
			put = m.s.link.hold // the ack is about to follow
		}
		for _, f := range frames {
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

// indexFrom is beyond how many members an index of them is kept.
const indexFrom = 16

// indexOf returns the index of s in members; -1 if it is not subscribed.
func (r *room) indexOf(s *session) int {
	if r.index != nil {
		if i, ok := r.index[s]; ok {
			return i
		}
		return -1
	}
	return slices.IndexFunc(r.members, func(m member) bool { return m.s == s })
}

// add subscribes s, due next and permitted to read from since on, and reports whether
// it was not subscribed before. If it was, what it is due stays, unless that is
// before since: then the person left and came back unnoticed, and their client starts
// over as well.
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
