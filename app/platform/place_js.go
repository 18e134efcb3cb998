package platform

import "strconv"

// Place moves a floating element, which has a fixed position in its style sheet, to left
// and top. The page's content security policy forbids style attributes in markup, but
// not properties that the program sets.
func (e Element) Place(left, top float64) {
	if !e.OK() {
		return
	}
	style := e.v.Get("style")
	style.Call("setProperty", "position", "fixed")
	style.Call("setProperty", "left", px(left))
	style.Call("setProperty", "top", px(top))
	style.Call("setProperty", "right", "auto")
	style.Call("setProperty", "bottom", "auto")
}

func px(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) + "px" }
