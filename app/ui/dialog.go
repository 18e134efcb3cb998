package ui

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// dialogSpec is an open dialog: what it asks, and what its buttons do.
type dialogSpec interface {
	overlay
	title() text.Text
	body(v *view) []app.UI
	buttons(v *view) []app.UI
	submit(v *view) // the form's button, or Enter in a field
	alert() bool    // it asks before something that cannot be undone
}

// dialogState is what every dialog keeps while it is open.
type dialogState struct {
	busy  bool   // waiting for the server
	fault string // why it said no
}

func (d *dialogState) modal() bool { return true }
func (d *dialogState) alert() bool { return false }

// failed takes note of a refusal, and reports whether there was one.
func (d *dialogState) failed(v *view, err error) bool {
	d.busy = false
	d.fault = ""
	if err != nil {
		d.fault = words(err)
	}
	v.touch(partOverlay)
	return err != nil
}

// faultLine says why the server said no.
func (d *dialogState) faultLine() app.UI {
	return el("div.field__error|role=alert", k("hidden"), d.fault == "", icon("alert"), el("span", d.fault))
}

func drawDialog(v *view, spec dialogSpec, rev int) app.UI {
	return &dialog{V: v, Spec: spec, Key: "dialog" + strconv.Itoa(v.overID), Rev: rev}
}

// dialog shows a dialogSpec.
type dialog struct {
	app.Compo
	V    *view
	Spec dialogSpec
	Key  string
	Rev  int
}

// CompoID gives each dialog its own component, so that no field keeps the text
// of the one before.
func (d *dialog) CompoID() string { return d.Key }

// OnMount puts the focus on the first thing to do.
func (d *dialog) OnMount(app.Context) { d.enter() }

func (d *dialog) enter() {
	first := platform.Query("#dialog [data-first]")
	if !first.OK() {
		first = platform.Query("#dialog button")
	}
	first.Focus()
}

// Render draws the frame and what is in it.
func (d *dialog) Render() app.UI {
	role := "dialog"
	if d.Spec.alert() {
		role = "alertdialog"
	}
	return el("div.scrim", on("click", d.outside),
		el("div.dialog|id=dialog|aria-modal=true|aria-labelledby=dialog-title|aria-describedby=dialog-body",
			k("role"), role,
			el("form", on("submit", d.submit),
				el("h2|id=dialog-title", d.Spec.title()),
				el("div.dialog__body|id=dialog-body", d.Spec.body(d.V)),
				el("div.dialog__foot", d.Spec.buttons(d.V)))))
}

func (d *dialog) submit(_ app.Context, e app.Event) {
	e.PreventDefault()
	d.Spec.submit(d.V)
}

// outside closes the dialog when the dimmed page beside it is pressed.
func (d *dialog) outside(ctx app.Context, e app.Event) {
	if e.Get("target").Equal(ctx.JSSrc()) {
		d.V.close()
		return
	}
	ctx.PreventUpdate()
}

// cancelButton closes the dialog.
func cancelButton(v *view, label text.Text) app.UI {
	return el("button.btn.btn--quiet|type=button", label, on("click", func(app.Context, app.Event) { v.close() }))
}

// submitButton sends the form off.
func submitButton(label text.Text, kind string, busy bool) app.UI {
	return el("button.btn|type=submit", class(kind), k("aria-disabled"), busy, label)
}

// textField is a labelled one-line field; its text is read by fieldText. The
// first one of a dialog has the focus when it opens.
func textField(id string, label text.Text, value string, help text.Text, limit int) app.UI {
	return labelled(id, label, value, help, limit, "")
}

func textFieldFirst(id string, label text.Text, value string, help text.Text, limit int) app.UI {
	return labelled(id, label, value, help, limit, "yes")
}

func labelled(id string, label text.Text, value string, help text.Text, limit int, first string) app.UI {
	describedBy, note := "", app.UI(nil)
	if !help.IsZero() {
		describedBy = id + "-help"
		note = el("span.field__help", k("id"), describedBy, help)
	}
	return el("div.field",
		el("label", k("for"), id, label),
		el("input.input|type=text|autocomplete=off|dir=auto", k("id"), id, k("maxlength"), limit, k("value"), value,
			k("aria-describedby"), describedBy, k("data-first"), first),
		note)
}

// fieldText reads a field of a dialog.
func fieldText(id string) string { return platform.Field{Element: platform.ByID(id)}.Value() }
