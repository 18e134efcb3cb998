package platform

import "syscall/js"

// Scroll is how far an element is scrolled.
type Scroll struct{ e Element }

// Scroll returns how far the element is scrolled.
func (e Element) Scroll() Scroll { return Scroll{e} }

// Top is how far the element is scrolled from its start, in CSS pixels.
// In a reversed column it is 0 at the end and negative above.
func (s Scroll) Top() float64 {
	if !s.e.OK() {
		return 0
	}
	return s.e.v.Get("scrollTop").Float()
}

// SetTop scrolls the element.
func (s Scroll) SetTop(top float64) {
	if s.e.OK() {
		s.e.v.Set("scrollTop", top)
	}
}

// Room is the height of the content and of the window on it.
func (s Scroll) Room() (content, window float64) {
	if !s.e.OK() {
		return 0, 0
	}
	return s.e.v.Get("scrollHeight").Float(), s.e.v.Get("clientHeight").Float()
}

// Box is where the element is, in CSS pixels from the window's corner.
func (e Element) Box() Box {
	if !e.OK() {
		return Box{}
	}
	r := e.v.Call("getBoundingClientRect")
	return Box{
		Left: r.Get("left").Float(), Top: r.Get("top").Float(),
		Right: r.Get("right").Float(), Bottom: r.Get("bottom").Float(),
	}
}

// Show scrolls the element into view: "start", "center", "end" or "nearest".
func (e Element) Show(where string) {
	if e.OK() {
		e.v.Call("scrollIntoView", map[string]any{"block": where, "inline": "nearest"})
	}
}

// Viewport is the size of the window, in CSS pixels.
func Viewport() (width, height float64) {
	return global("innerWidth").Float(), global("innerHeight").Float()
}

// At is the innermost element at a point of the window.
func At(x, y float64) Element { return element(document().Call("elementFromPoint", x, y)) }

// OnResize calls f whenever the element has another size, before that is painted.
func OnResize(e Element, f func()) (remove func()) {
	if !e.OK() {
		return func() {}
	}
	handler := js.FuncOf(func(js.Value, []js.Value) any {
		f()
		return nil
	})
	observer := global("ResizeObserver").New(handler)
	observer.Call("observe", e.v)
	return func() {
		observer.Call("disconnect")
		handler.Release()
	}
}
