package ui

import (
	"strconv"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
)

const (
	// nearEnd is how far from the end, in CSS pixels, a reader still is at it.
	nearEnd = 32
	// pagesAhead is how many windows of rows are kept ready beyond the edge.
	pagesAhead = 1.5
	// markEvery is how often it is noted where the reader is.
	markEvery = 250 * time.Millisecond
)

// scroll knows where the reader is in the room, and takes them elsewhere.
type scroll struct{ *timeline }

// marker notes where the reader is, a few times a second.
type marker struct {
	due bool
	// leading reports that the last anchor told was not the end.
	leading bool
}

// held is a row and where it stood.
type held struct {
	row platform.Element
	top float64
}

// hold notes where the row in the middle of the window stands.
func (t scroll) hold() held {
	if t.end || !t.placed {
		return held{}
	}
	box := t.scroller.Box()
	row := t.rowNear((box.Top + box.Bottom) / 2)
	if !row.OK() {
		return held{}
	}
	return held{row, row.Box().Top}
}

// release puts the held row back where it stood.
func (t scroll) release(h held) {
	if h.row.Connected() {
		if moved := h.row.Box().Top - h.top; moved > 0.5 || moved < -0.5 {
			t.scroller.Scroll().SetTop(t.scroller.Scroll().Top() + moved)
		}
	}
}

// place scrolls to where reading begins, once the rows for it are there: the
// message of the address, the first unread one, or the end.
func (t scroll) place() {
	if t.target > 0 {
		if row := t.row(t.target); row.OK() {
			t.placed, t.target = true, 0
			t.point(row)
			return
		}
		if t.seek() {
			return
		}
		t.target = 0
	}
	if t.placed || len(t.shown) == 0 {
		return
	}
	t.placed = true
	t.scroller.Scroll().SetTop(0)
	line := t.scroller.Query(".newline")
	if !line.OK() {
		return
	}
	box := t.scroller.Box()
	above := line.Box().Top - box.Top
	if above >= 0 {
		return
	}
	// The line goes to a quarter of the window, with what was read above it.
	t.scroller.Scroll().SetTop(t.scroller.Scroll().Top() + above - (box.Bottom-box.Top)/4)
}

// seek has the message that is looked for loaded, as soon as there is a
// connection, and reports whether it may still come.
func (t scroll) seek() (coming bool) {
	busy := false
	t.v.see(func(s *state.State) {
		if r := s.Rooms[t.room]; r != nil {
			coming = r.Trouble == nil && !r.Covers(t.target, t.target)
			busy = r.Loading&state.LoadingWindow != 0 || !r.Loaded()
		}
	})
	if coming && !busy && t.v.live() {
		t.v.eng.JumpTo(t.room, t.target)
	}
	return coming
}

// point scrolls to a row and marks it for a moment.
func (t scroll) point(row platform.Element) {
	row.Show("center")
	row.Attrs().SetClass("msg--target", false)
	t.v.afterFrame(func() { row.Attrs().SetClass("msg--target", true) })
	t.v.later(2*time.Second, func() { row.Attrs().SetClass("msg--target", false) })
	t.activate(row)
}

func (t scroll) row(seq int64) platform.Element {
	return t.rows.Query(`[data-seq="` + strconv.FormatInt(seq, 10) + `"]`)
}

// jump brings a message into view, loading what is around it if need be.
func (t scroll) jump(seq int64) {
	if row := t.row(seq); row.OK() && t.placed {
		t.point(row)
		return
	}
	t.target = seq
	t.seek()
}

// toEnd goes to the newest message.
func (t scroll) toEnd() {
	t.target = 0
	t.end = true
	t.scroller.Scroll().SetTop(0)
	if t.v.eng != nil {
		t.v.eng.JumpToEnd(t.room)
	}
	t.scrolled()
}

// scrolled looks where the reader has come to: history is fetched ahead of
// them, and what they have seen is read.
func (t scroll) scrolled() {
	if !t.placed || t.v.eng == nil {
		return
	}
	content, window := t.scroller.Scroll().Room()
	below := -t.scroller.Scroll().Top()
	above := content - window - below
	live, start := t.reach()
	if !t.v.live() {
		start, live = true, live || t.end // nothing can be fetched now
	}
	if above < pagesAhead*window && !start {
		t.v.eng.LoadOlder(t.room)
	}
	if below < pagesAhead*window && !live {
		t.v.eng.LoadNewer(t.room)
	}
	if end := live && below < nearEnd; end != t.end {
		t.end = end
		t.quiet(!end)
		t.v.touch(partRoom)
	}
	t.noteSoon()
}

// reach reports whether the rows go to the end of the room, and to its start.
func (t scroll) reach() (live, start bool) {
	t.v.see(func(s *state.State) {
		if r := s.Rooms[t.room]; r != nil {
			live, start = r.Live(), r.AtStart()
		}
	})
	return live, start
}

// noteSoon has note run, at most a few times a second.
func (t scroll) noteSoon() {
	if t.mark.due {
		return
	}
	t.mark.due = true
	t.v.later(markEvery, func() {
		t.mark.due = false
		t.note()
	})
}

// note tells the engine where the reader is, and what they have read.
func (t scroll) note() {
	if !t.placed || t.v.eng == nil {
		return
	}
	room, box := t.room, t.scroller.Box()
	switch {
	case !t.end:
		if middle := seqOf(t.rowNear((box.Top + box.Bottom) / 2)); middle > 0 {
			t.v.eng.Viewing(room, middle)
			t.mark.leading = true
		}
	case t.mark.leading:
		t.v.eng.Viewing(room, 0)
		t.mark.leading = false
	}
	if !t.v.reading() {
		return
	}
	r, ok := t.v.room(room)
	if !ok || r.Read >= r.Top {
		return
	}
	if t.end {
		t.v.eng.MarkRead(room, r.Top)
	} else if seen := seqOf(t.rowNear(box.Bottom - nearEnd)); seen > r.Read {
		t.v.eng.MarkRead(room, seen)
	}
}

// rowNear is the message at a height of the window, or the next one above where
// there is a gap; none if something lies over the messages.
func (t scroll) rowNear(y float64) platform.Element {
	box := t.scroller.Box()
	for step := range 5 {
		row := platform.At((box.Left+box.Right)/2, y-float64(step*rowGap)).Closest("#" + logID + " > [data-seq]")
		if row.OK() {
			return row
		}
	}
	return platform.Element{}
}

// rowGap is less than the least height of a message, in CSS pixels.
const rowGap = 16

// seqOf is the seq of a message's row, 0 if it has none.
func seqOf(row platform.Element) int64 {
	seq, err := strconv.ParseInt(row.Attrs().Get("data-seq"), 10, 64)
	if err != nil {
		return 0
	}
	return seq
}
