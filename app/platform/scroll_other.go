//go:build !js

package platform

// ScrollTop is how far the element is scrolled from its start.
func (e Element) ScrollTop() float64 { return 0 }

// SetScrollTop scrolls the element.
func (e Element) SetScrollTop(float64) {}

// ScrollRoom is the height of the content and of the window on it.
func (e Element) ScrollRoom() (content, window float64) { return 0, 0 }

// Box is where the element is.
func (e Element) Box() Box { return Box{} }

// Show scrolls the element into view.
func (e Element) Show(string) {}

// Viewport is the size of the window, in CSS pixels.
func Viewport() (width, height float64) { return 1440, 900 }

// At is the innermost element at a point of the window.
func At(x, y float64) Element { return Element{} }
