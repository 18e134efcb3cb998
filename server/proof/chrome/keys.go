package chrome

import (
	"strings"
	"time"
	"unicode"

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
	Enter      = Key{"Enter", 13, "\r"}
	Escape     = Key{"Escape", 27, ""}
	TabKey     = Key{"Tab", 9, ""}
	ArrowUp    = Key{"ArrowUp", 38, ""}
	ArrowDown  = Key{"ArrowDown", 40, ""}
	ArrowLeft  = Key{"ArrowLeft", 37, ""}
	ArrowRight = Key{"ArrowRight", 39, ""}
	Home       = Key{"Home", 36, ""}
	End        = Key{"End", 35, ""}
	Backspace  = Key{"Backspace", 8, ""}
	Delete     = Key{"Delete", 46, ""}
	F6         = Key{"F6", 117, ""}
	F10        = Key{"F10", 121, ""}
	K          = Key{"k", 75, ""} // with Ctrl
	R          = Key{"r", 82, "r"}
	Z          = Key{"z", 90, ""} // with Ctrl
	Comma      = Key{",", 188, ""}
	Slash      = Key{"/", 191, ""}
)

// Held is a key that is held down while another one is pressed.
type Held int64

// The keys that can be held.
const (
	Alt   Held = 1
	Ctrl  Held = 2
	Shift Held = 8
)

// Press presses and releases a key while others are held. Unlike chromedp's own keys, the character is
// part of the key's event, so that a page can prevent it as it can with a real
// keyboard.
func (t *Tab) Press(k Key, held ...Held) error {
	down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: k.name, Code: k.name, Text: k.text,
		WindowsVirtualKeyCode: k.code}
	for _, h := range held {
		down.Modifiers |= int64(h)
	}
	if k.text == "" {
		down.Type = input.DispatchKeyEventTypeRawKeyDown
	}
	if _, err := chromedp.Call(t.ctx, input.DispatchKeyEvent, down); err != nil {
		return err
	}
	up := down
	up.Type, up.Text = input.DispatchKeyEventTypeKeyUp, ""
	_, err := chromedp.Call(t.ctx, input.DispatchKeyEvent, up)
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

// Type presses the keys of lower-case letters and blanks, one after another, with a pause after each.
func (t *Tab) Type(text string, pause time.Duration) error {
	for _, letter := range text {
		name := "Key" + strings.ToUpper(string(letter))
		if letter == ' ' {
			name = "Space"
		}
		down := input.DispatchKeyEventParams{
			Type: input.DispatchKeyEventTypeKeyDown, Key: string(letter), Code: name, Text: string(letter),
			WindowsVirtualKeyCode: int64(unicode.ToUpper(letter)),
		}
		up := down
		up.Type, up.Text = input.DispatchKeyEventTypeKeyUp, ""
		for _, event := range []input.DispatchKeyEventParams{down, up} {
			if _, err := chromedp.Call(t.ctx, input.DispatchKeyEvent, event); err != nil {
				return err
			}
		}
		if err := t.wait(pause); err != nil {
			return err
		}
	}
	return nil
}

// sideways is next to nothing: the browser wants to be told, and zero would be left out.
const sideways = 1e-3

// Wheel turns the wheel over a place of the page, by some pixels at a time, with a pause after each.
func (t *Tab) Wheel(x, y, by float64, times int, pause time.Duration) error {
	for range times {
		if _, err := chromedp.Call(t.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{
			Type: input.DispatchMouseEventTypeMouseWheel, X: x, Y: y, DeltaX: sideways, DeltaY: by,
		}); err != nil {
			return err
		}
		if err := t.wait(pause); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tab) wait(pause time.Duration) error {
	select {
	case <-time.After(pause):
		return nil
	case <-t.ctx.Done():
		return t.ctx.Err()
	}
}
