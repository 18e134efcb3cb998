package ui

import (
	"strings"

	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// keysDialog lists the keyboard shortcuts.
type keysDialog struct{ dialogState }

// shortcut is one line of the list. Keys are separated by blanks, and named as on
// an English keyboard.
type shortcut struct {
	keys string
	does text.Text
}

func shortcuts() []shortcut {
	list := []shortcut{
		{commandKey("K"), text.JumpTo},
		{"Alt ↑", text.ShortcutPreviousRoom}, {"Alt ↓", text.ShortcutNextRoom},
		{"Alt Shift ↑", text.ShortcutPreviousUnread}, {"Alt Shift ↓", text.ShortcutNextUnread},
		{"F6", text.ShortcutRegion},
		{"↑", text.ShortcutEditLast},
		{"Enter", text.Send}, {"Shift Enter", text.ShortcutNewLine},
		{"Esc", text.ShortcutEscape},
		{"↑ ↓ Home End", text.ShortcutMove},
	}
	for _, a := range messageActions {
		if a.shown != "" {
			list = append(list, shortcut{a.shown, a.does})
		}
	}
	return append(list, shortcut{commandKey("/"), text.ShortcutList})
}

// keyNames are the keys that have names instead of signs.
var keyNames = map[string]text.Text{
	"Alt": text.KeyAlt, "Shift": text.KeyShift, "Enter": text.KeyEnter, "Esc": text.KeyEsc,
	"Home": text.KeyHome, "End": text.KeyEnd,
}

// keyName is what is written on a key.
func keyName(key string) string {
	if name, ok := keyNames[key]; ok {
		return said(name)
	}
	return key
}

func (k *keysDialog) draw(v *view, rev int) app.UI { return drawDialog(v, k, rev) }
func (k *keysDialog) title() text.Text             { return text.KeyboardShortcuts }
func (k *keysDialog) submit(v *view)               { v.close() }

func (k *keysDialog) body(*view) []app.UI {
	var lines []app.UI
	for _, s := range shortcuts() {
		var keys []app.UI
		for key := range strings.FieldsSeq(s.keys) {
			keys = append(keys, el("kbd", keyName(key)))
		}
		lines = append(lines, el("dt", keys), el("dd", s.does))
	}
	return []app.UI{el("dl.dialog__keys", lines)}
}

func (k *keysDialog) buttons(*view) []app.UI {
	return []app.UI{submitButton(text.Close, "btn--primary", false)}
}
