package hub

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/confab/confab/server/store"
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

// around returns the states of those who are not offline and share one of
// rooms with user, who is in all of them.
func (h *Hub) around(ctx context.Context, user string, rooms []store.Room) (map[string]string, error) {
	online, err := h.o.Presence.Online(ctx)
	if err != nil {
		return nil, err
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	for id := range online {
		if u := h.users[id]; id != user && (u == nil || !u.shares(rooms)) {
			delete(online, id)
		}
	}
	return online, nil
}

// shares reports whether the person is in one of rooms.
func (u *user) shares(rooms []store.Room) bool {
	for _, r := range rooms {
		if _, ok := u.rooms[r.ID]; ok {
			return true
		}
	}
	return false
}
