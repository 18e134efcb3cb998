package host

import (
	"strconv"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Overlay is something that lies over the page: a menu, a dialog, the palette, the emoji
// picker.
type Overlay interface {
	// Draw returns the component that shows it.
	Draw(at Layer) app.UI
	// Modal reports whether what is below it is out of reach.
	Modal() bool
}

// Layer is the place of an overlay in the stack.
type Layer struct {
	H   *Host
	Key string // of this opening: a component with it as its CompoID begins anew
	Rev int

	taken map[string]int // how many of those below have elements of a name
}

// ID makes the id of an element of the overlay. Another one below it may have one of the
// same name, too: then a number is added.
func (l Layer) ID(name string) string {
	if l.taken == nil {
		return name
	}
	l.taken[name]++
	if n := l.taken[name]; n > 1 {
		return name + "-" + strconv.Itoa(n)
	}
	return name
}

// spot is an element that had the focus; an anchor is one.
type spot interface {
	Connected() bool
	Focus()
}

// Overlays are what lies over the page, one over the other. The focus goes back to where it
// was when the overlay opened, for each of them.
type Overlays struct {
	h      *Host
	stack  []layer
	opened int
	closed int
	shut   bool // see Shut
	back   spot // where the focus goes after the frame, unless something else opens

	active func() spot // what has the focus
	enter  func()      // puts it into the uppermost overlay
	home   func()      // puts it where it is when nothing else is known
}

type layer struct {
	over   Overlay
	key    string
	before spot // had the focus when it opened
}

func (o *Overlays) init(h *Host) {
	o.h = h
	o.active = func() spot { return anchorOf(platform.Active()) }
	o.enter = func() { platform.Query("#overlays > :last-child").Query("input,button").Focus() }
	o.home = func() {
		if !Touch() && h.Verbs.Compose != nil {
			h.Verbs.Compose()
		}
	}
}

// focus is what has the focus, or gets it back after the frame.
func (o *Overlays) focus() spot {
	if o.back != nil {
		return o.back
	}
	return o.active()
}

// Open lays an overlay over what is open. A menu, or anything else that leaves the page
// within reach, gives way to it.
func (o *Overlays) Open(over Overlay) {
	before := o.focus()
	for n := len(o.stack); n > 0 && !o.stack[n-1].over.Modal(); n-- {
		before = o.stack[n-1].before
		o.stack = o.stack[:n-1]
	}
	o.push(over, before)
}

// Lay lays an overlay over what is open, which stays, also if it leaves the page within reach.
func (o *Overlays) Lay(over Overlay) { o.push(over, o.focus()) }

func (o *Overlays) push(over Overlay, before spot) {
	o.back = nil
	if over.Modal() && !o.Modal() {
		o.shut = false
		platform.NextFrame(func() {
			o.h.Later(shutAfter, func() {
				o.shut = true
				o.h.Raise(Layers)
			})
		})
	}
	o.opened++
	o.stack = append(o.stack, layer{over, "overlay" + strconv.Itoa(o.opened), before})
	o.h.Raise(Layers, Stack)
}

// Top returns the uppermost overlay; nil if there is none.
func (o *Overlays) Top() Overlay {
	if len(o.stack) == 0 {
		return nil
	}
	return o.stack[len(o.stack)-1].over
}

// Any reports whether something lies over the page.
func (o *Overlays) Any() bool { return len(o.stack) > 0 }

// Depth is how many lie over the page, one over the other.
func (o *Overlays) Depth() int { return len(o.stack) }

// Modal reports whether the page is out of reach.
func (o *Overlays) Modal() bool {
	for _, l := range o.stack {
		if l.over.Modal() {
			return true
		}
	}
	return false
}

// shutAfter is how long an overlay is shown before the page below it is made inert. On a slow
// device that takes a browser longer, with the thousand elements of a page, than to show a
// palette, which has the focus and covers the page meanwhile. It counts from the first frame:
// on a slow device that alone comes later than this.
const shutAfter = 100 * time.Millisecond

// Shut reports whether the page is to be inert.
func (o *Overlays) Shut() bool { return o.shut && o.Modal() }

// Has reports whether an overlay is open.
func (o *Overlays) Has(over Overlay) bool { return o.find(over) >= 0 }

func (o *Overlays) find(over Overlay) int {
	for i, l := range o.stack {
		if l.over == over {
			return i
		}
	}
	return -1
}

// Close takes the uppermost overlay down.
func (o *Overlays) Close() { o.cut(len(o.stack) - 1) }

// Leave takes down what lies over the page and leaves it within reach, and gives the focus back at
// once: it is about to move on from there.
func (o *Overlays) Leave() {
	from := len(o.stack)
	for from > 0 && !o.stack[from-1].over.Modal() {
		from--
	}
	if from == len(o.stack) {
		return
	}
	o.cut(from)
	o.closed++ // what the frame would give back is given now
	o.refocus()
}

// Clear takes all of them down.
func (o *Overlays) Clear() { o.cut(0) }

// Drop takes an overlay down with all that lies over it, if it is still open: for answers that
// come after the person has moved on.
func (o *Overlays) Drop(over Overlay) { o.cut(o.find(over)) }

// Fade is Drop that leaves the focus where it is.
func (o *Overlays) Fade(over Overlay) {
	if !o.Has(over) {
		return
	}
	o.Drop(over)
	o.closed++ // nothing is given back after the frame
	o.back = nil
}

// cut takes down the overlays from a place on, and gives the focus back after the frame: before
// it the page cannot have it.
func (o *Overlays) cut(from int) {
	if from < 0 || from >= len(o.stack) {
		return
	}
	o.back = o.stack[from].before
	o.stack = o.stack[:from]
	o.closed++
	n := o.closed
	o.h.Raise(Layers, Stack)
	o.h.AfterFrame(func() {
		if o.closed == n {
			o.refocus()
		}
	})
}

// refocus gives the focus back.
func (o *Overlays) refocus() {
	back := o.back
	o.back = nil
	switch {
	case back == nil:
	case back.Connected():
		back.Focus()
	case o.Any():
		o.enter()
	default:
		o.home()
	}
}

// Draw draws all of them, the uppermost last. Those below one that is modal cannot be reached.
func (o *Overlays) Draw(wrap func(inert bool, over app.UI) app.UI) []app.UI {
	var drawn []app.UI
	rev, taken := o.h.Rev(Layers), map[string]int{}
	for i, l := range o.stack {
		inert := false
		for _, above := range o.stack[i+1:] {
			inert = inert || above.over.Modal()
		}
		drawn = append(drawn, wrap(inert, l.over.Draw(Layer{o.h, l.key, rev, taken})))
	}
	return drawn
}
