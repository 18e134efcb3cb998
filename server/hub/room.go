package hub

import (
	"sync"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// room is a room that someone here is subscribed to.
type room struct {
	id  string
	hub *Hub

	post struct {
		sync.Mutex
		queue   []post
		running bool // a deliverer exists
	}

	mu      sync.Mutex
	members []member
	recent  recent
}

// member is a subscription.
type member struct {
	s    *session
	next int64 // the seq it is due next
}

// post is something for a room's deliverer.
type post struct {
	first, last int64 // a commit: these seqs
	events      []wire.Event
	typing      *wire.Typing
	check       bool // read the store for those who may be behind
}

// post queues p for the deliverer. It never waits.
func (r *room) put(p post) {
	r.post.Lock()
	defer r.post.Unlock()
	r.post.queue = append(r.post.queue, p)
	if !r.post.running {
		r.post.running = true
		r.hub.work.Go(r.deliver)
	}
}

// deliver hands out what is posted until there is nothing left.
func (r *room) deliver() {
	var queue []post
	for {
		r.post.Lock()
		queue, r.post.queue = r.post.queue, queue[:0]
		if len(queue) == 0 {
			r.post.running = false
			r.post.queue = nil
			r.post.Unlock()
			return
		}
		r.post.Unlock()
		r.handOut(queue)
		clear(queue)
	}
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
		switch {
		case p.typing != nil:
			r.typing(p.typing)
		case p.check:
			flush()
			r.catchUp(0)
		case len(p.events) == 0:
			flush()
			r.catchUp(p.last)
		default:
			lines := r.encode(p.events)
			if len(run) > 0 && len(lines) > 0 && lines[0].seq != run[len(run)-1].seq+1 {
				flush() // a gap, or a hint said twice
			}
			run = append(run, lines...)
		}
	}
	flush()
}

// line is an event as JSON.
type line struct {
	seq    int64
	author string
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

// encode encodes events, all into one buffer.
func (r *room) encode(events []wire.Event) []line {
	lines := make([]line, 0, len(events))
	var buf []byte
	for i := range events {
		e := &events[i]
		e.Type = wire.TypeEvent
		at := len(buf)
		var err error
		if buf, err = wire.Append(buf, e); err != nil {
			r.hub.log.Error("event cannot be encoded", "room", r.id, "seq", e.Seq, "error", err)
			return lines // those after it are a gap, which will be seen and told
		}
		lines = append(lines, line{seq: e.Seq, author: e.Author, json: buf[at:len(buf):len(buf)]})
	}
	return lines
}

// events delivers a run of events without gaps in it, after those before it
// that someone is missing.
func (r *room) events(run []line) {
	first, last := run[0].seq, run[len(run)-1].seq
	r.mu.Lock()
	due := r.dueLocked()
	r.mu.Unlock()
	if due < first && !r.repair(due, first-1) {
		return
	}
	r.mu.Lock()
	r.recent.add(run)
	slow := r.sendLocked(run, first, last)
	r.mu.Unlock()
	r.drop(slow)
}

// dueLocked is the smallest seq that any member is due next.
func (r *room) dueLocked() int64 {
	due := int64(1<<63 - 1)
	for i := range r.members {
		due = min(due, r.members[i].next)
	}
	return due
}

// sendLocked sends each member what it is due of run, which covers first to
// last. Members that are behind first get nothing. It returns those to let go.
func (r *room) sendLocked(run []line, first, last int64) (slow []*session) {
	frames := pack(run)
	author := authorOf(run)
	delivered := 0
	for i := range r.members {
		m := &r.members[i]
		mine := frames
		switch {
		case m.next == first:
		case m.next > last || m.next < first:
			continue
		default:
			mine = pack(run[m.next-first:])
		}
		delivered += int(last - m.next + 1)
		m.next = last + 1
		for _, f := range mine {
			put := m.s.link.send
			if m.s.who.User == author {
				put = m.s.link.hold // the ack follows at once
			}
			if err := put(f); err == errSlow {
				slow = append(slow, m.s)
				break
			}
		}
	}
	r.hub.stats.delivered.Add(int64(delivered))
	return slow
}

// pack puts lines into as few frames as the limit allows.
func pack(run []line) []frame {
	if len(run) == 1 {
		var b builder
		b.line(run[0].json)
		return []frame{b.take()}
	}
	size := 0
	for _, l := range run {
		size += len(l.json) + 1
	}
	var frames []frame
	var b builder
	b.start(min(size, limits.Frame))
	for _, l := range run {
		if !b.fits(len(l.json)) {
			frames = append(frames, b.take())
		}
		b.line(l.json)
	}
	return append(frames, b.take())
}

// drop lets slow readers go. No lock may be held.
func (r *room) drop(slow []*session) {
	for _, s := range slow {
		r.hub.stats.slow.Add(1)
		s.close(byeSlow)
	}
}

// add subscribes s, due next; twice is once.
func (r *room) add(s *session, next int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.members {
		if r.members[i].s == s {
			return
		}
	}
	r.members = append(r.members, member{s: s, next: next})
}

// remove unsubscribes s and reports whether the room is empty. When it
// returns, nothing of the room is sent to s any more.
func (r *room) remove(s *session) (empty bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.members {
		if r.members[i].s == s {
			last := len(r.members) - 1
			r.members[i] = r.members[last]
			r.members[last] = member{}
			r.members = r.members[:last]
			break
		}
	}
	return len(r.members) == 0
}

func newRoom(id string, h *Hub) *room { return &room{id: id, hub: h} }

// has reports whether s is subscribed.
func (r *room) has(s *session) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.members {
		if r.members[i].s == s {
			return true
		}
	}
	return false
}
