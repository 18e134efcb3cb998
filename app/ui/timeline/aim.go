package timeline

import "github.com/confab/confab/app/platform"

// aim is the message that the reader was led to, by an address, a quote or a pin. Until they scroll or go
// elsewhere it is marked, and stays in the middle of the window: rows have their true heights only when the
// browser has laid them out, fonts come late, and windows change their size.
type aim struct {
	t    *Timeline
	seq  int64 // 0: none
	free bool  // it is marked, and no longer kept in the middle

	stood stand // when the program scrolled to it
}

// stand is how far a timeline is scrolled, and through what.
type stand struct{ top, content, window float64 }

// moved reports whether somebody has scrolled from one stand to another: where heights have changed too,
// that has moved the rows, and not the reader.
func moved(from, to stand) bool {
	const unseen = 4
	off := to.top - from.top
	return from.content == to.content && from.window == to.window && (off > unseen || off < -unseen)
}

// point marks a message and scrolls to it.
func (a *aim) point(seq int64) {
	a.unmark()
	a.seq, a.free = seq, false
	a.mark()
	a.center()
	a.t.focus.activate(a.row())
}

func (a *aim) row() platform.Element { return a.t.at.row(a.seq) }

// mark marks the row of the message, which may be another one than before.
func (a *aim) mark() {
	if a.seq == 0 {
		return
	}
	row := a.row()
	row.Attrs().SetClass("msg--target", true)
	row.Attrs().Set("aria-current", "location")
}

func (a *aim) unmark() {
	if a.seq == 0 {
		return
	}
	row := a.row()
	row.Attrs().SetClass("msg--target", false)
	row.Attrs().Remove("aria-current")
}

// center scrolls the message to the middle of the window, or as near to it as can be.
func (a *aim) center() {
	row := a.row()
	if !row.OK() {
		return
	}
	scroll := a.t.scroller.Scroll()
	scroll.SetTop(scroll.Top() + fromMiddle(a.t.scroller.Box(), row.Box()))
	a.stood = a.now()
}

// headroom is left above a message that is higher than the window, in CSS pixels.
const headroom = 48

// fromMiddle is how far a row is from where it is read best: the middle of the window, or with its beginning
// on top if it is too high for that.
func fromMiddle(window, row platform.Box) float64 {
	if row.Bottom-row.Top > window.Bottom-window.Top-2*headroom {
		return row.Top - window.Top - headroom
	}
	return (row.Top+row.Bottom)/2 - (window.Top+window.Bottom)/2
}

func (a *aim) now() stand {
	scroll := a.t.scroller.Scroll()
	content, window := scroll.Room()
	return stand{scroll.Top(), content, window}
}

// resized is called when the rows or the window have got another size, before that is painted.
func (a *aim) resized() {
	if a.seq != 0 && !a.free {
		a.center()
	}
}

// release lets the message go where the rows go: others come in at the end, where the reader is.
func (a *aim) release() { a.free = true }

// scrolled takes the mark away if it was the reader who scrolled.
func (a *aim) scrolled() {
	if a.seq == 0 {
		return
	}
	now := a.now()
	if moved(a.stood, now) {
		a.leave()
		return
	}
	a.stood = now
}

// leave takes the mark away.
func (a *aim) leave() {
	a.unmark()
	a.seq = 0
}
