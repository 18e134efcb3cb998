// Package saved is the list of the messages that a person keeps for later: what is to do, and what is
// done. The list is the server's; the person's other devices ask for it again when it has changed.
package saved

import (
	"slices"
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// thing changes when the list does.
const thing host.Thing = "saved"

// Saved is the list. Make one with New.
type Saved struct {
	h    *host.Host
	feed *kit.Feed
	done bool // what is done is listed
	todo int  // how many are to do

	list []wire.SavedMessage
	next string // where the rest begins; "": there is none
}

// New returns the list of a page.
func New(h *host.Host) *Saved {
	s := &Saved{h: h}
	s.feed = kit.NewFeed(h, thing, wire.ItemSaved, func() { s.load("") })
	return s
}

// Line leads here, with how many are to do.
func (s *Saved) Line() (host.Line, bool) {
	s.feed.Begin()
	return host.Line{Icon: "bookmark", Name: text.Saved, Count: s.todo, Aside: text.SavedTodo}, true
}

// load asks for the list, or for what comes after what there is of it.
func (s *Saved) load(after string) {
	answered := s.feed.Ask()
	req := &wire.SavedList{Done: s.done, After: after, Limit: limits.PageMax / 2}
	host.Ask(s.h, wire.ListSaved, req, func(page *wire.SavedMessages, err error) {
		if !answered(err) {
			return
		}
		if after == "" {
			s.list = nil
		}
		s.list, s.next, s.todo = append(s.list, page.Saved...), page.Next, page.Todo
		s.feed.Loaded = true
		s.feed.Know(page.Users)
	})
}

// show lists what is done, or what is to do.
func (s *Saved) show(done bool) {
	if s.done != done {
		s.done, s.list, s.next = done, nil, ""
		s.feed.Restart()
	}
}

// Add saves a message, and offers to undo that.
func (s *Saved) Add(it *state.Item) {
	q := &wire.Save{Room: it.Event.Room, Seq: it.Event.Seq, On: true}
	host.Ask(s.h, wire.SaveMessage, q, func(ok *wire.OK, err error) {
		switch {
		case err != nil:
			s.h.Complain(err)
		case ok.Dup:
			s.h.Offer("bookmark", text.SavedBefore, text.ShowIt, s.open)
		default:
			s.h.Offer("bookmark", text.MessageSaved, text.Undo, func() { s.set(q.Room, q.Seq, false, false) })
		}
	})
}

func (s *Saved) open() { s.h.Go(route.Page(route.Saved)) }

// set changes a message in the list, and shows that at once.
func (s *Saved) set(room string, seq int64, on, done bool) {
	had := len(s.list)
	s.list = slices.DeleteFunc(slices.Clone(s.list), func(m wire.SavedMessage) bool { return m.Room == room && m.Seq == seq })
	if len(s.list) < had && !s.done {
		s.todo--
	}
	s.feed.Changed()
	host.Ask(s.h, wire.SaveMessage, &wire.Save{Room: room, Seq: seq, On: on, Done: done}, s.feed.Told)
}

// at is the message that an event in its row is about.
func (s *Saved) at(e platform.Event) (m wire.SavedMessage, ok bool) {
	if i := kit.RowAt(e, len(s.list)); i >= 0 {
		return s.list[i], true
	}
	return m, false
}

// tick says that a message is done, or that it is to do again.
func (s *Saved) tick(e platform.Event) {
	if m, ok := s.at(e); ok {
		s.move(m)
	}
}

func (s *Saved) move(m wire.SavedMessage) {
	done := !s.done
	said := text.SavedAgain
	if done {
		said = text.SavedDone
	}
	s.set(m.Room, m.Seq, true, done)
	s.h.Offer("check", said, text.Undo, func() { s.set(m.Room, m.Seq, true, !done) })
}

// remove takes a message out of the list.
func (s *Saved) remove(e platform.Event) {
	if m, ok := s.at(e); ok {
		s.set(m.Room, m.Seq, false, false)
		s.h.Offer("bookmark", text.SavedRemoved, text.Undo, func() { s.set(m.Room, m.Seq, true, m.Done > 0) })
	}
}

// beside is the row that is some rows further down.
func beside(row platform.Element, by int) platform.Element {
	at, err := strconv.Atoi(row.Attrs().Get("data-at"))
	if err != nil {
		return platform.Element{}
	}
	return row.Closest(".keeps").Query(`[data-at="` + strconv.Itoa(at+by) + `"]`)
}

// key moves through the rows, and does what a letter stands for.
func (s *Saved) key(e platform.Event) {
	row := e.Target()
	if e.Alt() || e.Command() || e.Composing() || !row.Same(row.Closest(".keep")) {
		return
	}
	m, ok := s.at(e)
	switch {
	case !ok:
		return
	case e.Key() == "ArrowDown":
		beside(row, 1).Focus()
	case e.Key() == "ArrowUp":
		beside(row, -1).Focus()
	case e.Key() == "Enter" && m.Quote != nil:
		s.h.Go(route.To(m.Room, m.Seq))
	case e.Key() == "e" || e.Key() == "E":
		s.move(m) // the row that takes its place has the focus then
	default:
		return
	}
	e.PreventDefault()
}
