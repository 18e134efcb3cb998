package timeline

import (
	"strconv"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
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
type scroll struct {
	t *Timeline

	placed bool  // it has been scrolled to where reading goes on
	target int64 // a message to scroll to once it is there; 0: none
	asked  int64 // a message of which the server is asked whether it is in a thread
	aim    aim   // the message they were led to
	end    bool  // the reader is at the end
	noted  bool  // note is about to run

	live, start bool // the rows go to the end, and to the start
}

// held is a row and where it stood.
type held struct {
	row platform.Element
	top float64
}

// hold notes where the row in the middle of the window stands.
func (a *scroll) hold() held {
	if a.end || !a.placed {
		return held{}
	}
	box := a.t.scroller.Box()
	row := a.rowNear((box.Top + box.Bottom) / 2)
	if !row.OK() {
		return held{}
	}
	return held{row, row.Box().Top}
}

// release puts the held row back where it stood.
func (a *scroll) release(h held) {
	if h.row.Connected() {
		if moved := h.row.Box().Top - h.top; moved > 0.5 || moved < -0.5 {
			a.t.scroller.Scroll().SetTop(a.t.scroller.Scroll().Top() + moved)
		}
	}
}

// place scrolls to where reading begins, once the rows for it are there: the
// message of the address, the first unread one, or the end.
func (a *scroll) place() {
	if a.target != 0 && a.sought() {
		return
	}
	if a.placed || len(a.t.shown) == 0 {
		return
	}
	a.placed = true
	a.t.scroller.Scroll().SetTop(0)
	line := a.t.scroller.Query(".newline")
	if !line.OK() {
		return
	}
	box := a.t.scroller.Box()
	above := line.Box().Top - box.Top
	if above >= 0 {
		return
	}
	// The line goes to a quarter of the window, with what was read above it.
	a.t.scroller.Scroll().SetTop(a.t.scroller.Scroll().Top() + above - (box.Bottom-box.Top)/4)
}

// sought goes to the message that is looked for, or says that there is none. It reports
// whether that is where the reader will be.
func (a *scroll) sought() bool {
	seq := a.target
	if a.row(seq).OK() {
		a.placed, a.target = true, 0
		a.aim.point(seq)
		return true
	}
	coming, gone := a.t.src.Bring(seq)
	if coming || gone && a.asksThread(seq) {
		return true
	}
	a.target = 0
	if gone {
		a.lost()
	}
	return false
}

// lost says that there is no message where the address leads, and shows the end.
func (a *scroll) lost() {
	a.t.h.Say("link", text.MessageNotHere)
	a.left()
	if !a.placed {
		a.t.src.End()
	}
}

// asksThread asks the server whether a message that the room does not show is a reply in a thread, and goes
// there. It reports whether that is not known yet.
func (a *scroll) asksThread(seq int64) bool {
	h, room := a.t.h, a.t.src.Room()
	switch {
	case a.t.src.Name() != "" || h.Eng == nil || h.Link.Lost:
		return false
	case a.asked == seq || !h.Live(): // when there is a connection it is looked again
		return true
	}
	a.asked = seq
	host.Ask(h, wire.GetMessage, &wire.MessageRef{Room: room, Seq: seq}, func(is *wire.MessageInfo, err error) {
		if a.asked != seq || a.target != seq || a.t.src.Room() != room {
			return // the reader has gone elsewhere
		}
		a.asked, a.target = 0, 0
		if err != nil || !is.Message.Aside() {
			a.lost()
		} else {
			h.Verbs.GoThread(room, is.Message.Thread, seq)
		}
		a.t.Refresh() // what the room has may not be drawn yet
	})
	return true
}

func (a *scroll) row(seq int64) platform.Element {
	for i, line := range a.t.lines {
		if line.has(seq) {
			return a.t.rows.At(i)
		}
	}
	return platform.Element{}
}

// jump brings a message into view, loading what is around it if need be.
func (a *scroll) jump(seq int64) {
	a.aim.leave()
	a.target = seq
	switch {
	case a.placed && a.t.more:
		a.t.Refresh() // it may be among what is not shown yet
	case a.placed:
		a.sought()
	}
}

// toEnd goes to the newest message.
func (a *scroll) toEnd() {
	a.target = 0
	a.aim.leave()
	if !a.end {
		a.end = true
		a.t.h.Raise(a.t.AtEnd())
	}
	a.t.scroller.Scroll().SetTop(0)
	a.t.src.End()
	a.left()
	a.scrolled()
}

// left is called when the reader is at the end, and has left the message of the address: then the
// address is that of the room, so that they find themselves there again.
func (a *scroll) left() {
	if a.t.src.Name() == "" {
		a.t.h.LeaveMessage()
	}
}

// clear forgets where the reader was.
func (a *scroll) clear() {
	a.placed, a.target, a.asked, a.live, a.start = false, 0, 0, false, false
	a.aim.seq = 0
	if !a.end {
		a.end = true
		a.t.h.Raise(a.t.AtEnd())
	}
	a.t.scroller.Scroll().SetTop(0)
}

// scrolled looks where the reader has come to: history is fetched ahead of
// them, and what they have seen is read.
func (a *scroll) scrolled() {
	if !a.placed || a.t.h.Eng == nil {
		return
	}
	content, window := a.t.scroller.Scroll().Room()
	below := -a.t.scroller.Scroll().Top()
	above := content - window - below
	live, start := a.live, a.start
	if !a.t.h.Live() {
		start, live = true, live || a.end // nothing can be fetched now
	}
	fetches := !a.t.more // what has been fetched is shown first
	if fetches && above < pagesAhead*window && !start {
		a.t.src.Older()
	}
	if fetches && below < pagesAhead*window && !live {
		a.t.src.Newer()
	}
	if end := live && below < nearEnd; end != a.end {
		a.end = end
		a.t.quiet(!end)
		a.t.h.Raise(a.t.AtEnd())
	}
	if a.end && a.target == 0 && a.aim.seq == 0 {
		a.left()
	}
	if !a.end || a.t.days.label != "" {
		a.t.days.soon()
	}
	a.noteSoon()
}

// noteSoon has note run, at most a few times a second.
func (a *scroll) noteSoon() {
	if a.noted {
		return
	}
	a.noted = true
	a.t.h.Later(markEvery, func() {
		a.noted = false
		a.note()
	})
}

// note tells the source where the reader is.
func (a *scroll) note() {
	if !a.placed {
		return
	}
	if a.end {
		a.t.src.Seen(true, 0, 0)
		return
	}
	box := a.t.scroller.Box()
	a.t.src.Seen(false, seqOf(a.rowNear((box.Top+box.Bottom)/2)), seqOf(a.rowNear(box.Bottom-nearEnd)))
}

// rowNear is the message at a height of the window, or the next one above where
// there is a gap; none if something lies over the messages.
func (a *scroll) rowNear(y float64) platform.Element {
	box := a.t.scroller.Box()
	for step := range 5 {
		row := platform.At((box.Left+box.Right)/2, y-float64(step*rowGap)).Closest("#" + a.t.logID + " > [data-seq]")
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
