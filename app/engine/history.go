package engine

import (
	"errors"
	"slices"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// windowsKept is in how many rooms, besides the open one, a window stays in
// memory, so that going back and forth is immediate.
const windowsKept = 7

// history is what is loaded of which room.
type history struct {
	open    string         // the room being looked at; "": none
	recent  []string       // rooms with a window, the last one opened first
	asked   map[string]int // room -> number of its latest window request
	stale   []string       // rooms whose figures must be asked for
	asking  int            // such questions without an answer
	loading map[string]state.Loading
}

func (h *history) init() {
	h.asked = map[string]int{}
	h.loading = map[string]state.Loading{}
}

// refresh notes that a room was reset: its figures may be wrong.
func (h *history) refresh(room string) {
	if !slices.Contains(h.stale, room) {
		h.stale = append(h.stale, room)
	}
}

func (h *history) drop(room string) {
	delete(h.asked, room)
	h.recent = slices.DeleteFunc(h.recent, func(r string) bool { return r == room })
	h.stale = slices.DeleteFunc(h.stale, func(r string) bool { return r == room })
}

func (h *history) wipe() {
	open := h.open
	*h = history{}
	h.init()
	h.open = open
}

func (e *Engine) openRoom(room string) {
	e.history.open = room
	if room == "" || !e.keep.restored {
		return
	}
	h := &e.history
	h.recent = slices.DeleteFunc(h.recent, func(r string) bool { return r == room })
	h.recent = slices.Insert(h.recent, 0, room)
	for len(h.recent) > windowsKept+1 {
		last := h.recent[len(h.recent)-1]
		h.recent = h.recent[:len(h.recent)-1]
		e.keepChanges() // its window as it is now
		e.mustApply(state.Released{Room: last})
	}
	e.mustApply(state.Opened{Room: room})
	if r := e.room(room); r != nil && !r.Loaded() {
		e.readPage(room)
	}
	e.ensure(room)
}

// roomCame shows what was waiting for a room to be known.
func (e *Engine) roomCame(room string) {
	r := e.room(room)
	if r == nil {
		return
	}
	for _, l := range e.outbox.letters {
		if l.Room == room && r.Outbox(l.CID) == nil {
			e.showLetter(l)
		}
	}
	if room == e.history.open && !r.Loaded() {
		e.openRoom(room)
	}
}

// ensure loads what the reader of a room needs, if it is not there.
func (e *Engine) ensure(room string) {
	r := e.room(room)
	if r == nil || !e.live() || e.history.loading[room]&state.LoadingWindow != 0 {
		return
	}
	unread := r.Info.Read + 1
	switch {
	case r.Stale && r.Anchor > 0:
		e.loadWindow(room, wire.Fetch{Around: r.Anchor})
	case r.Divider > 0 && r.Info.Unread > 0 && r.Info.Read > 0 && !r.Covers(unread, unread):
		e.loadWindow(room, wire.Fetch{Around: unread})
	case !r.Loaded() || r.Stale:
		e.loadWindow(room, wire.Fetch{})
	}
}

// caughtUp brings the windows up to date after a catch-up.
func (e *Engine) caughtUp() {
	for _, room := range slices.Clone(e.history.recent) {
		if r := e.room(room); r != nil && r.Stale && room != e.history.open {
			e.mustApply(state.Released{Room: room})
		}
	}
	e.ensure(e.history.open)
	e.askRooms()
}

// askRooms asks for the figures of rooms that were reset, a few at a time.
func (e *Engine) askRooms() {
	const atOnce = 4
	h := &e.history
	for e.live() && h.asking < atOnce && len(h.stale) > 0 {
		room := h.stale[0]
		h.stale = h.stale[1:]
		h.asking++
		var info wire.RoomInfo
		e.ask(wire.TypeRoomGet, &wire.RoomRef{Room: room}, &info, true, func(err error) {
			h.asking--
			if err == nil {
				e.mustApply(&info)
			}
			e.askRooms()
		})
	}
}

func (e *Engine) loadOlder(room string) {
	r := e.room(room)
	if r == nil || !r.Loaded() || r.AtStart() || r.Stale {
		return
	}
	e.fetch(room, state.LoadingOlder, wire.Fetch{Before: r.From}, true)
}

func (e *Engine) loadNewer(room string) {
	r := e.room(room)
	if r == nil || !r.Loaded() || r.Live() || r.Stale {
		return
	}
	e.fetch(room, state.LoadingNewer, wire.Fetch{After: r.To}, true)
}

func (e *Engine) jumpTo(room string, seq int64) {
	r := e.room(room)
	if r == nil || seq < 1 || r.Covers(seq, seq) {
		return
	}
	e.mustApply(state.Viewing{Room: room, Anchor: seq})
	e.loadWindow(room, wire.Fetch{Around: seq})
}

func (e *Engine) jumpToEnd(room string) {
	r := e.room(room)
	if r == nil {
		return
	}
	e.mustApply(state.Viewing{Room: room})
	if !r.Live() {
		e.loadWindow(room, wire.Fetch{})
	}
}

// loadWindow loads another window. Of several such requests the latest counts.
func (e *Engine) loadWindow(room string, f wire.Fetch) {
	e.history.asked[room]++
	e.history.loading[room] &^= state.LoadingWindow
	e.fetch(room, state.LoadingWindow, f, true)
}

// fetch asks for a page, unless one for the same part is on its way; once more
// if it comes too late to be brought up to date.
func (e *Engine) fetch(room string, part state.Loading, f wire.Fetch, onceMore bool) {
	h := &e.history
	if h.loading[room]&(part|state.LoadingWindow) != 0 {
		return
	}
	f.Room, f.Limit = room, limits.PageDefault
	asked := h.asked[room]
	e.loading(room, h.loading[room]|part, nil)
	var page wire.Page
	e.ask(wire.TypeFetch, &f, &page, true, func(err error) {
		if h.asked[room] != asked {
			if part != state.LoadingWindow {
				e.loading(room, h.loading[room]&^part, nil)
			}
			return // the reader is elsewhere by now
		}
		e.loading(room, h.loading[room]&^part, nil)
		if err == nil {
			err = e.paged(part, &page)
		}
		switch {
		case err == nil:
		case errors.Is(err, state.ErrOld) && onceMore:
			e.fetch(room, part, f, false)
		case errors.Is(err, state.ErrEpoch):
			e.again(err)
		default:
			e.loading(room, h.loading[room], asError(err))
		}
	})
}

// paged puts a page into its window.
func (e *Engine) paged(part state.Loading, p *wire.Page) error {
	r := e.room(p.Room)
	if r == nil {
		return nil
	}
	// The window may have been trimmed, or replaced, where this page was to go.
	if part != state.LoadingWindow && (p.To < r.From-1 || p.From > r.To+1) {
		return nil
	}
	return e.apply(p)
}

func (e *Engine) loading(room string, now state.Loading, trouble *wire.Error) {
	if now == 0 {
		delete(e.history.loading, room)
	} else {
		e.history.loading[room] = now
	}
	e.mustApply(state.Loads{Room: room, Loading: now, Trouble: trouble})
}
