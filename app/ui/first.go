package ui

import (
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/room"
)

const (
	// takeAfter is how long the first screen stays at most when the program runs.
	takeAfter = 10 * time.Second
	// takeAgain is when it is tried again if it was too early.
	takeAgain = 30 * time.Millisecond
	// keepEvery is how often the page is kept for the next visit while it changes.
	keepEvery = 2 * time.Second
)

// firstScreen is what the browser shows before the program runs (web/first.js): it
// stays until the page of the program shows as much, which is drawn out of sight
// meanwhile.
type firstScreen struct {
	p *page

	taken bool // the page of the program is the one that is seen
	waits bool // taking over is tried again soon
	due   bool // keeping is scheduled
	again bool // something has changed since
}

// begin is called when the program starts to work.
func (f *firstScreen) begin() { f.p.h.Later(takeAfter, func() { f.take(true) }) }

// changed is called when the page shows what has changed.
func (f *firstScreen) changed() {
	if !f.taken {
		f.take(false)
	}
	f.keepSoon()
}

// take puts the page of the program in the place of the first screen, if it shows
// as much or must.
func (f *firstScreen) take(must bool) {
	h, stands := f.p.h, f.p.rooms.Stand()
	must = must || h.Overlays.Any() || h.Link.Lost || h.Here() == "" && h.Route.Head != "" ||
		stands != room.Loading && stands != room.Messages
	rooms, talks := h.State.Rooms()
	if f.taken || !must && (f.p.line.Seeks() || len(rooms)+len(talks) == 0) {
		return
	}
	early, ok := platform.TakeScreen(must)
	if !ok {
		f.takeSoon(must)
		return
	}
	f.taken = true
	f.p.write.TakeEarly(early)
	f.p.line.Look()
}

func (f *firstScreen) takeSoon(must bool) {
	if f.waits {
		return
	}
	f.waits = true
	f.p.h.Later(takeAgain, func() {
		f.waits = false
		f.take(must)
	})
}

// keepSoon has the page kept in the next quiet moment.
func (f *firstScreen) keepSoon() {
	f.again = true
	if f.due || !f.taken {
		return
	}
	f.due, f.again = true, false
	f.p.h.Later(keepEvery, func() {
		f.due = false
		if f.again {
			f.keepSoon()
			return
		}
		f.keep()
	})
}

func (f *firstScreen) keep() {
	h, live := f.p.h, false
	h.State.See(func(s *state.State) {
		if r := s.Rooms[h.Here()]; r != nil {
			live = r.Live()
		}
	})
	if !f.p.program.leaving {
		platform.KeepScreen(live)
	}
}
