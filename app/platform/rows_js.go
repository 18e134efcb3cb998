package platform

import "syscall/js"

// Rows is a container whose children the program manages itself, not go-app: the message
// timeline. Children are counted from 0. The HTML given to it must come from shared/rowhtml,
// the only builder, which always escapes; only in this file does the program turn text
// into markup.
type Rows struct {
	Element
	list js.Value // the live list of children
}

// RowsOf takes over the children of an element.
func RowsOf(e Element) Rows {
	if !e.OK() {
		return Rows{}
	}
	return Rows{Element: e, list: e.v.Get("children")}
}

// Len is the number of rows.
func (r Rows) Len() int {
	if !r.OK() {
		return 0
	}
	return r.list.Length()
}

// At returns a row.
func (r Rows) At(i int) Element {
	if !r.OK() {
		return Element{}
	}
	return element(r.list.Call("item", i))
}

// Insert puts the rows in html before row i; i = Len appends.
func (r Rows) Insert(i int, html string) {
	if !r.OK() {
		return
	}
	if next := r.list.Call("item", i); next.Truthy() {
		next.Call("insertAdjacentHTML", "beforebegin", html)
		return
	}
	r.v.Call("insertAdjacentHTML", "beforeend", html)
}

// Replace puts the one row in html in the place of row i.
func (r Rows) Replace(i int, html string) {
	if !r.OK() {
		return
	}
	old := r.list.Call("item", i)
	old.Call("insertAdjacentHTML", "beforebegin", html)
	old.Call("remove")
}

// Remove removes n rows from row i on.
func (r Rows) Remove(i, n int) {
	if !r.OK() {
		return
	}
	for range n {
		r.list.Call("item", i).Call("remove")
	}
}

// Clear removes all rows.
func (r Rows) Clear() {
	if r.OK() {
		r.v.Call("replaceChildren")
	}
}

// Part is one element made from HTML of shared/rowhtml that moves between rows: the
// tools of the active message. It is not in the page until it is appended.
func Part(html string) Element {
	holder := document().Call("createElement", "div")
	holder.Call("insertAdjacentHTML", "beforeend", html)
	part := element(holder.Get("firstElementChild"))
	part.Detach()
	return part
}
