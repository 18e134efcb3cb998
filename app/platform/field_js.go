package platform

// Field is a text field the program does not control: its text is read when it
// is needed and written only by the methods here.
type Field struct{ Element }

// Value returns the text.
func (f Field) Value() string {
	if !f.OK() {
		return ""
	}
	return f.v.Get("value").String()
}

// SetValue replaces the text and puts the caret at its end. Never call it while
// the person composes a character (Event.Composing).
func (f Field) SetValue(text string) {
	if !f.OK() {
		return
	}
	f.v.Set("value", text)
	n := UTF16Len(text)
	f.v.Call("setSelectionRange", n, n)
	f.grow()
}

// Caret returns where the selection begins and ends, in UTF-16 units as the
// browser counts; see ByteOffset.
func (f Field) Caret() (from, to int) {
	if !f.OK() {
		return 0, 0
	}
	return f.v.Get("selectionStart").Int(), f.v.Get("selectionEnd").Int()
}

// Replace puts text in the place of [from, to), in UTF-16 units, and the caret
// behind it.
func (f Field) Replace(from, to int, text string) {
	if !f.OK() {
		return
	}
	f.v.Call("setRangeText", text, from, to, "end")
	f.grow()
}

// Grown fits the height of the field to its text where the style sheet cannot
// (field-sizing is missing). Call it after the person typed.
func (f Field) Grown() {
	if f.OK() {
		f.grow()
	}
}

var fieldSizing = -1 // 1: the style sheet does it; 0: the script must

func (f Field) grow() {
	if fieldSizing < 0 {
		fieldSizing = 0
		css := global("CSS")
		if css.Truthy() && css.Call("supports", "field-sizing: content").Bool() {
			fieldSizing = 1
		}
	}
	if fieldSizing == 1 {
		return
	}
	style := f.v.Get("style")
	style.Call("setProperty", "block-size", "auto")
	style.Call("setProperty", "block-size", px(number(f.v.Get("scrollHeight"))))
}

// Checked reports whether a check box or radio button is on.
func Checked(id string) bool {
	el := ByID(id)
	return el.OK() && el.v.Get("checked").Bool()
}

// Select selects all of the text.
func (f Field) Select() {
	if f.OK() {
		f.v.Call("select")
	}
}
