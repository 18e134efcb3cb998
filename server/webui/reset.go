package webui

import (
	"errors"
	"net/http"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/language"
	"github.com/confab/confab/shared/text"
)

// resetPage is the form for a new password.
type resetPage struct {
	page
	Email    string
	Password field
}

// resets are the pages for people without their password.
type resets struct {
	pages     *pages
	auth      *auth.Auth
	passwords auth.Passwords
}

// forgotPage is the form for whoever wants a link by mail.
type forgotPage struct {
	page
	Email field
}

// askForOne says how somebody without their password gets a new one: by mail, or
// from an admin. It names nobody: strangers see it too.
func (p resets) askForOne(w http.ResponseWriter, r *http.Request) {
	place, err := p.auth.Workspace(r.Context())
	if errors.Is(err, auth.ErrNoWorkspace) {
		http.Redirect(w, r, "/setup", http.StatusSeeOther)
		return
	}
	if err != nil {
		p.pages.failed(w, r, err)
		return
	}
	if p.passwords.Mails() {
		p.renderForgot(w, r, http.StatusOK, forgotPage{})
		return
	}
	p.pages.notice(w, r, http.StatusOK, notice{
		Heading: text.ResetAskAdmin, Text: text.ResetAskAdminWhy(place.Name), Way: "/signin", Button: text.BackToSignIn,
	})
}

// send sends a link to whoever has an account with that address, and answers alike
// if nobody has.
func (p resets) send(w http.ResponseWriter, r *http.Request) {
	if !p.passwords.Mails() {
		p.pages.missing(w, r)
		return
	}
	if !p.pages.readForm(w, r) {
		return
	}
	email := r.PostFormValue("email")
	err := p.passwords.Forgot(r.Context(), email, language.Of(r), p.auth.Cookies.ClientOf(r))
	if err == nil {
		p.pages.notice(w, r, http.StatusOK, notice{
			Heading: text.ForgotSent, Text: text.ForgotSentWhy(email), Way: "/signin", Button: text.BackToSignIn,
		})
		return
	}
	problems, status, ok := refused(w, r, err)
	if !ok {
		p.pages.failed(w, r, err)
		return
	}
	f := forgotPage{Email: field{Value: email, Error: problems[auth.FieldEmail]}}
	if f.Email.Error == "" {
		f.Email.Error = problems[auth.FieldPassword] // where refused puts what is about no field
	}
	p.renderForgot(w, r, status, f)
}

func (p resets) renderForgot(w http.ResponseWriter, r *http.Request, status int, f forgotPage) {
	f.page, f.Email = p.pages.form(w, r, text.ForgotHeading), emailField(f.Email)
	focusFirst(&f.Email)
	p.pages.render(w, r, status, "forgot.html", f)
}

// show shows the form to whoever holds a link for a new password. Opening it
// does not use the link up: programs that look at links in messages open it too.
func (p resets) show(w http.ResponseWriter, r *http.Request) {
	p.render(w, r, nil)
}

// set sets the password and signs the person in.
func (p resets) set(w http.ResponseWriter, r *http.Request) {
	if !p.pages.readForm(w, r) {
		return
	}
	grant, ended, err := p.passwords.Reset(r.Context(), r.PathValue("code"), r.PostFormValue("password"), p.auth.Cookies.ClientOf(r))
	if err != nil {
		p.render(w, r, err)
		return
	}
	p.auth.Cookies.SetCookies(w, r, grant)
	p.pages.notice(w, r, http.StatusOK, notice{
		Heading: text.ResetDone, Text: text.ResetDoneEnded(ended), Way: "/", Button: text.OpenWorkspace,
	})
}

// render shows the form, with what was wrong with it before, or that the link
// does not work. An unknown, a used and an expired link are answered alike.
func (p resets) render(w http.ResponseWriter, r *http.Request, refusal error) {
	var f resetPage
	status := http.StatusOK
	problems, refusedWith, ok := refused(w, r, refusal)
	if ok {
		f.Password.Error, status = problems[auth.FieldPassword], refusedWith
	} else if refusal != nil {
		p.broken(w, r, refusal)
		return
	}
	what, err := p.passwords.Resetting(r.Context(), r.PathValue("code"), p.auth.Cookies.ClientOf(r))
	if err != nil {
		p.broken(w, r, err)
		return
	}
	f.page, f.Email = p.pages.form(w, r, text.ResetHeading), what.Email
	f.Password = newPasswordField(f.Password, text.NewPassword)
	focusFirst(&f.Password)
	p.pages.render(w, r, status, "reset.html", f)
}

// broken answers for a link for a new password that does not work, or of which
// it is not known whether it does.
func (p resets) broken(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, auth.ErrResetSpent) {
		p.pages.notice(w, r, http.StatusNotFound, notice{
			Heading: text.ResetSpent, Text: text.ResetSpentWhy, Way: "/signin", Button: text.BackToSignIn,
		})
		return
	}
	p.pages.later(w, r, err, notice{Way: "/signin", Button: text.BackToSignIn})
}
