package hub

import "github.com/confab/confab/server/broker"

// Every goroutine of the hub survives what panics on it, see sparse.Log.Survive,
// and puts right what was left half done. What that is for, each says; nobody may
// be left with a hole, so whoever may have missed something is let go, to resume.

// handOutAll is handOut. If it panics nobody knows who of the room was sent
// what, so all of them resume; those who come later find the room empty.
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

// letGo has all who are connected as a person resume.
func (u *user) letGo() {
	for _, s := range u.hub.dir.sessionsOf(u) {
		s.close(byeUnavailable)
	}
}

// mislaid puts a hint right that could not be taken in: those it concerns are
// let go, to start over from the store, and nobody else is.
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

// concerned are whose log a hint is about, or who may not be here any more.
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
