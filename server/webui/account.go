package webui

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/shared/text"
)

// account is the pages about somebody's own account that need no program.
type account struct {
	pages     *pages
	auth      *auth.Auth
	passwords auth.Passwords
}

// deletePage is the form by which somebody deletes their account.
type deletePage struct {
	page
	Password field
}

// visitor returns who sent r. If nobody is signed in, it has answered.
func (a account) visitor(w http.ResponseWriter, r *http.Request) (auth.Identity, bool) {
	who, err := a.auth.Visitor(w, r)
	switch {
	case err == nil:
		return who, true
	case errors.Is(err, auth.ErrSignedOut):
		http.Redirect(w, r, "/signin?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
	default:
		a.pages.failed(w, r, err)
	}
	return auth.Identity{}, false
}

// showExport offers an archive of everything that is the visitor's.
func (a account) showExport(w http.ResponseWriter, r *http.Request) {
	if _, ok := a.visitor(w, r); !ok {
		return
	}
	a.pages.notice(w, r, http.StatusOK, notice{
		Heading: text.ExportHeading, Text: text.ExportWhat, Way: "/api/v1/account/export", Button: text.ExportGet,
	})
}

func (a account) showDelete(w http.ResponseWriter, r *http.Request) {
	if _, ok := a.visitor(w, r); ok {
		a.renderDelete(w, r, http.StatusOK, deletePage{})
	}
}

// remove deletes the visitor's account.
func (a account) remove(w http.ResponseWriter, r *http.Request) {
	who, ok := a.visitor(w, r)
	if !ok || !a.pages.readForm(w, r) {
		return
	}
	err := a.passwords.Leave(r.Context(), who, r.PostFormValue("password"), a.auth.Cookies.ClientOf(r))
	if err == nil {
		a.auth.Cookies.ClearCookies(w, r)
		w.Header().Set("Clear-Site-Data", everythingKept)
		a.pages.notice(w, r, http.StatusOK, notice{
			Heading: text.DeleteDone, Text: text.DeleteDoneWhy, Way: "/signin", Button: text.BackToSignIn,
		})
		return
	}
	problems, status, ok := refused(w, r, err)
	if !ok {
		a.pages.failed(w, r, err)
		return
	}
	p := deletePage{}
	p.Password.Error = problems[auth.FieldPassword]
	a.renderDelete(w, r, status, p)
}

func (a account) renderDelete(w http.ResponseWriter, r *http.Request, status int, p deletePage) {
	p.page = a.pages.form(w, r, text.DeleteHeading)
	p.Password.ID, p.Password.Label, p.Password.Type, p.Password.Autocomplete = "password", text.Password, "password", "current-password"
	p.Password.Focus = p.Password.Error != ""
	a.pages.render(w, r, status, "delete.html", p)
}
