package engine

import (
	"errors"
	"slices"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// windowsKept is how many rooms besides the open one keep their window in memory, so
// that going back and forth between rooms is immediate.
const windowsKept = 7

// history loads the windows of rooms.
type history struct {
	core    *core
	open    string         // the room the person looks at; "": none
	thread  string         // the thread beside it
	recent  []string       // rooms with a window, the last one opened first
	asked   map[string]int // room -> number of its latest window request
	stale   []string       // rooms whose counts must be fetched
	asking  int            // how many of those requests have no answer yet
	doubts  int            // how often the numbers of members may have changed without an event
	counted map[string]int // room -> the doubts that there were when its counts were asked for
	loading map[string]state.Loading
}

func newHistory(c *core) *history {
	return &history{core: c, asked: map[string]int{}, counted: map[string]int{}, loading: map[string]state.Loading{}}
}

// refresh notes that a room was reset, so that its counts may be wrong.
func (h *history) refresh(room string) {
	if !slices.Contains(h.stale, room) {
		h.stale = append(h.stale, room)
	}
}

// drop forgets a room.
func (h *history) drop(room string) {
	delete(h.asked, room)
	delete(h.loading, room)
	delete(h.counted, room)
	h.recent = slices.DeleteFunc(h.recent, func(r string) bool { return r == room })
	h.stale = slices.DeleteFunc(h.stale, func(r string) bool { return r == room })
}

// doubt notes that people were banned or let in again, or may have been: the numbers of members may be wrong.
// The room that is open is asked about now, another one when it is opened.
func (h *history) doubt() {
	h.doubts++
	h.recount()
}

func (h *history) recount() {
	if h.core.room(h.open) != nil && h.counted[h.open] != h.doubts {
		h.counted[h.open] = h.doubts
		h.refresh(h.open)
	}
	h.askRooms()
}

// wipe forgets everything but which room is open.
func (h *history) wipe() {
	open := h.open
	*h = *newHistory(h.core)
	h.open = open
}

func (h *history) openRoom(room string) {
	h.open = room
	if room == "" || !h.core.persist.restored {
		return
	}
	h.recent = slices.DeleteFunc(h.recent, func(r string) bool { return r == room })
	h.recent = slices.Insert(h.recent, 0, room)
	for len(h.recent) > windowsKept+1 {
		last := h.recent[len(h.recent)-1]
		h.recent = h.recent[:len(h.recent)-1]
		h.core.persist.flush() // its window as it is now
		h.core.mustApply(state.Released{Room: last})
	}
	h.core.mustApply(state.Opened{Room: room})
	if r := h.core.room(room); r != nil && !r.Loaded() {
		h.core.persist.readPage(room)
	}
	h.ensure(room)
	h.recount()
}

// openThread opens a thread in the place of the one before; root 0: none.
func (h *history) openThread(room string, root int64) {
	delete(h.asked, h.thread)
	delete(h.loading, h.thread)
	h.thread = state.ThreadID(room, root)
	if root == 0 {
		h.thread = ""
	}
	h.core.mustApply(state.ThreadOpened{Room: room, Root: root})
	for _, l := range h.core.outbox.letters {
		if l.Room == room && l.Thread == root && root != 0 && l.Change == "" {
			h.core.outbox.show(l)
		}
	}
	if r := h.core.room(h.thread); root != 0 && r != nil && !r.Loaded() && h.core.persist.restored {
		h.core.persist.readPage(h.thread)
		h.core.persist.opened(h.thread)
	}
	h.ensure(h.thread)
}

// came opens a room that was not known yet when the person opened it.
func (h *history) came(room string) {
	r := h.core.room(room)
	if r == nil {
		return
	}
	for _, l := range h.core.outbox.letters {
		if l.Room == room {
			h.core.outbox.show(l)
		}
	}
	if room == h.open && !r.Loaded() {
		h.openRoom(room)
	}
}

// ensure loads what the reader of a room needs, if it is not loaded.
func (h *history) ensure(room string) {
	r := h.core.room(room)
	if r == nil || !h.core.net.live() || h.loading[room]&state.LoadingWindow != 0 {
		return
	}
	unread := r.Info.Read + 1
	switch {
	case r.Stale && r.Anchor > 0:
		h.loadWindow(room, wire.Fetch{Around: r.Anchor})
	case r.Divider > 0 && r.Info.Unread > 0 && r.Info.Read > 0 && !r.Covers(unread, unread):
		h.loadWindow(room, wire.Fetch{Around: unread})
	case !r.Loaded() || r.Stale:
		h.loadWindow(room, wire.Fetch{})
	}
}

// caughtUp brings the windows up to date after a catch-up.
func (h *history) caughtUp() {
	for _, room := range slices.Clone(h.recent) {
		if r := h.core.room(room); r != nil && r.Stale && room != h.open {
			h.core.mustApply(state.Released{Room: room})
		}
	}
	h.ensure(h.open)
	h.ensure(h.thread)
	h.doubt()
}

// askRooms fetches the counts of rooms that were reset, a few rooms at a time.
func (h *history) askRooms() {
	const atOnce = 4
	for h.core.net.live() && h.asking < atOnce && len(h.stale) > 0 {
		room := h.stale[0]
		h.stale = h.stale[1:]
		h.asking++
		var info wire.RoomInfo
		h.core.requests.ask(wire.Row(wire.GetRoom), &wire.RoomRef{Room: room}, &info, true, func(err error) {
			h.asking--
			switch {
			case err == nil && info.Room.Joined:
				h.core.mustApply(&info)
			case !h.core.net.live():
				// The next connection has the cursor and will not reset the room again.
				h.stale = append(h.stale, room)
			}
			h.askRooms()
		})
	}
}

func (h *history) loadOlder(room string) {
	r := h.core.room(room)
	if r == nil || !r.Loaded() || r.AtStart() || r.Stale {
		return
	}
	h.fetch(room, state.LoadingOlder, wire.Fetch{Before: r.From}, true)
}

func (h *history) loadNewer(room string) {
	r := h.core.room(room)
	if r == nil || !r.Loaded() || r.Live() || r.Stale {
		return
	}
	h.fetch(room, state.LoadingNewer, wire.Fetch{After: r.To}, true)
}

func (h *history) jumpTo(room string, seq int64) {
	r := h.core.room(room)
	if r == nil || seq < 1 || r.Covers(seq, seq) {
		return
	}
	h.core.mustApply(state.Viewing{Room: room, Anchor: seq})
	h.loadWindow(room, wire.Fetch{Around: seq})
}

func (h *history) jumpToEnd(room string) {
	r := h.core.room(room)
	if r == nil {
		return
	}
	h.core.mustApply(state.Viewing{Room: room})
	if !r.Live() {
		h.loadWindow(room, wire.Fetch{})
	}
}

// loadWindow loads another window. If there are several such requests, the latest
// counts.
func (h *history) loadWindow(room string, f wire.Fetch) {
	h.asked[room]++
	h.loading[room] &^= state.LoadingWindow
	h.fetch(room, state.LoadingWindow, f, true)
}

// fetch requests a page, unless one for the same part is being loaded. It requests the
// page once more if it arrives too late to be brought up to date.
func (h *history) fetch(room string, part state.Loading, f wire.Fetch, onceMore bool) {
	if h.loading[room]&(part|state.LoadingWindow) != 0 {
		return
	}
	f.Room, f.Thread = state.SplitThread(room)
	f.Limit = limits.PageDefault
	asked := h.asked[room]
	h.load(room, h.loading[room]|part, nil)
	var page wire.Page
	h.core.requests.ask(wire.Row(wire.FetchHistory), &f, &page, true, func(err error) {
		if h.asked[room] != asked {
			if part != state.LoadingWindow {
				h.load(room, h.loading[room]&^part, nil)
			}
			return // the reader has gone to another part meanwhile
		}
		h.load(room, h.loading[room]&^part, nil)
		if err == nil {
			err = h.paged(part, &page)
		}
		switch {
		case err == nil:
		case errors.Is(err, state.ErrOld) && onceMore:
			h.fetch(room, part, f, false)
		case errors.Is(err, state.ErrEpoch):
			h.core.net.again(err)
		default:
			h.load(room, h.loading[room], asError(err))
		}
	})
}

// paged puts a page into its window.
func (h *history) paged(part state.Loading, p *wire.Page) error {
	r := h.core.room(state.ThreadID(p.Room, p.Thread))
	if r == nil {
		return nil
	}
	// The window may have been trimmed or replaced, so that this page no longer touches it.
	if part != state.LoadingWindow && (p.To < r.From-1 || p.From > r.To+1) {
		return nil
	}
	return h.core.apply(p)
}

// load records which part of a room is being fetched, and why the last fetch failed.
func (h *history) load(room string, now state.Loading, trouble *wire.Error) {
	if now == 0 {
		delete(h.loading, room)
	} else {
		h.loading[room] = now
	}
	h.core.mustApply(state.Loads{Room: room, Loading: now, Trouble: trouble})
}
