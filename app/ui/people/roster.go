package people

import (
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
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

// member is a person in a room.
type member struct {
	user  string
	host  bool
	state string // presence, as far as it was heard; empty: offline
}

func membersOf(list []wire.Member) []member {
	members := make([]member, len(list))
	for i, m := range list {
		members[i] = member{m.User.ID, m.Host, m.State}
	}
	return members
}

// selection is which people the panel lists.
type selection string

const (
	real     selection = ""         // the members who can sign in; with a query all members
	imported selection = "imported" // all members
	banned   selection = "banned"   // who is banned from the workspace
)

// roster is what is known of the members of the room on the page while the
// panel is open.
type roster struct {
	h        *host.Host
	room     string
	query    string
	of       selection
	members  []member
	here     []member // who is here, by the last answer, or as many as fit on a page
	hereAll  int      // how many are
	next     string   // where the next page begins; "": there is none
	asking   bool
	fault    string
	n        int  // counts questions: only the last one's answer counts
	due      bool // loading again is scheduled
	asksHere bool // asking who is here is
	looks    bool // doing so now and then is

	rows  []string // the people in the panel, as drawn last
	first int      // the row that the panel is scrolled to
}

// rosterThing changes with what is known of the members.
const rosterThing host.Thing = "roster"

// shown reports whether the panel is open.
func (r *roster) shown() bool { return r.h.Panel == host.PanelMembers && r.room != "" }

// open turns to a room.
func (r *roster) open(room string) {
	if r.room != room || r.of != real {
		*r = roster{h: r.h, room: room, n: r.n, due: r.due, asksHere: r.asksHere, looks: r.looks, query: r.query}
	}
	r.load()
}

// load asks for the first page.
func (r *roster) load() {
	if r.shown() {
		r.ask("")
	}
}

// loadSoon loads again, once for many changes.
func (r *roster) loadSoon() {
	if r.due || !r.shown() {
		return
	}
	r.due = true
	r.h.Later(kit.SearchEvery, func() {
		r.due = false
		r.load()
	})
}

// choose lists other people.
func (r *roster) choose(of selection) {
	if r.of != of {
		*r = roster{h: r.h, room: r.room, n: r.n, due: r.due, asksHere: r.asksHere, looks: r.looks, query: r.query, of: of}
		r.load()
	}
}

func (r *roster) search(query string) {
	r.query = strings.TrimSpace(query)
	r.loadSoon()
}

// cameOrWent has the server say again who is here, while not everyone is
// loaded, at most once in hereEvery: the page of a newcomer may be far away.
func (r *roster) cameOrWent() {
	if r.asksHere || !r.shown() || r.query != "" || r.of == banned || r.all() {
		return
	}
	r.asksHere = true
	r.h.Later(hereEvery, func() {
		r.asksHere = false
		r.askHere()
	})
}

// all reports whether every member is loaded and watched.
func (r *roster) all() bool { return r.next == "" && len(r.members) <= limits.Watched }

// askHere has the server say who is here.
func (r *roster) askHere() {
	room := r.room
	if !r.shown() || r.of == banned {
		return
	}
	host.Ask(r.h, wire.ListMembers, &wire.MemberList{Room: room, Limit: 1}, func(answer *wire.Members, err error) {
		if err != nil || r.room != room || r.query != "" || r.of == banned {
			return // it is asked again soon
		}
		r.here, r.hereAll = membersOf(answer.Here), answer.HereCount
		r.h.Raise(rosterThing)
	})
}

// lookAgain asks who is here now and then, while the panel is open.
func (r *roster) lookAgain() {
	if r.looks || r.all() {
		return
	}
	r.looks = true
	r.h.Later(hereAgain, func() {
		r.looks = false
		if !r.shown() {
			return
		}
		if r.query == "" && platform.Visible() {
			r.askHere()
		}
		r.lookAgain()
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
func (r *roster) scrolled(part float64) {
	const step = 8 // rows
	if row := int(part * float64(len(r.rows))); row/step != r.first/step {
		r.first = row
		r.h.Watching.Show(host.WatchPanel, r.watched()...)
	}
}

// learn keeps with the members what was heard of them, for when they are not
// watched any more.
func (r *roster) learn() {
	r.h.State.See(func(s *state.State) {
		for _, list := range [][]member{r.members, r.here} {
			for i := range list {
				if is := s.Presence[list[i].user]; is != "" {
					list[i].state = is
				}
			}
		}
	})
}

// more asks for the next page.
func (r *roster) more() {
	if r.next != "" && !r.asking {
		r.ask(r.next)
	}
}

func (r *roster) ask(after string) {
	r.n++
	n := r.n
	r.asking = true
	r.h.Raise(rosterThing)
	// answered reports whether the answer counts.
	answered := func(err error) bool {
		if r.n != n {
			return false
		}
		r.asking, r.fault = false, ""
		r.h.Raise(rosterThing)
		if err != nil {
			r.fault = host.Why(err)
			return false
		}
		if after == "" {
			r.members, r.here, r.hereAll = nil, nil, 0
		}
		return true
	}
	if r.of == banned {
		req := &wire.UserList{Query: r.query, After: after, Limit: limits.MemberPage, Banned: true}
		host.Ask(r.h, wire.ListUsers, req, func(answer *wire.Users, err error) {
			if answered(err) {
				for _, u := range answer.Users {
					r.members = append(r.members, member{user: u.ID})
				}
				r.next = answer.Next
			}
		})
		return
	}
	req := &wire.MemberList{Room: r.room, Query: r.query, After: after, Limit: limits.MemberPage, Real: r.of == real && r.query == ""}
	host.Ask(r.h, wire.ListMembers, req, func(answer *wire.Members, err error) {
		if !answered(err) {
			return
		}
		if after == "" {
			r.here, r.hereAll = membersOf(answer.Here), answer.HereCount
		}
		r.members = append(r.members, membersOf(answer.Members)...)
		r.next = answer.Next
		r.lookAgain()
	})
}

// known are the members loaded: those who are here, who may stand on a page
// that is not loaded yet, and then the pages without them.
func (r *roster) known() []member {
	list := slices.Clone(r.here)
	seen := make(map[string]bool, len(r.here))
	for _, m := range r.here {
		seen[m.user] = true
	}
	for _, m := range r.members {
		if !seen[m.user] {
			list = append(list, m)
		}
	}
	return list
}

// person is a member as the state knows them now.
type person struct {
	wire.User
	host  bool
	state string
}

// byPresence sorts members into those here, away and offline, each by handle.
// What the state knows is newer than what the answer said.
func (r *roster) byPresence() (here, away, off []person) {
	for _, m := range r.known() {
		u := r.h.State.User(m.user)
		if u.Gone != (r.of == banned) {
			continue // banned, or let in again, since the answer
		}
		p := person{u, m.host, r.h.State.PresenceOr(m.user, m.state)}
		switch p.state {
		case wire.Online:
			here = append(here, p)
		case wire.Away:
			away = append(away, p)
		default:
			off = append(off, p)
		}
	}
	for _, group := range [][]person{here, away, off} {
		sort.SliceStable(group, func(i, j int) bool { return group[i].Handle < group[j].Handle })
	}
	return here, away, off
}

// hereIsAll reports whether nobody who is here is missing from the list.
func (r *roster) hereIsAll() bool { return len(r.here) > 0 && len(r.here) >= r.hereAll }

// has reports whether a person is among the members loaded.
func (r *roster) has(user string) bool {
	return slices.ContainsFunc(r.known(), func(m member) bool { return m.user == user })
}
