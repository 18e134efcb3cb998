//go:build !js

package platform

// Element is a node of the page, or nothing. Outside a browser it is nothing.
type Element struct{}

// ByID finds the element with the given id.
func ByID(string) Element { return Element{} }

// Query finds the first element that matches a selector in the whole page.
func Query(string) Element { return Element{} }

// Active is the element that has the focus.
func Active() Element { return Element{} }

// Root is the page's root element.
func Root() Element { return Element{} }

// OK reports whether there is an element.
func (e Element) OK() bool { return false }

// Same reports whether both are one element.
func (e Element) Same(Element) bool { return false }

// Query finds the first element below e that matches a selector.
func (e Element) Query(string) Element { return Element{} }

// Closest finds e or the nearest element around it that matches a selector.
func (e Element) Closest(string) Element { return Element{} }

// Contains reports whether o is e or below it.
func (e Element) Contains(Element) bool { return false }

// Text returns the text in the element.
func (e Element) Text() string { return "" }

// Focus gives the element the focus.
func (e Element) Focus() {}

// Append moves child to the end of e's children.
func (e Element) Append(Element) {}

// Detach takes the element out of the page.
func (e Element) Detach() {}

// Connected reports whether the element is part of the page.
func (e Element) Connected() bool { return false }

// Buttons are the buttons below e that are shown.
func (e Element) Buttons() []Element { return nil }
