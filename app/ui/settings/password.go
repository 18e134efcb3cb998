package settings

import (
	"context"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// The fields of the password.
const (
	oldField    = "password-old"
	newField    = "password-new"
	othersField = "password-others"
)

// password is where a person changes their password, and what leads to the rest of their account.
type password struct {
	app.Compo
	H   *host.Host
	Rev int

	form kit.DialogState
}

// Render draws the form, and the ways to what else can be done with the account.
func (p *password) Render() app.UI {
	p.form.H = p.H
	return kit.El("div", p.change(), way(text.ExportHeading, text.ExportWhat, text.ExportGet, "/account/export"),
		way(text.DeleteHeading, text.DeleteStays, text.DeleteForever, "/account/delete"))
}

// way leads to a page of the server on which people do something with their account.
func way(title, about, button text.Text, path string) app.UI {
	return kit.El("div.setting", kit.El("div.setting__text", kit.El("strong", title), kit.El("span", about)),
		kit.El("button.btn|type=button", kit.On("click", func(platform.Event) { platform.Leave(path) }), button))
}

// change draws the form.
func (p *password) change() app.UI {
	return kit.El("form.page__narrow", kit.On("submit", p.send),
		p.form.Field(kit.Field{ID: oldField, Label: text.PasswordNow, Limit: limits.PasswordMaxRunes, Secret: "current-password",
			Required: text.PasswordNowMissing}),
		p.form.Field(kit.Field{ID: newField, Label: text.NewPassword, Limit: limits.PasswordMaxRunes, Secret: "new-password",
			Help: text.PasswordHelp, Required: text.PasswordTooShort}),
		kit.El("div.field", kit.El("label.check", kit.K("for"), othersField,
			kit.El("input|type=checkbox|checked=true", kit.K("id"), othersField),
			kit.El("span.check__text", kit.El("b", text.EndOthersToo), kit.El("small", text.EndOthersTooHelp)))),
		p.form.FaultLine(),
		kit.El("div.section__foot", kit.SubmitButton(text.ChangePassword, "btn--primary", p.form.Busy)))
}

// send has the password changed.
func (p *password) send(e platform.Event) {
	e.PreventDefault()
	if p.form.Busy || p.form.Missing() {
		return
	}
	p.form.Wait()
	q := wire.PasswordChange{Old: kit.FieldText(oldField), Password: kit.FieldText(newField), Others: platform.Checked(othersField)}
	go func() {
		err := post(wire.Route(wire.ChangePassword), q)
		p.H.Post(func() { p.done(q.Others, err) })
	}()
}

// done is told what the server says.
func (p *password) done(others bool, err error) {
	switch code := codeOf(err); code {
	case wire.CodeForbidden:
		p.form.Busy = false
		p.form.RefuseAt(oldField, host.Why(err))
		return
	case wire.CodeInvalid:
		p.form.FailedAt(newField, err)
		return
	}
	if p.form.Failed(err) {
		return
	}
	for _, id := range []string{oldField, newField} {
		platform.Field{Element: platform.ByID(id)}.SetValue("")
	}
	if others {
		p.H.Say("check", text.PasswordChangedOthers)
	} else {
		p.H.Say("check", text.PasswordChanged)
	}
}

// post sends a form for signing in.
func post(r wire.Route, form any) error {
	ctx, cancel := context.WithTimeout(context.Background(), host.Patience)
	defer cancel()
	answer, err := platform.Fetch(ctx, r.Method, "/api/v1"+r.Path, string(wire.Marshal(form)))
	if err != nil {
		return err
	}
	return host.Refusal(answer)
}

func codeOf(err error) wire.Code {
	if refused, ok := err.(*wire.Error); ok {
		return refused.Code
	}
	return ""
}
