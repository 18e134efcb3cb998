package webui

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
)

// signInPage is the form for e-mail address and password.
type signInPage struct {
	page
	Workspace string
	Left      bool // the visitor has just signed out
	Ended     bool // the app has learnt that others ended the visitor's access
	Email     field
	Password  field
	Next      string
}

// showSignIn shows the form. It does not send Clear-Site-Data: an expired access
// token looks the same here as an ended session, and the header would also delete
// what the person has written and not sent. The app itself deletes what another
// person must not see, before it shows anything.
func (u *ui) showSignIn(w http.ResponseWriter, r *http.Request) {
	next := ours(r.URL.Query().Get("next"), u.areas)
	_, err := u.auth.Authenticate(r)
	switch {
	case err == nil:
		http.Redirect(w, r, next, http.StatusSeeOther)
	case errors.Is(err, auth.ErrSignedOut):
		p := signInPage{Next: next, Left: r.URL.Query().Has("left"), Ended: r.URL.Query().Has("ended")}
		u.renderSignIn(w, r, http.StatusOK, p)
	default:
		u.pages.failed(w, r, err)
	}
}

func (u *ui) signIn(w http.ResponseWriter, r *http.Request) {
	if !u.pages.readForm(w, r) {
		return
	}
	next := ours(r.PostFormValue("next"), u.areas)
	email := r.PostFormValue("email")
	g, err := u.auth.SignIn(r.Context(), email, r.PostFormValue("password"), u.auth.Cookies.ClientOf(r))
	if err == nil {
		u.auth.Cookies.SetCookies(w, r, g)
		http.Redirect(w, r, next, http.StatusSeeOther)
		return
	}
	problems, status, ok := refused(w, r, err)
	if !ok {
		u.pages.failed(w, r, err)
		return
	}
	p := signInPage{Next: next}
	p.Email.Value = email
	p.Password.Error = problems[auth.FieldPassword]
	u.renderSignIn(w, r, status, p)
}

func (u *ui) renderSignIn(w http.ResponseWriter, r *http.Request, status int, p signInPage) {
	place, err := u.auth.Workspace(r.Context())
	if errors.Is(err, auth.ErrNoWorkspace) {
		http.Redirect(w, r, "/setup", http.StatusSeeOther)
		return
	}
	if err != nil {
		u.pages.failed(w, r, err)
		return
	}
	p.page = u.pages.form(w, r, text.SignInTo(place.Name))
	p.Workspace = place.Name
	p.Email.ID, p.Email.Label, p.Email.Type, p.Email.Autocomplete = "email", text.Email, "email", "username"
	p.Password.ID, p.Password.Label, p.Password.Type, p.Password.Autocomplete = "password", text.Password, "password", "current-password"
	focusFirst(&p.Email, &p.Password)
	u.pages.render(w, r, status, "signin.html", p)
}

// ours returns path if it is one of the app's own or of its areas, else the start
// page. Any other target could lead a person who just signed in to another site.
func ours(path string, areas map[string]http.Handler) string {
	parsed, err := url.Parse(path)
	if err != nil || parsed.IsAbs() || parsed.Host != "" || strings.ContainsAny(path, "\\\r\n\t") || len(path) > 200 {
		return "/"
	}
	if !route.IsPage(parsed.Path) && !inArea(parsed.Path, areas) || strings.Contains(parsed.Path, "//") ||
		strings.Contains(parsed.Path, "..") {
		return "/"
	}
	return path
}

// inArea reports whether path is one of a further page, or of a person's own account.
func inArea(path string, areas map[string]http.Handler) bool {
	for root := range areas {
		if path == root || strings.HasPrefix(path, root+"/") {
			return true
		}
	}
	return strings.HasPrefix(path, "/account/")
}

// showSignOut asks before signing out, so that a mere link cannot do it.
func (u *ui) showSignOut(w http.ResponseWriter, r *http.Request) {
	u.pages.notice(w, r, http.StatusOK, notice{
		Heading: text.SignOutAsk, Text: text.SignOutWhat, Way: "/signout", Button: text.SignOut, Post: true,
	})
}

// everythingKept is what Clear-Site-Data makes a browser delete. Pictures of people, which are in every list, are in
// its cache; the app itself is kept by the service worker, whose caches count as storage.
const everythingKept = `"cache", "storage"`

// signOut ends the session and makes the browser delete everything of this site:
// messages, drafts, the app's own storage.
func (u *ui) signOut(w http.ResponseWriter, r *http.Request) {
	if err := u.auth.SignOut(r.Context(), r, ""); err != nil {
		u.pages.failed(w, r, err)
		return
	}
	u.auth.Cookies.ClearCookies(w, r)
	w.Header().Set("Clear-Site-Data", everythingKept)
	http.Redirect(w, r, "/signin?left", http.StatusSeeOther)
}
