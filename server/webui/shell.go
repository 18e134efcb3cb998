package webui

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/language"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/web"
)

// What is shown before the app runs: widths of placeholder lines, as classes of
// the style sheet. The messages have the widths that the app uses while a room
// loads, so that nothing moves when it takes over.
var (
	skeletonMessages = [][]int{{18, 82, 44}, {14, 56}, {20, 90, 76, 30}, {16, 38}, {18, 70, 52}, {14, 64}}
	skeletonGroups   = [][]int{{44, 56, 38, 64, 52}, {64, 52, 70}}
)

// newShell makes the page that starts the app. It is the same for everyone and
// for every address of the app, so it is in English until the boot script
// translates it.
func newShell(assets *web.Set) (document, error) {
	data := struct {
		page
		Groups, Messages [][]int
		Words            map[string]string // sentences that the boot script can translate
		Send             []text.Part       // the parts of the composer's hint
	}{
		page{
			Title: "Confab", Style: assets.URL("confab.css"), Boot: assets.URL("app.js"),
			Light: web.DeskLight, Dark: web.DeskDark,
		},
		skeletonGroups, skeletonMessages, web.Words(),
		language.English.Parts(text.EnterSends(text.KeyEnter.String())),
	}
	var out bytes.Buffer
	if err := templates.In(language.English).ExecuteTemplate(&out, "shell.html", data); err != nil {
		return document{}, fmt.Errorf("webui: make the shell: %w", err)
	}
	return newDocument(out.Bytes()), nil
}

// stranger reports whether r was certainly sent by somebody who is not signed in:
// it has no cookies, although it came from the address bar or a page of this
// server, so that the browser would have sent them. After a link on another site
// the browser holds them back, so nothing is certain.
func (f *files) stranger(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" && (site == "none" || site == "same-origin") && !f.auth.Cookies.HasCookies(r)
}

// app serves the shell, for people who are signed in with what they see first.
// Before the first run it redirects to the setup, and people who are not signed in
// to the sign-in, so that they need not wait until the app is loaded.
func (f *files) app(w http.ResponseWriter, r *http.Request) {
	_, err := f.auth.Workspace(r.Context())
	if errors.Is(err, auth.ErrNoWorkspace) {
		http.Redirect(w, r, "/setup", http.StatusSeeOther)
		return
	}
	if err != nil {
		f.pages.failed(w, r, err)
		return
	}
	if f.stranger(r) {
		to := "/signin"
		if next := ours(r.URL.Path, nil); next != "/" {
			to += "?next=" + next
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	w.Header().Add("Vary", "Cookie")
	w.Header().Add("Vary", "Sec-Fetch-Mode")
	w.Header().Add("Vary", preload)
	if f.first(w, r) {
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", revalidate)
	if !unchanged(w, r, f.shell.etag) {
		send(w, r, http.StatusOK, f.shell.body)
	}
}
