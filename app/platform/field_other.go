//go:build !js

package platform

// Field is a text field the program does not control.
type Field struct{ Element }

// Value returns the text.
func (f Field) Value() string { return "" }

// SetValue replaces the text and puts the caret at its end.
func (f Field) SetValue(string) {}

// Choose makes the option with a value the chosen one of a select.
func Choose(Element, string) {}

// Caret returns where the selection begins and ends, in UTF-16 units.
func (f Field) Caret() (from, to int) { return 0, 0 }

// Replace puts text in the place of [from, to), in UTF-16 units.
func (f Field) Replace(int, int, string) {}

// Bound keeps text out of a field that would make it longer than most.
func Bound(Field, int, func()) (remove func()) { return func() { /* nothing listens */ } }

// Grown fits the height of the field to its text.
func (f Field) Grown() {}

// Checked reports whether a check box or radio button is on.
func Checked(string) bool { return false }

// SelectRange selects [from, to) of a field, in UTF-16 units.
func SelectRange(Field, int, int) {}

// Select selects all of the text.
func (f Field) Select() {}

// Selected reports whether text on the page is selected.
func Selected() bool { return false }
