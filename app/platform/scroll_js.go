package platform

// ScrollTop is how far the element is scrolled from its start, in CSS pixels.
// In a reversed column it is 0 at the end and negative above.
func (e Element) ScrollTop() float64 {
	if !e.OK() {
		return 0
	}
	return e.v.Get("scrollTop").Float()
}

// SetScrollTop scrolls the element.
func (e Element) SetScrollTop(top float64) {
	if e.OK() {
		e.v.Set("scrollTop", top)
	}
}

// ScrollRoom is the height of the content and of the window on it.
func (e Element) ScrollRoom() (content, window float64) {
	if !e.OK() {
		return 0, 0
	}
	return e.v.Get("scrollHeight").Float(), e.v.Get("clientHeight").Float()
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
