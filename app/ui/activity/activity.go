// Package activity is the page of what concerns a person: who named them, answered them, or
// reacted to a message of theirs. The list is the server's; it is asked for again when it has
// changed.
package activity

import (
	"strconv"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// thing changes when the list does.
const thing host.Thing = "activity"

// soon is how long several changes are waited for.
const soon = 500 * time.Millisecond

// Activity is the list. Make one with New.
type Activity struct {
	h      *host.Host
	open   bool // the page is shown
	filter wire.ActivityFilter
	unread wire.ActivityCounts

	list   []wire.ActivityEntry
	people map[string]wire.User // who is in it
	next   int64                // where the rest begins; 0: there is none
	loaded bool
	fault  string
	asks   int // counts the questions, so that a late answer knows its own
	due    bool
	once   host.Once
	named  int // how many unread messages name the person, as the rooms have it
}

// New returns the list of a page.
func New(h *host.Host) *Activity {
	a := &Activity{h: h, people: map[string]wire.User{}}
	h.Own.Follow(wire.ItemActivity, func(state.Own) { a.loadSoon() })
	return a
}

// Line leads here, with how often the person was named since they looked.
func (a *Activity) Line() (host.Line, bool) {
	a.once.When(a.h, func() { a.load(0) })
	named := 0
	rooms, talks := a.h.State.Rooms()
	for _, list := range [][]wire.Room{rooms, talks} {
		for _, r := range list {
			named += r.Mentions
		}
	}
	if named < a.named && a.unread.All > 0 {
		a.loadSoon() // what is read in a room is read here
	}
	a.named = named
	return host.Line{Icon: "inbox", Name: text.Activity, Count: a.unread.Mentions, Aside: text.UnreadAside, Strong: a.unread.All > 0}, true
}

// loadSoon asks again, once for many changes.
func (a *Activity) loadSoon() {
	if a.due {
		return
	}
	a.due = true
	a.h.Later(soon, func() {
		a.due = false
		a.load(0)
	})
}

// load asks for the list, or for what comes after what there is of it. As long as nobody sees
// the page only the counts are wanted.
func (a *Activity) load(after int64) {
	a.asks++
	asked := a.asks
	req := &wire.ActivityList{Filter: a.filter, After: after, Limit: limits.PageMax / 2}
	if !a.open {
		req.Limit = 1
	}
	host.Ask(a.h, wire.ListActivity, req, func(page *wire.Activity, err error) {
		if asked == a.asks {
			a.answered(after, page, err)
			a.h.Raise(thing, host.Lines)
		}
	})
}

func (a *Activity) answered(after int64, page *wire.Activity, err error) {
	a.fault = ""
	if err != nil {
		a.fault = host.Why(err)
		return
	}
	if after == 0 {
		a.list = nil
	}
	a.loaded, a.unread, a.next = a.open, page.Unread, page.Next
	a.list = append(a.list, page.Entries...)
	for _, u := range page.Users {
		a.people[u.ID] = u
	}
	if len(page.Entries) == 0 && page.Next > 0 && a.open {
		a.load(page.Next) // nothing of that page may be read any more
	}
}

// user is somebody in the list.
func (a *Activity) user(id string) wire.User {
	if u, told := a.people[id]; told {
		return u
	}
	return a.h.State.User(id)
}

// show filters the list.
func (a *Activity) show(e platform.Event) {
	a.filter, a.list, a.next, a.loaded = wire.ActivityFilter(kit.Data(e, "filter")), nil, 0, false
	if a.filter == everything {
		a.filter = ""
	}
	a.load(0)
	a.h.Raise(thing)
}

// at is the entry that an event in its row is about; nil: none.
func (a *Activity) at(e platform.Event) *wire.ActivityEntry {
	i, err := strconv.Atoi(kit.Data(e, "at"))
	if err != nil || i < 0 || i >= len(a.list) {
		return nil
	}
	return &a.list[i]
}

// opened marks an entry as read because its message is opened.
func (a *Activity) opened(e platform.Event) {
	if entry := a.at(e); entry != nil && entry.Unread {
		a.mark(entry)
	}
}

// toggle marks an entry as read, or as unread again.
func (a *Activity) toggle(e platform.Event) {
	if entry := a.at(e); entry != nil {
		a.mark(entry)
	}
}

func (a *Activity) mark(entry *wire.ActivityEntry) {
	entry.Unread = !entry.Unread
	a.tell(&wire.ActivityRead{Num: entry.Num, Unread: entry.Unread})
}

// markAll marks everything as read that was there when the list was loaded.
func (a *Activity) markAll(platform.Event) {
	if len(a.list) == 0 {
		return
	}
	for i := range a.list {
		a.list[i].Unread = false
	}
	a.unread = wire.ActivityCounts{}
	a.tell(&wire.ActivityRead{Num: a.list[0].Num, All: true})
}

// tell tells the server, which tells all devices, this one too.
func (a *Activity) tell(q *wire.ActivityRead) {
	a.h.Raise(thing, host.Lines)
	host.Ask(a.h, wire.ReadActivity, q, func(_ *wire.OK, err error) {
		if err != nil {
			a.h.Complain(err)
			a.load(0)
		}
	})
}

// key moves among the rows, and marks one with E.
func (a *Activity) key(e platform.Event) {
	if e.Alt() || e.Command() || e.Composing() {
		return
	}
	row := e.Target().Closest("[data-at]")
	i, err := strconv.Atoi(row.Attrs().Get("data-at"))
	if err != nil {
		return
	}
	switch e.Key() {
	case "ArrowUp":
		i--
	case "ArrowDown":
		i++
	case "e", "E":
		a.toggle(e)
	default:
		return
	}
	e.PreventDefault()
	platform.ByID(rowID(i)).Focus()
}

// rowID is the id of what leads to the message of an entry.
func rowID(i int) string { return "activity-" + strconv.Itoa(i) }
