package ui

import (
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

const (
	// hereEvery is how often the server is asked who is here, at most.
	hereEvery = 5 * time.Second
	// hereAgain is how often it is asked while the panel shows a room of more
	// people than can be watched: who of the others comes is not heard.
	hereAgain = 20 * time.Second
)

// roster is what is known of the members of the room on the page while the
// panel is open.
type roster struct {
	room     string
	query    string
	members  []wire.Member
	here     []wire.Member // who is here, by the last answer, or as many as fit on a page
	hereAll  int           // how many are
	count    int
	next     string // where the next page begins; "": there is none
	asking   bool
	fault    string
	n        int  // counts questions: only the last one's answer counts
	due      bool // loading again is scheduled
	asksHere bool // asking who is here is
	looks    bool // doing so now and then is

	rows  []string // the people in the panel, as drawn last
	first int      // the row that the panel is scrolled to
}

// open turns to the room on the page.
func (r *roster) open(v *view) {
	if r.room != v.route.room {
		*r = roster{room: v.route.room, n: r.n, due: r.due, asksHere: r.asksHere, looks: r.looks}
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
	if r.asksHere || !v.panel || r.query != "" || r.all() {
		return
	}
	r.asksHere = true
	v.later(hereEvery, func() {
		r.asksHere = false
		r.askHere(v)
	})
}

// all reports whether every member is loaded and watched.
func (r *roster) all() bool { return r.next == "" && len(r.members) <= limits.Watched }

// askHere has the server say who is here.
func (r *roster) askHere(v *view) {
	room := r.room
	if !v.panel || room == "" {
		return
	}
	ask(v, wire.ListMembers, &wire.MemberList{Room: room, Limit: 1}, func(answer *wire.Members, err error) {
		if err != nil || r.room != room || r.query != "" {
			return // it is asked again soon
		}
		r.here, r.hereAll, r.count = answer.Here, answer.HereCount, answer.Count
		v.touch(partMembers)
	})
}

// lookAgain asks who is here now and then, while the panel is open.
func (r *roster) lookAgain(v *view) {
	if r.looks || r.all() {
		return
	}
	r.looks = true
	v.later(hereAgain, func() {
		r.looks = false
		if !v.panel {
			return
		}
		if r.query == "" && platform.Visible() {
			r.askHere(v)
		}
		r.lookAgain(v)
	})
}

// watched are the people whose presence the panel shows: the rows in sight and
// about a screen before and behind them, or all if they are few.
func (r *roster) watched() []string {
	const around = 30
	if len(r.rows) <= 3*around {
		return r.rows
	}
	from := min(max(0, r.first-around), len(r.rows)-1)
	return r.rows[from:min(len(r.rows), r.first+2*around)]
}

// scrolled notes how far the panel is scrolled, as a part of all of it.
func (r *roster) scrolled(v *view, part float64) {
	const step = 8 // rows
	if row := int(part * float64(len(r.rows))); row/step != r.first/step {
		r.first = row
		v.shows(partMembers, r.watched()...)
	}
}

// learn keeps with the members what was heard of them, for when they are not
// watched any more.
func (r *roster) learn(v *view) {
	v.see(func(s *state.State) {
		for _, list := range [][]wire.Member{r.members, r.here} {
			for i := range list {
				if is := s.Presence[list[i].User.ID]; is != "" {
					list[i].State = is
				}
			}
		}
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
	req := &wire.MemberList{Room: r.room, Query: r.query, After: after, Limit: limits.MemberPage}
	ask(v, wire.ListMembers, req, func(answer *wire.Members, err error) {
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
			r.members, r.here, r.hereAll = nil, answer.Here, answer.HereCount
		}
		r.members = append(r.members, answer.Members...)
		r.count, r.next = answer.Count, answer.Next
		r.lookAgain(v)
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
func (r *roster) byPresence(presence func(user, known string) string) (here, away, off []wire.Member) {
	for _, m := range r.known() {
		m.State = presence(m.User.ID, m.State)
		switch m.State {
		case wire.Online:
			here = append(here, m)
		case wire.Away:
			away = append(away, m)
		default:
			off = append(off, m)
		}
	}
	for _, group := range [][]wire.Member{here, away, off} {
		sort.Slice(group, func(i, j int) bool { return group[i].User.Handle < group[j].User.Handle })
	}
	return here, away, off
}

// hereIsAll reports whether nobody who is here is missing from the list.
func (r *roster) hereIsAll() bool { return len(r.here) > 0 && len(r.here) >= r.hereAll }

// member returns a loaded member.
func (r *roster) member(user string) (wire.Member, bool) {
	for _, m := range r.known() {
		if m.User.ID == user {
			return m, true
		}
	}
	return wire.Member{}, false
}
