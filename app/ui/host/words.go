package host

import (
	"strings"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Said is a sentence in the language of the page. kit.El says a text.Text by itself.
func Said(t text.Text) string { return platform.Language().Say(t) }

// Reason says why the server, or the engine, refused something.
func Reason(e *wire.Error) string { return e.In(platform.Language()) }

// Rightward is the step in a row of things that the key to the right makes.
func Rightward() int {
	if platform.Language().RTL {
		return -1
	}
	return 1
}

// RoomName is what a room is called: its name, or the other people of a conversation.
func RoomName(r wire.Room) string { return rowhtml.RoomName(platform.Language(), &r) }

// Pair reports whether a room is a conversation of two.
func Pair(r wire.Room) bool { return r.Kind == wire.RoomDM && len(r.Peers) == 0 }

// CountText writes a count of unread messages, which is exact up to 99.
func CountText(n int) string {
	if n >= limits.UnreadCount {
		return Said(text.OrMore(limits.UnreadCount - 1))
	}
	return platform.FormatNumber(n)
}

// DateText writes a day in a sentence, with its year unless it is this one.
func DateText(ms int64) string {
	return platform.FormatDate(ms, platform.LocalDay(ms).Year != platform.LocalDay(platform.Now()).Year)
}

// CommandKey writes a shortcut as the keyboard has it: "Ctrl K", "⌘ K"; "" is the key for commands alone. Where
// fingers are the main way in, there is no keyboard whose keys to name.
func CommandKey(key string) string {
	if key != "" && Touch() {
		return ""
	}
	command := Said(text.KeyCtrl)
	if platform.Mac() {
		command = "⌘"
	}
	return strings.TrimSpace(command + " " + key)
}

// Narrow reports whether the list of rooms is a drawer.
func Narrow() bool { return platform.Matches("(max-width: 39.99rem)") }

// Touch reports whether fingers are the main way in. Then a field gets the focus
// only when it is touched: the keyboard that comes with it covers half the page.
func Touch() bool { return platform.Matches("(pointer: coarse)") }

// EnterSends reports whether the Enter key alone sends a message. On a touch screen it breaks the line, as there is no
// other key for that, and the button sends; once a real keyboard has been used, Enter sends there, too, unless
// the person wants it to break lines.
func (h *Host) EnterSends() bool { return SendBy.Now() == "" && h.Types() }

// Types reports whether there is a keyboard besides the one on a touch screen.
func (h *Host) Types() bool {
	return h.Keyboard || !platform.Matches("(pointer: coarse) and (hover: none)")
}

// SendKeys names the keys that send a message with a value of SendBy.
func SendKeys(value string) string {
	if value == "" {
		return Said(text.KeyEnter)
	}
	return CommandKey("") + " " + Said(text.KeyEnter)
}

// PressLasts is how long a finger rests on something to ask what can be done with it.
const PressLasts = 450 * time.Millisecond

// Overlaid reports whether the panel lies over the room.
func Overlaid() bool { return platform.Matches("(max-width: 74.99rem)") }
