package hub

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/confab/confab/shared/wire"
)

// heraldEvery is how long changes of presence are gathered before they are
// told: long enough that a crowd arriving is told in a few frames, short
// enough to look immediate.
const heraldEvery = 250 * time.Millisecond

// herald gathers changes of presence and tells them.
type herald struct {
	telling sync.Mutex // one round at a time; guards round
	round   int

	mu      sync.Mutex
	changed map[string]string // user -> state
	timer   *time.Timer
	stopped bool
}

// note gathers a change. h.mu is held for reading and h is not closed.
func (a *herald) note(h *Hub, user, state string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped {
		return
	}
	if a.changed == nil {
		a.changed = map[string]string{}
	}
	a.changed[user] = state
	if a.timer == nil {
		h.work.Add(1) // the timer's goroutine; taken back by stop if it never runs
		a.timer = time.AfterFunc(heraldEvery, func() {
			defer h.work.Done()
			h.tell()
		})
	}
}

// stop ends the gathering for good.
func (h *Hub) stopHerald() {
	a := &h.herald
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped = true
	if a.timer != nil && a.timer.Stop() {
		h.work.Done()
	}
}

// tell tells what has changed: one frame a room, shared by its members, who
// are not told again what the largest of their rooms has told them.
func (h *Hub) tell() {
	a := &h.herald
	a.telling.Lock()
	defer a.telling.Unlock()
	a.round++
	a.mu.Lock()
	changed := a.changed
	a.changed, a.timer = nil, nil
	a.mu.Unlock()

	news := map[*room]map[string]string{}
	h.mu.RLock()
	for id, state := range changed {
		if u := h.users[id]; u != nil {
			for room := range u.rooms {
				if r := h.rooms[room]; r != nil {
					if news[r] == nil {
						news[r] = map[string]string{}
					}
					news[r][id] = state
				}
			}
		}
	}
	h.mu.RUnlock()
	rooms := slices.SortedFunc(maps.Keys(news), func(a, b *room) int {
		return cmp.Or(cmp.Compare(len(news[b]), len(news[a])), cmp.Compare(a.id, b.id))
	})
	for _, r := range rooms {
		r.presence(news[r], a.round, within(news[r], news[rooms[0]]), r == rooms[0])
	}
	for id, state := range changed {
		if state == wire.Offline {
			h.forget(id)
		}
	}
}

// within reports whether all of a is in b.
func within(a, b map[string]string) bool {
	for id := range a {
		if _, ok := b[id]; !ok {
			return false
		}
	}
	return true
}

// presence tells a room's members of news. Those who heard the first and
// largest news of the round are left out if it covered these.
func (r *room) presence(news map[string]string, round int, covered, first bool) {
	f, err := encode(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, Users: news})
	if err != nil {
		r.hub.log.Error("presence cannot be encoded", "error", err)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range r.members {
		if covered && m.s.told == round {
			continue
		}
		if first {
			m.s.told = round
		}
		m.s.hearPresence(news, f)
	}
}

// hearPresence sends news, or keeps them for a slow reader until it has caught
// up, the newest state of each person only.
func (s *session) hearPresence(news map[string]string, f frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.late == nil && !s.link.half() {
		// A link that is ending needs no presence, and below half there is room.
		_ = s.link.send(f)
		return
	}
	if s.late == nil {
		s.late = map[string]string{}
		s.hub.work.Go(s.hearLate)
	}
	maps.Copy(s.late, news)
}

// hearLate sends what was kept once the backlog is below half.
func (s *session) hearLate() {
	s.link.wait(s.done)
	s.mu.Lock()
	defer s.mu.Unlock()
	late := s.late
	s.late = nil
	f, err := encode(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, Users: late})
	if err != nil {
		s.hub.log.Error("presence cannot be encoded", "error", err)
		return
	}
	_ = s.link.send(f) // as above
}

// around makes the frame that tells a person who is online: all who share a
// room with them, themselves included. It is written here without reflection:
// when a crowd returns, everyone is told of everyone.
func (h *Hub) around(id string) frame {
	b := make([]byte, headMax, headMax+4096)
	b = append(b, `{"type":"presence","users":{`...)
	h.mu.RLock()
	me := h.users[id]
	first := len(b)
	for other, u := range h.users {
		state := states[u.state.Load()]
		if state == wire.Offline || me == nil || u != me && !u.shares(me) {
			continue
		}
		if len(b) > first {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, other...) // an id: nothing in it needs escaping
		b = append(b, `":"`...)
		b = append(b, state...)
		b = append(b, '"')
	}
	h.mu.RUnlock()
	return seal(append(b, `},"all":true}`...), opText)
}

// states are the states of presence by number.
var states = [...]string{wire.Offline, wire.Online, wire.Away}

// look notes the state of a person who is here, for around.
func (u *user) look(state string) {
	for i, s := range states {
		if s == state {
			u.state.Store(uint32(i))
		}
	}
}

// shares reports whether two people are in a room together.
func (u *user) shares(other *user) bool {
	few, many := u.rooms, other.rooms
	if len(few) > len(many) {
		few, many = many, few
	}
	for id := range few {
		if _, ok := many[id]; ok {
			return true
		}
	}
	return false
}
