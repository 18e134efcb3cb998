package platform

import "strconv"

// Place moves a floating element, which its style sheet has fixed to the
// window, to a corner at left and top. The policy of the page forbids style
// attributes in markup, not properties set by the program.
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
