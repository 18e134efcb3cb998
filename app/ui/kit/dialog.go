package kit

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Dialog is an open dialog: what it asks, and what its buttons do.
type Dialog interface {
	host.Overlay
	Title() text.Text
	Body() []app.UI
	Buttons() []app.UI
	Submit()     // the form's button, or Enter in a field
	Alert() bool // it asks before something that cannot be undone

	Missing() bool // of DialogState
}

// DialogState is what every dialog keeps while it is open.
type DialogState struct {
	H     *host.Host
	Busy  bool   // waiting for the server
	Fault string // why it said no

	at       string         // the id of the field that Fault is about; "": none in particular
	required []requirement  // the fields that may not be empty
	left     map[string]int // how much still fits into fields that are almost full
}

// Modal reports that a dialog keeps the page out of reach.
func (d *DialogState) Modal() bool { return true }

// Alert reports that a dialog can be undone.
func (d *DialogState) Alert() bool { return false }

// Wait shows that the server is asked.
func (d *DialogState) Wait() {
	d.Busy = true
	d.H.Raise(host.Layers)
}

// Failed takes note of a refusal, and reports whether there was one.
func (d *DialogState) Failed(err error) bool {
	d.Busy = false
	d.Fault, d.at = "", ""
	if err != nil {
		d.Fault = host.Why(err)
	}
	d.H.Raise(host.Layers)
	return err != nil
}

// FaultLine says why the server said no, if that is not about one of the fields.
func (d *DialogState) FaultLine() app.UI {
	return El("div.field__error|role=alert", K("hidden"), d.Fault == "" || d.at != "", Icon("alert"), El("span", d.Fault))
}

// DrawDialog is the Draw of a dialog.
func DrawDialog(at host.Layer, of Dialog) app.UI {
	return &dialog{H: at.H, Of: of, ID: at.ID("dialog"), Key: at.Key, Rev: at.Rev}
}

// dialog shows a Dialog.
type dialog struct {
	app.Compo
	H       *host.Host
	Of      Dialog
	ID, Key string
	Rev     int
}

// CompoID gives each dialog its own component, so that no field keeps the text
// of the one before.
func (d *dialog) CompoID() string { return d.Key }

// OnMount puts the focus on the first thing to do.
func (d *dialog) OnMount(app.Context) { d.enter() }

func (d *dialog) enter() {
	at := platform.ByID(d.ID)
	first := at.Query("[data-first]")
	if !first.OK() {
		first = at.Query("button")
	}
	first.Focus()
}

// Render draws the frame and what is in it.
func (d *dialog) Render() app.UI {
	role := "dialog"
	if d.Of.Alert() {
		role = "alertdialog"
	}
	title, body := d.ID+"-title", d.ID+"-body"
	return El("div.scrim", On("click", d.outside),
		El("div.dialog|aria-modal=true", K("id"), d.ID, K("role"), role,
			K("aria-labelledby"), title, K("aria-describedby"), body,
			El("form", On("submit", d.submit),
				El("h2", K("id"), title, d.Of.Title()),
				El("div.dialog__body", K("id"), body, d.Of.Body()),
				El("div.dialog__foot", d.Of.Buttons()))))
}

func (d *dialog) submit(e platform.Event) {
	e.PreventDefault()
	d.send()
}

func (d *dialog) send() {
	if !d.Of.Missing() {
		d.Of.Submit()
	}
}

// outside closes the dialog when the dimmed page beside it is pressed.
func (d *dialog) outside(e platform.Event) {
	if Aside(e) {
		d.H.Overlays.Close()
	}
}

// CancelButton closes the dialog.
func CancelButton(h *host.Host, label text.Text) app.UI {
	return El("button.btn.btn--quiet|type=button", label, On("click", func(platform.Event) { h.Overlays.Close() }))
}

// SubmitButton sends the form off.
func SubmitButton(label text.Text, kind string, busy bool) app.UI {
	return El("button.btn|type=submit", Class(kind), K("aria-disabled"), busy, label)
}
