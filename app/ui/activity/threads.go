package activity

import (
	"slices"
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// threadsThing changes when the list of threads does.
const threadsThing host.Thing = "threads"

// Threads is the list of the threads that the person follows. Make one with NewThreads.
type Threads struct {
	h      *host.Host
	open   bool // the page is shown
	only   bool // those with something unread
	unread int  // how many those are

	list   []wire.FollowedThread
	people map[string]wire.User
	next   string // where the rest begins; "": there is none
	loaded bool
	fault  string
	asks   int // counts the questions, so that a late answer knows its own
	due    bool
	once   host.Once
}

// NewThreads returns the list of a page.
func NewThreads(h *host.Host) *Threads {
	t := &Threads{h: h, people: map[string]wire.User{}}
	h.Own.Follow(wire.ItemThreads, func(state.Own) { t.loadSoon() })
	return t
}

// Line leads here, with in how many threads something is unread.
func (t *Threads) Line() (host.Line, bool) {
	t.once.When(t.h, func() { t.load("") })
	return host.Line{Icon: "thread", Name: text.Threads, Count: t.unread, Aside: text.UnreadAside, Strong: t.unread > 0}, true
}

// loadSoon asks again, once for many changes.
func (t *Threads) loadSoon() {
	if t.due {
		return
	}
	t.due = true
	t.h.Later(soon, func() {
		t.due = false
		t.load("")
	})
}

// load asks for the list, or for what comes after what there is of it. As long as nobody sees the page only the
// count is wanted.
func (t *Threads) load(after string) {
	t.asks++
	asked := t.asks
	req := &wire.ThreadList{Unread: t.only, After: after, Limit: limits.PageMax / 4}
	if !t.open {
		req.Limit = 1
	}
	host.Ask(t.h, wire.ListThreads, req, func(page *wire.Threads, err error) {
		if asked == t.asks {
			t.answered(after, page, err)
			t.h.Raise(threadsThing, host.Lines)
		}
	})
}

func (t *Threads) answered(after string, page *wire.Threads, err error) {
	t.fault = ""
	if err != nil {
		t.fault = host.Why(err)
		return
	}
	if after == "" {
		t.list = nil
	}
	t.loaded, t.unread, t.next = t.open, page.Unread, page.Next
	for _, one := range page.Threads {
		if !slices.ContainsFunc(t.list, same(one.Room, one.Root.Seq)) {
			t.list = append(t.list, one)
		}
	}
	for _, u := range page.Users {
		t.people[u.ID] = u
	}
}

// same tells a thread from others.
func same(room string, root int64) func(wire.FollowedThread) bool {
	return func(t wire.FollowedThread) bool { return t.Room == room && t.Root.Seq == root }
}

// user is somebody in the list.
func (t *Threads) user(id string) wire.User {
	if u, told := t.people[id]; told {
		return u
	}
	return t.h.State.User(id)
}

// filter leaves only the threads with something unread, or shows all.
func (t *Threads) filter(e platform.Event) {
	if !e.Target().Closest("button").OK() {
		return
	}
	t.only, t.list, t.next, t.loaded = kit.Data(e, "filter") == string(wire.FilterUnread), nil, "", false
	t.load("")
	t.h.Raise(threadsThing)
}

// at is the thread that an event in its part of the page is about; nil: none.
func (t *Threads) at(e platform.Event) *wire.FollowedThread {
	i, err := strconv.Atoi(kit.Data(e, "at"))
	if err != nil || i < 0 || i >= len(t.list) {
		return nil
	}
	return &t.list[i]
}

// show opens a thread beside its room.
func (t *Threads) show(e platform.Event) {
	if one := t.at(e); one != nil {
		t.h.Verbs.GoThread(one.Room, one.Root.Seq)
	}
}

// read marks a thread as read.
func (t *Threads) read(e platform.Event) {
	one := t.at(e)
	if one == nil || len(one.Last) == 0 {
		return
	}
	req := &wire.ThreadRead{Room: one.Room, Thread: one.Root.Seq, Seq: one.Last[len(one.Last)-1].Seq}
	one.Unread, one.Read, t.unread = 0, req.Seq, max(0, t.unread-1)
	t.h.Raise(threadsThing, host.Lines)
	host.Ask(t.h, wire.ReadThread, req, t.told)
}

// stop takes a thread out of the list.
func (t *Threads) stop(e platform.Event) {
	one := t.at(e)
	if one == nil {
		return
	}
	req := &wire.ThreadFollow{Room: one.Room, Thread: one.Root.Seq}
	t.list = slices.DeleteFunc(slices.Clone(t.list), same(req.Room, req.Thread))
	t.h.Raise(threadsThing)
	host.Ask(t.h, wire.FollowThread, req, t.told)
}

// readAll marks everything as read that was there when the list was loaded.
func (t *Threads) readAll(platform.Event) {
	req := &wire.ThreadsRead{}
	for i := range t.list {
		one := &t.list[i]
		req.At = max(req.At, one.At)
		one.Unread = 0
	}
	t.unread = 0
	t.h.Raise(threadsThing, host.Lines)
	host.Ask(t.h, wire.ReadThreads, req, t.told)
}

// told is the answer to a change, of which all devices are told, this one too.
func (t *Threads) told(_ *wire.OK, err error) {
	if err != nil {
		t.h.Complain(err)
		t.load("")
	}
}
