package platform

import "syscall/js"

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

// Choose makes the option with a value the chosen one of a select.
func Choose(e Element, value string) {
	if e.OK() {
		e.v.Set("value", value)
	}
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
// behind it. The focus is in the field then. The person can undo it.
func (f Field) Replace(from, to int, text string) {
	if !f.OK() {
		return
	}
	f.Focus()
	f.v.Call("setSelectionRange", from, to)
	// setRangeText breaks the history of what was typed: undoing brings back pieces of other
	// texts. This is the only command that is part of it.
	if !document().Call("execCommand", "insertText", false, text).Truthy() {
		f.v.Call("setRangeText", text, from, to, "end")
	}
	f.grow()
}

// Bound keeps text that is pasted or dropped out of a field if the field would then
// have more than most UTF-16 units, and calls refused: browsers take seconds to minutes to
// lay out megabytes, whatever is done with them afterwards. Call remove when the field goes
// away.
func Bound(f Field, most int, refused func()) (remove func()) {
	bound := func(kind, carrier string) func() {
		return f.Listen(kind, false, func(e Event) {
			data := e.v.Get(carrier)
			if !data.Truthy() {
				return
			}
			if n := length(data.Call("getData", "text/plain")); n > 0 && n+length(f.v.Get("value")) > most {
				e.PreventDefault()
				refused()
			}
		})
	}
	pasted, dropped := bound("paste", "clipboardData"), bound("drop", "dataTransfer")
	return func() { pasted(); dropped() }
}

// length is that of a JavaScript string, which is not copied for it.
func length(s js.Value) int { return global("Object").Invoke(s).Get("length").Int() }

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

// SelectRange selects [from, to) of a field, in UTF-16 units.
func SelectRange(f Field, from, to int) {
	if f.OK() {
		f.v.Call("setSelectionRange", from, to)
	}
}

// Select selects all of the text.
func (f Field) Select() {
	if f.OK() {
		f.v.Call("select")
	}
}

// Selected reports whether text on the page, outside of fields, is selected.
func Selected() bool { return global("getSelection").Invoke().Call("toString").String() != "" }
