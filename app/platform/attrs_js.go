package platform

import "syscall/js"

// Attrs are the attributes of an element, and its classes.
type Attrs struct{ e Element }

// Attrs returns the attributes.
func (e Element) Attrs() Attrs { return Attrs{e} }

// Get returns an attribute, or "" if it is absent.
func (a Attrs) Get(name string) string {
	if !a.e.OK() {
		return ""
	}
	if v := a.e.v.Call("getAttribute", name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// Set sets an attribute.
func (a Attrs) Set(name, value string) {
	if a.e.OK() {
		a.e.v.Call("setAttribute", name, value)
	}
}

// Remove takes an attribute away.
func (a Attrs) Remove(name string) {
	if a.e.OK() {
		a.e.v.Call("removeAttribute", name)
	}
}

// SetHidden hides the element or shows it again.
func (a Attrs) SetHidden(hidden bool) {
	if a.e.OK() {
		a.e.v.Set("hidden", hidden)
	}
}

// SetClass adds a class or takes it away.
func (a Attrs) SetClass(class string, on bool) {
	if a.e.OK() {
		a.e.v.Get("classList").Call("toggle", class, on)
	}
}

// SetText puts a text in the place of what is in the element.
func (a Attrs) SetText(text string) {
	if a.e.OK() {
		a.e.v.Set("textContent", text)
	}
}
