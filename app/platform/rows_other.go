//go:build !js

package platform

// Rows is a container whose children belong to the program.
type Rows struct{ Element }

// RowsOf takes over the children of an element.
func RowsOf(Element) Rows { return Rows{} }

// Len is the number of rows.
func (r Rows) Len() int { return 0 }

// At returns a row.
func (r Rows) At(int) Element { return Element{} }

// Insert puts the rows in html before row i.
func (r Rows) Insert(int, string) {}

// Replace puts the one row in html in the place of row i.
func (r Rows) Replace(int, string) {}

// Remove takes n rows away from row i on.
func (r Rows) Remove(int, int) {}

// Clear takes all rows away.
func (r Rows) Clear() {}

// Part is one element made from HTML of shared/rowhtml.
func Part(string) Element { return Element{} }
