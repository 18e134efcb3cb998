package platform

import "syscall/js"

// Event is something that happened in the page.
type Event struct{ v js.Value }

// Target is the innermost element it happened to.
func (e Event) Target() Element { return element(e.v.Get("target")) }

// PreventDefault keeps the browser from doing what it would do.
func (e Event) PreventDefault() { e.v.Call("preventDefault") }

// StopPropagation keeps the event from elements further out.
func (e Event) StopPropagation() { e.v.Call("stopPropagation") }

// Prevented reports whether someone called PreventDefault.
func (e Event) Prevented() bool { return e.v.Get("defaultPrevented").Bool() }

// Key is the name of the key pressed: "Enter", "ArrowUp", "k".
func (e Event) Key() string { return e.v.Get("key").String() }

// Code is the place of the key on the keyboard: "KeyK". Keyboards on the screen of Android have none.
func (e Event) Code() string {
	if v := e.v.Get("code"); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// Shift reports whether the Shift key is down.
func (e Event) Shift() bool { return e.v.Get("shiftKey").Bool() }

// Alt reports whether the Alt key is down.
func (e Event) Alt() bool { return e.v.Get("altKey").Bool() }

// Command reports whether Ctrl or, on a Mac, the command key is down.
func (e Event) Command() bool {
	return e.v.Get("ctrlKey").Bool() || e.v.Get("metaKey").Bool()
}

// Composing reports whether an input method is composing a character, so that the key
// belongs to it. For the last Enter Safari says so with key code 229 only.
func (e Event) Composing() bool {
	return e.v.Get("isComposing").Truthy() || e.v.Get("keyCode").Equal(js.ValueOf(229))
}

// Touch reports whether a finger did it.
func (e Event) Touch() bool { return e.v.Get("pointerType").Equal(js.ValueOf("touch")) }

// Point is where it happened, in CSS pixels from the window's corner.
func (e Event) Point() (x, y float64) { return number(e.v.Get("clientX")), number(e.v.Get("clientY")) }

// Primary reports whether it is the first finger of several.
func (e Event) Primary() bool { return e.v.Get("isPrimary").Truthy() }

// Time is when it happened, in milliseconds since the page was opened.
func (e Event) Time() float64 { return number(e.v.Get("timeStamp")) }

func number(v js.Value) float64 {
	if v.Type() != js.TypeNumber {
		return 0
	}
	return v.Float()
}

// Listen calls f for each event of the given kind on e or below. Passive
// handlers may not prevent anything and never hold up scrolling. Call remove
// when the element goes away.
func (e Element) Listen(kind string, passive bool, f func(Event)) (remove func()) {
	if !e.OK() {
		return func() {}
	}
	return listen(e.v, kind, map[string]any{"passive": passive}, f)
}

// ListenAll is Listen on the whole page; f runs before the element's own handlers.
func ListenAll(kind string, f func(Event)) (remove func()) {
	return listen(document(), kind, map[string]any{"capture": true}, f)
}

// ListenWindow is Listen for events of the window: resize, online, focus.
func ListenWindow(kind string, f func(Event)) (remove func()) {
	return listen(js.Global(), kind, map[string]any{"passive": true}, f)
}

func listen(target js.Value, kind string, options map[string]any, f func(Event)) func() {
	handler := js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(Event{first(args)})
		return nil
	})
	target.Call("addEventListener", kind, handler, options)
	return func() {
		target.Call("removeEventListener", kind, handler, options)
		handler.Release()
	}
}

// EventOf returns the Event for go-app's, whose js.Value v is.
func EventOf(v any) Event {
	e, _ := v.(js.Value)
	return Event{e}
}
