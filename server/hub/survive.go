package hub

import "github.com/confab/confab/server/broker"

// Every goroutine of the hub survives a panic, see sparse.Log.Survive, and repairs what
// was left half done. No client may be left with a gap, so every session that may have
// missed something is closed, and its client resumes.

// handOutAll is handOut. If it panics, nobody knows which member was sent what, so all
// of them are closed, and the room is empty for those who subscribe later.
func (r *room) handOutAll(queue []post) {
	defer r.hub.faults.Survive("a room's delivery", func() {
		for _, m := range r.members {
			m.s.close(byeUnavailable)
		}
		for _, p := range queue {
			if p.add != nil {
				p.add.close(byeUnavailable) // it may not have been subscribed
			}
		}
		r.members, r.index, r.recent = nil, nil, recent{}
	})
	r.handOut(queue)
}

// letGo closes all sessions of a person, so that their clients resume.
func (u *user) letGo() {
	for _, s := range u.hub.dir.sessionsOf(u) {
		s.close(byeUnavailable)
	}
}

// hintLost repairs what a hint that could not be handled left undone: the rooms
// concerned read the store, and the sessions of the people concerned are closed.
func (h *Hub) hintLost(rooms, people []string) {
	h.dir.roomCache.dropAll()
	for _, id := range rooms {
		if r := h.dir.room(id); r != nil {
			r.put(post{check: true})
		}
	}
	for _, id := range people {
		if u := h.dir.connected(id); u != nil {
			u.letGo()
		}
	}
}

// concernedUsers returns the people whose own logs a hint is about, or who changed.
func concernedUsers(m *broker.Message) []string {
	var all []string
	for _, e := range m.Inbox {
		all = append(all, e.User)
	}
	for _, p := range m.Users {
		all = append(all, p.ID)
	}
	return all
}
