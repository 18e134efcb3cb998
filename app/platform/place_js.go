package platform

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

// Hold sets a property of how it is drawn while a finger moves it; "" leaves it to the style sheet again.
func (a Attrs) Hold(property, value string) {
	if a.e.OK() {
		a.e.v.Get("style").Call("setProperty", property, value)
	}
}

// Shift moves what is drawn of an element sideways, in CSS pixels to the right.
func (a Attrs) Shift(by float64) { a.Hold("translate", px(by)) }

// SetHeight gives a floating element another height than its style sheet.
func SetHeight(e Element, height float64) {
	if e.OK() {
		e.v.Get("style").Call("setProperty", "height", px(height))
	}
}

func px(v float64) string { return Decimal(v) + "px" }
