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
	hub *Hub

	mu      sync.Mutex
	changed map[string]string // user -> state
	timer   *time.Timer
	stopped bool
}

// note gathers a change. h.dir.mu is held for reading and h is not closed.
func (a *herald) note(user, state string) {
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
		a.hub.work.Add(1) // the timer's goroutine; taken back by stop if it never runs
		a.timer = time.AfterFunc(heraldEvery, func() {
			defer a.hub.work.Done()
			defer a.hub.survive("the herald", nothing) // states untold are told when they next change
			a.tell()
		})
	}
}

// stop ends the gathering for good.
func (a *herald) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped = true
	if a.timer != nil && a.timer.Stop() {
		a.hub.work.Done()
	}
}

// tell tells what has changed: one frame a room, shared by its members, who
// are not told again what the largest of their rooms has told them.
func (a *herald) tell() {
	h := a.hub
	a.mu.Lock()
	changed := a.changed
	a.changed, a.timer = nil, nil
	a.mu.Unlock()

	states := map[*room]map[string]string{}
	h.dir.mu.RLock()
	for id, state := range changed {
		if u := h.dir.users[id]; u != nil {
			for room := range u.rooms {
				if r := h.dir.rooms[room]; r != nil {
					if states[r] == nil {
						states[r] = map[string]string{}
					}
					states[r][id] = state
				}
			}
		}
	}
	h.dir.mu.RUnlock()
	rooms := slices.SortedFunc(maps.Keys(states), func(a, b *room) int {
		return cmp.Or(cmp.Compare(len(states[b]), len(states[a])), cmp.Compare(a.id, b.id))
	})
	for i, r := range rooms {
		n := &news{states: states[r]}
		if i > 0 && within(states[r], states[rooms[0]]) {
			n.told = rooms[0].id
		}
		r.put(post{news: n})
	}
	for id, state := range changed {
		if state == wire.Offline {
			h.dir.forget(id)
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

// news is what a room is told of presence.
type news struct {
	states map[string]string
	told   string // the room whose members have been told all of it; "": none
}

// presence tells a room's members the news, but for those who are told it in
// another room.
func (r *room) presence(n *news) {
	f, err := encode(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, Users: n.states})
	if err != nil {
		r.hub.log.Error("presence cannot be encoded", "error", err)
		return
	}
	for _, m := range r.members {
		if n.told == "" || !r.hub.dir.in(m.s.who.User, n.told) {
			m.s.late.hear(n.states, f)
		}
	}
}

// late is the presence that a slow reader was spared so far.
type late struct {
	s *session

	mu     sync.Mutex
	states map[string]string // nil: none
}

// hear sends news, or keeps them for a slow reader until it has caught up, the
// newest state of each person only.
func (l *late) hear(news map[string]string, f frame) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.states == nil && !l.s.link.half() {
		// A link that is ending needs no presence, and below half there is room.
		_ = l.s.link.send(f)
		return
	}
	if l.states == nil {
		l.states = map[string]string{}
		l.s.hub.work.Go(l.tell)
	}
	maps.Copy(l.states, news)
}

// tell sends what was kept once the backlog is below half.
func (l *late) tell() {
	defer l.s.hub.survive("presence for a slow reader", func() { l.s.close(byeUnavailable) })
	if below := l.s.link.belowHalf(); below != nil {
		select {
		case <-below:
		case <-l.s.done:
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	states := l.states
	l.states = nil
	f, err := encode(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, Users: states})
	if err != nil {
		l.s.hub.log.Error("presence cannot be encoded", "error", err)
		return
	}
	_ = l.s.link.send(f) // as above
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
