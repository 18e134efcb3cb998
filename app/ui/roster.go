package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// hereEvery is how often the server is asked who is here, at most.
const hereEvery = 5 * time.Second

// roster is what is known of the members of the room on the page while the
// panel is open.
type roster struct {
	room     string
	query    string
	members  []wire.Member
	here     []wire.Member // who is here, by the last answer, or as many as fit on a page
	count    int
	next     string // where the next page begins; "": there is none
	asking   bool
	fault    string
	n        int  // counts questions: only the last one's answer counts
	due      bool // loading again is scheduled
	asksHere bool // asking who is here is
}

// open turns to the room on the page.
func (r *roster) open(v *view) {
	if r.room != v.route.room {
		*r = roster{room: v.route.room, n: r.n, due: r.due, asksHere: r.asksHere}
	}
	r.load(v)
}

// load asks for the first page.
func (r *roster) load(v *view) {
	if v.panel && r.room != "" {
		r.ask(v, "")
	}
}

// loadSoon loads again, once for many changes.
func (r *roster) loadSoon(v *view) {
	if r.due || !v.panel {
		return
	}
	r.due = true
	v.later(searchEvery, func() {
		r.due = false
		r.load(v)
	})
}

func (r *roster) search(v *view, query string) {
	r.query = strings.TrimSpace(query)
	r.loadSoon(v)
}

// cameOrWent has the server say again who is here, while not everyone is
// loaded, at most once in hereEvery: the page of a newcomer may be far away.
func (r *roster) cameOrWent(v *view) {
	if r.asksHere || !v.panel || r.query != "" || r.next == "" {
		return
	}
	r.asksHere = true
	v.later(hereEvery, func() {
		r.asksHere = false
		room, answer := r.room, &wire.Members{}
		if !v.panel || room == "" {
			return
		}
		v.ask(wire.TypeMemberList, &wire.MemberList{Room: room, Limit: 1}, answer, func(err error) {
			if err != nil || r.room != room || r.query != "" {
				return // the next change asks again
			}
			r.here, r.count = answer.Here, answer.Count
			v.touch(partMembers)
		})
	})
}

// more asks for the next page.
func (r *roster) more(v *view) {
	if r.next != "" && !r.asking {
		r.ask(v, r.next)
	}
}

func (r *roster) ask(v *view, after string) {
	r.n++
	n := r.n
	r.asking = true
	v.touch(partMembers)
	answer := &wire.Members{}
	req := &wire.MemberList{Room: r.room, Query: r.query, After: after, Limit: limits.MemberPage}
	v.ask(wire.TypeMemberList, req, answer, func(err error) {
		if r.n != n {
			return
		}
		r.asking, r.fault = false, ""
		v.touch(partMembers)
		if err != nil {
			r.fault = words(err)
			return
		}
		if after == "" {
			r.members, r.here = nil, answer.Here
		}
		r.members = append(r.members, answer.Members...)
		r.count, r.next = answer.Count, answer.Next
	})
}

// known are the members loaded: those who are here, who may stand on a page
// that is not loaded yet, and then the pages without them.
func (r *roster) known() []wire.Member {
	list := slices.Clone(r.here)
	seen := make(map[string]bool, len(r.here))
	for _, m := range r.here {
		seen[m.User.ID] = true
	}
	for _, m := range r.members {
		if !seen[m.User.ID] {
			list = append(list, m)
		}
	}
	return list
}

// byPresence sorts members into those here, away and offline, each by handle.
// What the state knows is newer than what the answer said.
func (r *roster) byPresence(presence func(user string) string) (here, away, off []wire.Member) {
	for _, m := range r.known() {
		switch presence(m.User.ID) {
		case wire.Online:
			here = append(here, m)
		case wire.Away:
			away = append(away, m)
		default:
			off = append(off, m)
		}
	}
	for _, group := range [][]wire.Member{here, away, off} {
		slices.SortFunc(group, func(a, b wire.Member) int { return cmp.Compare(a.User.Handle, b.User.Handle) })
	}
	return here, away, off
}

// hereIsAll reports whether nobody who is here is missing from the list.
func (r *roster) hereIsAll() bool { return len(r.here) > 0 && len(r.here) < limits.MemberPage }

// member returns a loaded member.
func (r *roster) member(user string) (wire.Member, bool) {
	for _, m := range r.known() {
		if m.User.ID == user {
			return m, true
		}
	}
	return wire.Member{}, false
}
