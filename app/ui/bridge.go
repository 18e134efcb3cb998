package ui

import (
	"sync"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// frameLasts is the length of a frame on a slow screen. Changes within it are shown
// together.
const frameLasts = 16 * time.Millisecond

// bridge carries changes from the engine's goroutine to go-app's. The first
// change is shown at once, those that follow it within a frame together.
type bridge struct {
	p    *page
	read string // the room that was being read when changes were shown last; "": none

	mu      sync.Mutex
	pending state.Changes
	due     bool
	last    time.Time // when changes were shown
}

// changed is the engine's OnChange.
func (b *bridge) changed(c state.Changes) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pending.Merge(c)
	if b.due {
		return
	}
	b.due = true
	time.AfterFunc(frameLasts-time.Since(b.last), func() {
		b.p.h.Post(func() { b.show(b.take()) })
	})
}

func (b *bridge) take() state.Changes {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.pending
	b.pending, b.due, b.last = state.Changes{}, false, time.Now()
	return c
}

// show raises what has changed, and tells the features that have to do something about it.
func (b *bridge) show(c state.Changes) {
	p, h := b.p, b.p.h
	if c.Status {
		b.statusChanged()
	}
	if c.Self {
		p.program.meet(h.State.Me().ID)
		p.people.Myself()
		h.Raise(host.Self)
	}
	read := ""
	if host.Follows(h, h.Here()) {
		read = h.Here()
	}
	if listShows(c, b.read, read) {
		h.Raise(host.List)
	}
	b.read = read
	if c.Presence {
		h.Raise(host.Presence)
		p.people.CameOrWent()
	}
	if len(c.People) > 0 {
		h.Raise(host.People)
		p.people.Told(c.People)
		p.line.Forget()
	}
	if c.Emoji {
		h.Raise(host.Emojis, host.Layers)
		p.line.Forget()
	}
	if c.Outbox || len(c.Refused) > 0 {
		p.unsent.Changed(c.Refused)
	}
	for room, part := range c.Rooms {
		b.roomChanged(room, part)
	}
	p.rooms.Came(c.Came)
	p.rooms.Lost(c.Lost)
	h.Own.Tell(c.Own)
	here := c.Rooms[h.Here()]
	switch {
	case here&state.PartGone != 0:
		p.guide.goHome()
	case here&^(state.PartTyping|state.PartRead) != 0 || len(c.People) > 0 || c.Emoji:
		// The rows do not show how far they are read: that changes after each message.
		// After the frame: the rows can only be measured once their container is shown.
		h.AfterFrame(p.line.Refresh)
	}
	if here&state.PartMembers != 0 {
		p.people.Changed()
	}
	if c.List || c.Self {
		p.guide.settle()
	}
	p.guide.title()
	h.AfterFrame(p.first.changed)
}

// listShows reports whether the list of rooms looks different after changes. What is new in the room that is being
// read is not marked in it; was is the one that was being read after the changes before.
func listShows(c state.Changes, was, read string) bool {
	if !c.List {
		return false
	}
	if c.Self || was != read {
		return true
	}
	for room, part := range c.Rooms {
		if part&(state.PartInfo|state.PartGone) != 0 || part&state.PartRead != 0 && room != read {
			return true
		}
	}
	return c.Rooms[read]&state.PartRead == 0 // something else has changed
}

func (b *bridge) roomChanged(room string, part state.Part) {
	if part&^(state.PartTimeline|state.PartTyping|state.PartRead) != 0 {
		b.p.h.Raise(host.Room(room))
	}
	if part&state.PartRead != 0 {
		b.p.h.Raise(host.Unread(room))
	}
	if part&state.PartTimeline != 0 {
		b.p.h.Raise(host.Messages(room))
		if b.p.h.Overlays.Top() != nil {
			b.p.h.Raise(host.Layers) // it may be about a message
		}
	}
	if part&state.PartTyping != 0 {
		b.p.h.Raise(host.Typing(room))
	}
}

// statusChanged follows the connection.
func (b *bridge) statusChanged() {
	p, h := b.p, b.p.h
	s := h.Eng.Status()
	was := h.Link
	h.Link.Connected = s.Phase == engine.PhaseLive
	// A single lost connection is replaced before anybody notices.
	h.Link.Lost = !h.Link.Connected && s.Fails >= 2
	h.Link.Outdated = s.Outdated
	h.Raise(host.Status)
	p.later.Connected()
	p.drafts.Connected()
	if s.Outdated && !was.Outdated {
		app.TryUpdate() // this page may be the older one
	}
	switch {
	case s.Phase == engine.PhaseSignedOut:
		p.program.signedOut()
	case h.Link.Connected && !was.Connected:
		app.TryUpdate() // the server may have come back with another version
		p.guide.settle()
		h.AfterFrame(p.line.Refresh) // what could not be fetched before
		platform.LoadPictures()
	case h.Link.Lost && !was.Lost:
		h.AfterFrame(p.line.Refresh) // what it waits for does not come
	}
}
