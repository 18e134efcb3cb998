//go:build !js

package platform

// Scroll is how far an element is scrolled.
type Scroll struct{}

// Scroll returns how far the element is scrolled.
func (e Element) Scroll() Scroll { return Scroll{} }

// Top is how far the element is scrolled from its start.
func (s Scroll) Top() float64 { return 0 }

// SetTop scrolls the element.
func (s Scroll) SetTop(float64) {}

// Room is the height of the content and of the window on it.
func (s Scroll) Room() (content, window float64) { return 0, 0 }

// Box is where the element is.
func (e Element) Box() Box { return Box{} }

// Show scrolls the element into view.
func (e Element) Show(string) {}

// Viewport is the size of the window, in CSS pixels.
func Viewport() (width, height float64) { return 1440, 900 }

// At is the innermost element at a point of the window.
func At(x, y float64) Element { return Element{} }

// OnResize calls f whenever e has another size.
func OnResize(Element, func()) (remove func()) { return func() {} }
