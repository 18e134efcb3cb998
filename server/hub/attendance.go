package hub

import "github.com/confab/confab/shared/wire"

// stay says since when a person is known to be in a room.
type stay struct {
	asOf int64 // the useq as of which that is known
	at   int   // their index in the room's attendance
}

// attendance is the people in the directory who are in one room.
type attendance struct{ people []*user }

// attendances are the attendances of all rooms, by their ids. directory.mu guards
// them.
type attendances map[string]*attendance

// join notes that a person is in a room as of useq, and reports whether that is new.
func (all attendances) join(u *user, room string, useq int64) bool {
	if s, in := u.rooms[room]; in {
		s.asOf = max(s.asOf, useq)
		u.rooms[room] = s
		return false
	}
	a := all[room]
	if a == nil {
		a = &attendance{}
		all[room] = a
	}
	u.rooms[room] = stay{useq, len(a.people)}
	a.people = append(a.people, u)
	return true
}

// leave notes that a person is no longer in a room.
func (all attendances) leave(u *user, room string) {
	s, in := u.rooms[room]
	if !in {
		return
	}
	delete(u.rooms, room)
	a := all[room]
	last := len(a.people) - 1
	moved := a.people[last]
	a.people[s.at], a.people[last] = moved, nil
	a.people = a.people[:last]
	if moved != u {
		m := moved.rooms[room]
		m.at = s.at
		moved.rooms[room] = m
	}
	if last == 0 {
		delete(all, room)
	}
}

// removeLocked removes a person. d.mu is held.
func (d *directory) removeLocked(u *user) {
	for room := range u.rooms {
		d.attendance.leave(u, room)
	}
	delete(d.users, u.id)
}

// Here returns the members of a room who are not offline, at most so many of them,
// with their states. count is how many there are, exactly if all of them are
// returned, otherwise at most. It costs as much as it returns, however many people
// are online.
func (h *Hub) Here(room string, most int) (states map[string]string, count int) {
	h.dir.mu.RLock()
	defer h.dir.mu.RUnlock()
	a := h.dir.attendance[room]
	if a == nil {
		return nil, 0
	}
	states = make(map[string]string, min(most, len(a.people)))
	for _, u := range a.people {
		if is := u.presence(); is != wire.Offline {
			if len(states) == most {
				return states, len(a.people)
			}
			states[u.id] = is
		}
	}
	return states, len(states)
}
