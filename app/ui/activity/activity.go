// Package activity is the page of what concerns a person: who named them, answered them, or
// reacted to a message of theirs. The list is the server's; it is asked for again when it has
// changed.
package activity

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// thing changes when the list does.
const thing host.Thing = "activity"

// Activity is the list. Make one with New.
type Activity struct {
	h      *host.Host
	feed   *kit.Feed
	open   bool // the page is shown
	filter wire.ActivityFilter
	unread wire.ActivityCounts

	list  []wire.ActivityEntry
	next  int64 // where the rest begins; 0: there is none
	named int   // how many unread messages name the person, as the rooms have it
}

// New returns the list of a page.
func New(h *host.Host) *Activity {
	a := &Activity{h: h}
	a.feed = kit.NewFeed(h, thing, wire.ItemActivity, func() { a.load(0) })
	return a
}

// Line leads here, with how often the person was named since they looked.
func (a *Activity) Line() (host.Line, bool) {
	a.feed.Begin()
	named := 0
	rooms, talks := a.h.State.Rooms()
	for _, list := range [][]wire.Room{rooms, talks} {
		for _, r := range list {
			named += r.Mentions
		}
	}
	if named < a.named && a.unread.All > 0 {
		a.feed.Soon() // what is read in a room is read here
	}
	a.named = named
	return host.Line{Icon: "inbox", Name: text.Activity, Count: a.unread.Mentions, Aside: text.UnreadAside, Strong: a.unread.All > 0}, true
}

// load asks for the list, or for what comes after what there is of it. As long as nobody sees
// the page only the counts are wanted.
func (a *Activity) load(after int64) {
	taken := a.feed.Ask()
	req := &wire.ActivityList{Filter: a.filter, After: after, Limit: limits.PageMax / 2}
	if !a.open {
		req.Limit = 1
	}
	host.Ask(a.h, wire.ListActivity, req, func(page *wire.Activity, err error) {
		if taken(err) {
			a.answered(after, page)
		}
	})
}

// answered takes in what comes after something.
func (a *Activity) answered(after int64, page *wire.Activity) {
	if after == 0 {
		a.list = nil
	}
	a.feed.Loaded, a.unread, a.next = a.open, page.Unread, page.Next
	a.list = append(a.list, page.Entries...)
	a.feed.Know(page.Users)
	if len(page.Entries) == 0 && page.Next > 0 && a.open {
		a.load(page.Next) // nothing of that page may be read any more
	}
}

// show filters the list.
func (a *Activity) show(e platform.Event) {
	a.filter, a.list, a.next = wire.ActivityFilter(kit.Data(e, "filter")), nil, 0
	if a.filter == everything {
		a.filter = ""
	}
	a.feed.Restart()
}

// at is the entry that an event in its row is about; nil: none.
func (a *Activity) at(e platform.Event) *wire.ActivityEntry {
	if i := kit.RowAt(e, len(a.list)); i >= 0 {
		return &a.list[i]
	}
	return nil
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
	a.feed.Changed()
	host.Ask(a.h, wire.ReadActivity, q, a.feed.Told)
}

// key moves among the rows, and marks one with E.
func (a *Activity) key(e platform.Event) {
	if e.Alt() || e.Command() || e.Composing() {
		return
	}
	i := kit.RowAt(e, len(a.list))
	if i < 0 {
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
