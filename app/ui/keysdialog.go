package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// keysDialog lists the keyboard shortcuts.
type keysDialog struct{ dialogState }

// shortcut is one line of the list. Keys are separated by blanks.
type shortcut struct{ keys, does string }

func shortcuts() []shortcut {
	return []shortcut{
		{commandKey("K"), "Jump to a room or person"},
		{"Alt ↑", "Previous room"}, {"Alt ↓", "Next room"},
		{"Alt Shift ↑", "Previous unread room"}, {"Alt Shift ↓", "Next unread room"},
		{"F6", "Next region: rooms, messages, composer, members"},
		{"↑", "In an empty composer: edit your last message"},
		{"Enter", "Send"}, {"Shift Enter", "New line"},
		{"Esc", "Close, cancel, then mark as read"},
		{"↑ ↓ Home End", "Among messages: move"},
		{"E", "On a message: react"}, {"R", "On a message: reply"}, {"⌫", "On a message: delete"},
		{commandKey("/"), "This list"},
	}
}

func (k *keysDialog) draw(v *view, rev int) app.UI { return drawDialog(v, k, rev) }
func (k *keysDialog) title() string                { return "Keyboard shortcuts" }
func (k *keysDialog) submit(v *view)               { v.close() }

func (k *keysDialog) body(*view) []app.UI {
	var lines []app.UI
	for _, s := range shortcuts() {
		var keys []app.UI
		for key := range strings.FieldsSeq(s.keys) {
			keys = append(keys, el("kbd", key))
		}
		lines = append(lines, el("dt", keys), el("dd", s.does))
	}
	return []app.UI{el("dl.dialog__keys", lines)}
}

func (k *keysDialog) buttons(*view) []app.UI {
	return []app.UI{submitButton("Close", "btn--primary", false)}
}
