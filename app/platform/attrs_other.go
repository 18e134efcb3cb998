//go:build !js

package platform

// Attrs are the attributes of an element, and its classes.
type Attrs struct{}

// Attrs returns the attributes.
func (e Element) Attrs() Attrs { return Attrs{} }

// Get returns an attribute, or "" if it is absent.
func (a Attrs) Get(string) string { return "" }

// Set sets an attribute.
func (a Attrs) Set(string, string) {}

// Remove takes an attribute away.
func (a Attrs) Remove(string) {}

// SetHidden hides the element or shows it again.
func (a Attrs) SetHidden(bool) {}

// SetClass adds a class or takes it away.
func (a Attrs) SetClass(string, bool) {}

// SetText puts a text in the place of what is in the element.
func (a Attrs) SetText(string) {}
