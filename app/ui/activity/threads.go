package activity

import (
	"slices"

	"github.com/confab/confab/app/platform"
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
	feed   *kit.Feed
	open   bool // the page is shown
	only   bool // those with something unread
	unread int  // how many those are

	list []wire.FollowedThread
	next string // where the rest begins; "": there is none
}

// NewThreads returns the list of a page.
func NewThreads(h *host.Host) *Threads {
	t := &Threads{h: h}
	t.feed = kit.NewFeed(h, threadsThing, wire.ItemThreads, func() { t.load("") })
	return t
}

// Line leads here, with in how many threads something is unread.
func (t *Threads) Line() (host.Line, bool) {
	t.feed.Begin()
	return host.Line{Icon: "thread", Name: text.Threads, Count: t.unread, Aside: text.UnreadAside, Strong: t.unread > 0}, true
}

// load asks for the list, or for what comes after what there is of it. As long as nobody sees the page only the
// count is wanted.
func (t *Threads) load(after string) {
	taken := t.feed.Ask()
	req := &wire.ThreadList{Unread: t.only, After: after, Limit: limits.PageMax / 4}
	if !t.open {
		req.Limit = 1
	}
	host.Ask(t.h, wire.ListThreads, req, func(page *wire.Threads, err error) {
		if taken(err) {
			t.answered(after, page)
		}
	})
}

// answered takes in what comes after something.
func (t *Threads) answered(after string, page *wire.Threads) {
	if after == "" {
		t.list = nil
	}
	t.feed.Loaded, t.unread, t.next = t.open, page.Unread, page.Next
	for _, one := range page.Threads {
		if !slices.ContainsFunc(t.list, same(one.Room, one.Root.Seq)) {
			t.list = append(t.list, one)
		}
	}
	t.feed.Know(page.Users)
}

// same tells a thread from others.
func same(room string, root int64) func(wire.FollowedThread) bool {
	return func(t wire.FollowedThread) bool { return t.Room == room && t.Root.Seq == root }
}

// filter leaves only the threads with something unread, or shows all.
func (t *Threads) filter(e platform.Event) {
	if !e.Target().Closest("button").OK() {
		return
	}
	t.only, t.list, t.next = kit.Data(e, "filter") == string(wire.FilterUnread), nil, ""
	t.feed.Restart()
}

// at is the thread that an event in its part of the page is about; nil: none.
func (t *Threads) at(e platform.Event) *wire.FollowedThread {
	if i := kit.RowAt(e, len(t.list)); i >= 0 {
		return &t.list[i]
	}
	return nil
}

// show opens a thread beside its room.
func (t *Threads) show(e platform.Event) {
	if one := t.at(e); one != nil {
		t.h.Verbs.GoThread(one.Room, one.Root.Seq, 0)
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
	t.feed.Changed()
	host.Ask(t.h, wire.ReadThread, req, t.feed.Told)
}

// stop takes a thread out of the list.
func (t *Threads) stop(e platform.Event) {
	one := t.at(e)
	if one == nil {
		return
	}
	req := &wire.ThreadFollow{Room: one.Room, Thread: one.Root.Seq}
	t.list = slices.DeleteFunc(slices.Clone(t.list), same(req.Room, req.Thread))
	t.feed.Changed()
	host.Ask(t.h, wire.FollowThread, req, t.feed.Told)
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
	t.feed.Changed()
	host.Ask(t.h, wire.ReadThreads, req, t.feed.Told)
}
