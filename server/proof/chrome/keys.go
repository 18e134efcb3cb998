package chrome

import (
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Key is a key that has an effect besides or instead of writing a character.
type Key struct {
	name string // of the key and of its position on the keyboard
	code int64  // Windows virtual key code
	text string // what it writes unless the page prevents it
}

// The keys that stories press.
var (
	Enter   = Key{"Enter", 13, "\r"}
	Escape  = Key{"Escape", 27, ""}
	ArrowUp = Key{"ArrowUp", 38, ""}
)

// Press presses and releases a key. Unlike chromedp's own keys, the character is
// part of the key's event, so that a page can prevent it as it can with a real
// keyboard.
func (t *Tab) Press(k Key) error {
	down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: k.name, Code: k.name, Text: k.text,
		WindowsVirtualKeyCode: k.code}
	if k.text == "" {
		down.Type = input.DispatchKeyEventTypeRawKeyDown
	}
	if _, err := chromedp.Call(t.ctx, input.DispatchKeyEvent, down); err != nil {
		return err
	}
	_, err := chromedp.Call(t.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeKeyUp, Key: k.name, Code: k.name, WindowsVirtualKeyCode: k.code,
	})
	return err
}

// Write inserts text at the cursor.
func (t *Tab) Write(text string) error {
	_, err := chromedp.Call(t.ctx, input.InsertText, input.InsertTextParams{Text: text})
	return err
}

// Compose shows text at the cursor as an input method does that has not put it in
// yet; Write puts it in.
func (t *Tab) Compose(text string) error {
	n := int64(len([]rune(text)))
	_, err := chromedp.Call(t.ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: n, SelectionEnd: n})
	return err
}
