package webui

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/web"
)

// The shapes of what is shown before the program runs: widths of lines, as
// classes of its own style sheet. The messages are the ones that it shows
// itself while a room loads, so that nothing jumps when it takes over.
var (
	skeletonMessages = [][]int{{18, 82, 44}, {14, 56}, {20, 90, 76, 30}, {16, 38}, {18, 70, 52}, {14, 64}}
	skeletonGroups   = [][]int{{44, 56, 38, 64, 52}, {64, 52, 70}}
)

// newShell makes the page that starts the program. It is the same for
// everyone and for every address of the program, and so in English until the boot
// script translates it.
func newShell(assets *web.Set) (document, error) {
	program, err := assets.Program()
	if err != nil && !errors.Is(err, web.ErrNotBuilt) {
		return document{}, err
	}
	data := struct {
		page
		Program          string // "" if it is not built; the boot script then says so
		Groups, Messages [][]int
		Words            map[string]string // the boot script knows them in other languages
		Send             []text.Part       // of the composer's hint
	}{
		page{
			Title: "Confab", Style: assets.URL("confab.css"), Boot: assets.URL("app.js"),
			Light: web.DeskLight, Dark: web.DeskDark,
		},
		program, skeletonGroups, skeletonMessages, web.Words(),
		(*text.Language)(nil).Parts(text.EnterSends(text.KeyEnter.String())),
	}
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, "shell.html", data); err != nil {
		return document{}, fmt.Errorf("webui: make the shell: %w", err)
	}
	return newDocument(out.Bytes()), nil
}

// stranger reports whether r is somebody opening a page who certainly is not
// signed in: it came from the address bar or our own pages, so the browser
// would have sent its cookies, and there are none. After a link from elsewhere
// it holds them back, and nothing is certain.
func (f *files) stranger(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" && (site == "none" || site == "same-origin") && !f.auth.Cookies.HasCookies(r)
}

// app serves the shell. Before the first run it sends people there, and those
// who are not signed in to where they can, instead of having them wait for a
// program that could only do the same.
func (f *files) app(w http.ResponseWriter, r *http.Request) {
	_, err := f.auth.Workspace(r.Context())
	if errors.Is(err, auth.ErrNoWorkspace) {
		http.Redirect(w, r, "/setup", http.StatusSeeOther)
		return
	}
	if err != nil {
		f.failed(w, r, err)
		return
	}
	if f.stranger(r) {
		to := "/signin"
		if next := ours(r.URL.Path); next != "/" {
			to += "?next=" + next
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", revalidate)
	if !unchanged(w, r, f.shell.etag) {
		send(w, r, http.StatusOK, f.shell.body)
	}
}
