package platform

import "syscall/js"

// Element is a node of the page, or nothing: the zero Element is what a lookup
// that found nothing returns, and all its methods do nothing.
type Element struct{ v js.Value }

// page is the document, which stays the same: to ask for it costs as much as what it is
// asked for.
var page = js.Global().Get("document")

func document() js.Value { return page }

func element(v js.Value) Element {
	if v.IsNull() || v.IsUndefined() {
		return Element{}
	}
	return Element{v}
}

// ByID finds the element with the given id.
func ByID(id string) Element { return element(document().Call("getElementById", id)) }

// Query finds the first element that matches a selector in the whole page.
func Query(selector string) Element { return element(document().Call("querySelector", selector)) }

// Active is the element that has the focus; the page's body counts as nothing.
func Active() Element {
	el := element(document().Get("activeElement"))
	if el.OK() && el.v.Equal(document().Get("body")) {
		return Element{}
	}
	return el
}

// Root is the page's root element, which carries the theme.
func Root() Element { return element(document().Get("documentElement")) }

// OK reports whether there is an element.
func (e Element) OK() bool { return e.v.Truthy() }

// Same reports whether both are one element.
func (e Element) Same(o Element) bool { return e.OK() && o.OK() && e.v.Equal(o.v) }

// Query finds the first element below e that matches a selector.
func (e Element) Query(selector string) Element {
	if !e.OK() {
		return e
	}
	return element(e.v.Call("querySelector", selector))
}

// Closest finds e or the nearest element around it that matches a selector.
func (e Element) Closest(selector string) Element {
	if !e.OK() || e.v.Get("closest").IsUndefined() {
		return Element{}
	}
	return element(e.v.Call("closest", selector))
}

// Contains reports whether o is e or below it.
func (e Element) Contains(o Element) bool {
	return e.OK() && o.OK() && e.v.Call("contains", o.v).Bool()
}

// Text returns the text in the element.
func (e Element) Text() string {
	if !e.OK() {
		return ""
	}
	return e.v.Get("textContent").String()
}

// Focus gives the element the focus without scrolling to it.
func (e Element) Focus() {
	if e.OK() {
		e.v.Call("focus", map[string]any{"preventScroll": true})
	}
}

// Append moves child to the end of e's children.
func (e Element) Append(child Element) {
	if e.OK() && child.OK() {
		e.v.Call("appendChild", child.v)
	}
}

// Detach takes the element out of the page.
func (e Element) Detach() {
	if e.OK() {
		e.v.Call("remove")
	}
}

// Connected reports whether the element is part of the page.
func (e Element) Connected() bool { return e.OK() && e.v.Get("isConnected").Bool() }

// Buttons are the buttons below e that are shown.
func (e Element) Buttons() []Element {
	if !e.OK() {
		return nil
	}
	list := e.v.Call("querySelectorAll", "button:not([hidden])")
	buttons := make([]Element, list.Length())
	for i := range buttons {
		buttons[i] = element(list.Index(i))
	}
	return buttons
}
