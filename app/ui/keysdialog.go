package ui

import (
	"strings"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/app/ui/timeline"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// keysDialog lists the keyboard shortcuts.
type keysDialog struct{ kit.DialogState }

// shortcuts are all keys. Those of a line are separated by blanks, and named as on an English
// keyboard.
func shortcuts() []timeline.Shortcut {
	list := []timeline.Shortcut{
		{Keys: host.CommandKey("K"), Does: text.JumpTo},
		{Keys: "Alt ↑", Does: text.ShortcutPreviousRoom}, {Keys: "Alt ↓", Does: text.ShortcutNextRoom},
		{Keys: "Alt Shift ↑", Does: text.ShortcutPreviousUnread}, {Keys: "Alt Shift ↓", Does: text.ShortcutNextUnread},
		{Keys: "F6", Does: text.ShortcutRegion},
		{Keys: "↑", Does: text.ShortcutEditLast},
		{Keys: "Enter", Does: text.Send}, {Keys: "Shift Enter", Does: text.ShortcutNewLine},
		{Keys: "Esc", Does: text.ShortcutEscape},
		{Keys: "↑ ↓ Home End", Does: text.ShortcutMove},
	}
	list = append(list, timeline.Shortcuts()...)
	return append(list, timeline.Shortcut{Keys: host.CommandKey("/"), Does: text.ShortcutList})
}

// keyNames are the keys that have names instead of signs.
var keyNames = map[string]text.Text{
	"Alt": text.KeyAlt, "Shift": text.KeyShift, "Enter": text.KeyEnter, "Esc": text.KeyEsc,
	"Home": text.KeyHome, "End": text.KeyEnd,
}

// keyName is what is written on a key.
func keyName(key string) string {
	if name, ok := keyNames[key]; ok {
		return host.Said(name)
	}
	return key
}

// Draw shows the dialog.
func (d *keysDialog) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

// Title says what it lists.
func (d *keysDialog) Title() text.Text { return text.KeyboardShortcuts }

// Submit closes it.
func (d *keysDialog) Submit() { d.H.Overlays.Close() }

// Body lists the keys.
func (d *keysDialog) Body() []app.UI {
	var lines []app.UI
	for _, s := range shortcuts() {
		var keys []app.UI
		for key := range strings.FieldsSeq(s.Keys) {
			keys = append(keys, kit.El("kbd", keyName(key)))
		}
		lines = append(lines, kit.El("dt", keys), kit.El("dd", s.Does))
	}
	return []app.UI{kit.El("dl.dialog__keys", lines)}
}

// Buttons close it.
func (d *keysDialog) Buttons() []app.UI {
	return []app.UI{kit.SubmitButton(text.Close, "btn--primary", false)}
}
