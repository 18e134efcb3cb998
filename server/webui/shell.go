package webui

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"

	"github.com/confab/confab/server/auth"
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
// everyone and for every address of the program.
func newShell(assets *web.Set) (document, error) {
	program, err := assets.Program()
	if err != nil && !errors.Is(err, web.ErrNotBuilt) {
		return document{}, err
	}
	data := struct {
		page
		Program          string // "" if it is not built; the boot script then says so
		Groups, Messages [][]int
	}{
		page{
			Title: "Confab", Style: assets.URL("confab.css"), Boot: assets.URL("app.js"),
			Light: web.DeskLight, Dark: web.DeskDark,
		},
		program, skeletonGroups, skeletonMessages,
	}
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, "shell.html", data); err != nil {
		return document{}, fmt.Errorf("webui: make the shell: %w", err)
	}
	return newDocument(out.Bytes()), nil
}

// app serves the shell, or before the first run sends people to it.
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
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", revalidate)
	if !unchanged(w, r, f.shell.etag) {
		send(w, r, http.StatusOK, f.shell.body)
	}
}
