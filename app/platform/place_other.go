//go:build !js

package platform

// Place moves a floating element to a corner at left and top.
func (e Element) Place(left, top float64) {}

// Hold sets a property of how it is drawn while a finger moves it.
func (a Attrs) Hold(string, string) {}

// Shift moves what is drawn of an element sideways.
func (a Attrs) Shift(float64) {}

// SetHeight gives a floating element another height than its style sheet.
func SetHeight(e Element, height float64) {}
