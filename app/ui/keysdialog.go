package ui

import (
	"strings"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// keysDialog lists the keyboard shortcuts.
type keysDialog struct{ kit.DialogState }

// Draw shows the dialog.
func (d *keysDialog) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

// Title says what it lists.
func (d *keysDialog) Title() text.Text { return text.KeyboardShortcuts }

// Submit closes it.
func (d *keysDialog) Submit() { d.H.Overlays.Close() }

// Body lists the keys.
func (d *keysDialog) Body() []app.UI {
	var lines []app.UI
	for _, s := range shortcuts {
		var keys []app.UI
		for key := range strings.FieldsSeq(s.keys) {
			keys = append(keys, kit.El("kbd", keyName(key)))
		}
		lines = append(lines, kit.El("dt", keys), kit.El("dd", s.does))
	}
	return []app.UI{kit.El("dl.dialog__keys", lines)}
}

// Buttons close it.
func (d *keysDialog) Buttons() []app.UI {
	return []app.UI{kit.SubmitButton(text.Close, "btn--primary", false)}
}
