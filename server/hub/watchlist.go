package hub

import (
	"sync"
	"time"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// watchers are the sessions that watch each person, so that a change of presence
// costs only those who watch. Its lock is a leaf.
type watchers struct {
	mu sync.Mutex
	by map[string]*watched
}

// watched is a person whom sessions watch.
type watched struct {
	id string
	by map[*session]struct{} // watchers.mu guards it
}

// replace makes s watch people instead of those in was, and returns them.
func (w *watchers) replace(s *session, was map[*watched]string, people []string) map[*watched]string {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := make(map[*watched]string, len(people))
	for _, id := range people {
		p := w.by[id]
		if p == nil {
			if w.by == nil {
				w.by = map[string]*watched{}
			}
			p = &watched{id: id, by: map[*session]struct{}{}}
			w.by[id] = p
		}
		p.by[s] = struct{}{}
		now[p] = wire.Offline
	}
	for p := range was {
		if _, still := now[p]; still {
			continue
		}
		if delete(p.by, s); len(p.by) == 0 {
			delete(w.by, p.id)
		}
	}
	return now
}

// collect adds the sessions that watch a person to all, with the person.
func (w *watchers) collect(id string, all map[*session][]*watched) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.by[id]
	if p == nil {
		return
	}
	for s := range p.by {
		all[s] = append(all[s], p)
	}
}

// watchlist is the people whom a session watches.
type watchlist struct {
	s *session

	// mu is also held while presence is sent, which never waits, so that what is
	// sent last is the newest state.
	mu       sync.Mutex
	sent     map[*watched]string // what the session was sent last
	deferred bool                // a slow reader is sent changes when its queue is short again
	ended    bool
}

// watch handles the object with which a client says whose presence it shows.
func watch(s *session, obj []byte) {
	var q wire.Watch
	err := wire.DecodeStrict(obj, &q)
	if err == nil && len(q.Users) > limits.Watched {
		err = wire.Refused(wire.CodeInvalid, text.AtMostWatched(limits.Watched))
	}
	for _, u := range q.Users {
		if err == nil && !id.Valid(u) {
			err = wire.Refused(wire.CodeInvalid, text.NotAnID)
		}
	}
	if err != nil {
		s.reader.fault(q.ID, err)
		return
	}
	if wait := s.user.mayWatch(); wait > 0 && !s.hub.o.Loose {
		e := wire.Refused(wire.CodeRate, text.LooksTooOften)
		e.RetryMS = max(1, wait.Milliseconds())
		s.answer(nack(q.ID, nil, e))
		return
	}
	if s.backlogBelow() {
		s.watching.set(q.ID, q.Users)
	}
}

// mayWatch counts a change of whom the person's sessions watch, or returns how
// long it has to wait.
func (u *user) mayWatch() time.Duration {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.watchRate.take(limits.RateWatch, time.Now())
}

// set makes the session watch people from now on, and answers with their states.
func (o *watchlist) set(request string, people []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		return
	}
	// They are watched before their states are read, so that no change is missed.
	o.sent = o.s.hub.watchers.replace(o.s, o.sent, people)
	o.send(request, o.changes(nil))
}

// end makes the session watch nobody any more.
func (o *watchlist) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ended = true
	o.s.hub.watchers.replace(o.s, o.sent, nil)
	o.sent = nil
}

// update sends the session the new states of those of some whom it watches and who
// look different to it now; some nil: of all whom it watches.
func (o *watchlist) update(some []*watched) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.ended || o.deferred || len(o.sent) == 0:
	case o.s.link.half():
		o.deferred = true
		o.s.hub.work.Go(o.sendDeferred)
	default:
		if changed := o.changes(some); len(changed) > 0 {
			o.send("", changed)
		}
	}
}

// changes notes the states of some people, or of all if some is nil, and returns
// those that differ from what was sent. o.mu is held.
func (o *watchlist) changes(some []*watched) map[string]string {
	d := &o.s.hub.dir
	d.mu.RLock()
	defer d.mu.RUnlock()
	changed := map[string]string{}
	check := func(p *watched) {
		if was, ok := o.sent[p]; ok {
			if is := d.presenceTo(o.s.user, p.id); is != was {
				o.sent[p] = is
				changed[p.id] = is
			}
		}
	}
	for _, p := range some {
		check(p)
	}
	if some == nil {
		for p := range o.sent {
			check(p)
		}
	}
	return changed
}

// sendDeferred waits until less than half of the queue is used and sends what has
// changed since.
func (o *watchlist) sendDeferred() {
	defer o.s.hub.faults.Survive("presence for a slow reader", func() { o.s.close(byeUnavailable) })
	if below := o.s.link.belowHalf(); below != nil {
		select {
		case <-below:
		case <-o.s.end.done:
		}
	}
	o.mu.Lock()
	o.deferred = false
	o.mu.Unlock()
	o.update(nil)
}

// send sends states. o.mu is held, and less than half of the queue was used.
func (o *watchlist) send(request string, users map[string]string) {
	f, err := encode(&wire.Presence{Head: wire.Head{Type: wire.TypePresence, ID: request}, Users: users})
	if err != nil {
		o.s.hub.log.Error("presence cannot be encoded", "error", err)
		return
	}
	_ = o.s.link.send(f) // a link that is ending needs no presence
}

// presenceTo returns the state of a person as another one may know it: their own
// and that of people with a room in common is what it is, all others are offline.
// d.mu is held.
func (d *directory) presenceTo(to *user, id string) string {
	u := d.users[id]
	if u == nil {
		return wire.Offline
	}
	is := u.presence()
	if is != wire.Offline && u != to && !u.sharesRoom(to) {
		return wire.Offline
	}
	return is
}
