package ui

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// dialogSpec is an open dialog: what it asks, and what its buttons do.
type dialogSpec interface {
	overlay
	title() string
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
	return app.P().Class("field__error").Role("alert").Hidden(d.fault == "").Body(
		icon("alert"), app.Span().Text(d.fault))
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
	body := []app.UI{app.H2().ID("dialog-title").Text(d.Spec.title())}
	body = append(body, app.Div().Class("dialog__body").ID("dialog-body").Body(d.Spec.body(d.V)...))
	body = append(body, app.Div().Class("dialog__foot").Body(d.Spec.buttons(d.V)...))
	return app.Div().Class("scrim").ID("dialog-scrim").OnClick(d.outside).Body(
		app.Form().ID("dialog").Class("dialog").Role(role).Aria("modal", "true").
			Aria("labelledby", "dialog-title").Aria("describedby", "dialog-body").
			OnSubmit(d.submit).Body(body...))
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
func cancelButton(v *view, label string) app.UI {
	return app.Button().Type("button").Class("btn", "btn--quiet").Text(label).
		OnClick(func(app.Context, app.Event) { v.close() }, app.EventScope("cancel"))
}

// submitButton sends the form off.
func submitButton(label, class string, busy bool) app.UI {
	b := app.Button().Type("submit").Class("btn", class).Text(label)
	if busy {
		b = b.Aria("disabled", "true")
	}
	return b
}

// textField is a labelled one-line field; its text is read by fieldText. The
// first one of a dialog has the focus when it opens.
func textField(id, label, value, help string, limit int) app.UI {
	return labelled(id, label, help, fieldInput(id, value, help, limit))
}

func textFieldFirst(id, label, value, help string, limit int) app.UI {
	return labelled(id, label, help, fieldInput(id, value, help, limit).DataSet("first", "yes"))
}

func fieldInput(id, value, help string, limit int) app.HTMLInput {
	input := app.Input().Type("text").Class("input").ID(id).MaxLength(limit).AutoComplete(false).Dir("auto")
	if value != "" {
		input = input.Value(value)
	}
	if help != "" {
		input = input.Aria("describedby", id+"-help")
	}
	return input
}

func labelled(id, label, help string, input app.UI) app.UI {
	return app.Div().Class("field").Body(
		app.Label().For(id).Text(label), input,
		app.If(help != "", func() app.UI { return app.P().Class("field__help").ID(id + "-help").Text(help) }))
}

// fieldText reads a field of a dialog.
func fieldText(id string) string { return platform.Field{Element: platform.ByID(id)}.Value() }
