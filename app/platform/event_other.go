//go:build !js

package platform

// Event is something that happened in the page.
type Event struct{}

// Target is the innermost element it happened to.
func (e Event) Target() Element { return Element{} }

// PreventDefault keeps the browser from doing what it would do.
func (e Event) PreventDefault() {}

// StopPropagation keeps the event from elements further out.
func (e Event) StopPropagation() {}

// Prevented reports whether someone called PreventDefault.
func (e Event) Prevented() bool { return false }

// Key is the name of the key pressed.
func (e Event) Key() string { return "" }

// Code is the place of the key on the keyboard.
func (e Event) Code() string { return "" }

// Shift reports whether the Shift key is down.
func (e Event) Shift() bool { return false }

// Alt reports whether the Alt key is down.
func (e Event) Alt() bool { return false }

// Command reports whether Ctrl or the command key is down.
func (e Event) Command() bool { return false }

// Composing reports whether an input method is putting a character together.
func (e Event) Composing() bool { return false }

// Touch reports whether a finger did it.
func (e Event) Touch() bool { return false }

// Point is where it happened.
func (e Event) Point() (x, y float64) { return 0, 0 }

// Primary reports whether it is the first finger of several.
func (e Event) Primary() bool { return false }

// Time is when it happened.
func (e Event) Time() float64 { return 0 }

// Listen calls f for each event of the given kind on e or below.
func (e Element) Listen(string, bool, func(Event)) (remove func()) { return func() {} }

// ListenAll is Listen on the whole page.
func ListenAll(string, func(Event)) (remove func()) { return func() {} }

// ListenWindow is Listen for events of the window.
func ListenWindow(string, func(Event)) (remove func()) { return func() {} }

// EventOf returns the Event for go-app's.
func EventOf(any) Event { return Event{} }
