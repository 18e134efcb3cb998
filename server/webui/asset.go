package webui

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/deadline"
	"github.com/confab/confab/server/language"
	"github.com/confab/confab/web"
)

// The two values of Cache-Control.
const (
	forEver    = "public, max-age=31536000, immutable"
	revalidate = "no-cache"
)

// files serves the files of the app.
type files struct {
	pages   *pages
	auth    *auth.Auth
	screens Screens // nil: the shell shows nothing of anybody
	shell   document
	end     int // where the shell's body ends
	worker  *web.Asset
}

func newFiles(p *pages, a *auth.Auth, s Screens) (*files, error) {
	shell, err := newShell(p.assets)
	if err != nil {
		return nil, err
	}
	end := bytes.Index(shell.body, []byte("<body>")) + len("<body>\n")
	return &files{pages: p, auth: a, screens: s, shell: shell, end: end, worker: p.assets.Worker(shell.body)}, nil
}

// asset serves the file at r's path, or 404.
func (f *files) asset(w http.ResponseWriter, r *http.Request) {
	a, ok := f.pages.assets.Lookup(r.URL.Path)
	if !ok {
		f.pages.missing(w, r)
		return
	}
	f.serveAsset(w, r, a)
}

func (f *files) serveWorker(w http.ResponseWriter, r *http.Request) { f.serveAsset(w, r, f.worker) }

// manifest is the web app manifest, with the name of the workspace and in the
// language of whoever sent r.
func (f *files) manifest(w http.ResponseWriter, r *http.Request) {
	place, err := f.auth.Workspace(r.Context())
	if err != nil && !errors.Is(err, auth.ErrNoWorkspace) {
		f.pages.failed(w, r, err)
		return
	}
	w.Header().Add("Vary", "Accept-Language")
	w.Header().Add("Vary", "Cookie")
	f.serveAsset(w, r, web.Manifest(place.Name, language.Of(r)))
}

func (f *files) serveAsset(w http.ResponseWriter, r *http.Request, a *web.Asset) {
	h := w.Header()
	h.Set("Content-Type", a.Type)
	h.Add("Vary", "Accept-Encoding")
	h.Set("Cache-Control", revalidate)
	if a.Immutable {
		h.Set("Cache-Control", forEver)
	}
	if unchanged(w, r, a.ETag) {
		return
	}
	body, encoding, err := a.Encoded(r.Header.Get("Accept-Encoding"))
	if err != nil {
		f.pages.failed(w, r, err)
		return
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	send(w, r, http.StatusOK, body)
}

// document is a page or script that is made once.
type document struct {
	body []byte
	etag string
}

func newDocument(body []byte) document {
	return document{body, `"` + fingerprint(body) + `"`}
}

// fingerprint returns a name for a content, like those in the paths of the
// assets.
func fingerprint(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}

//go:embed gate.js
var gateJS []byte

// script is gate.js, served under the hash of its content.
type script struct {
	document
	path string
}

func newScript() script {
	return script{newDocument(gateJS), "/static/" + fingerprint(gateJS) + "/gate.js"}
}

func (s script) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", forEver)
	if !unchanged(w, r, s.etag) {
		send(w, r, http.StatusOK, s.body)
	}
}

// robots keeps search engines out.
func robots(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	send(w, r, http.StatusOK, []byte("User-agent: *\nDisallow: /\n"))
}

// unchanged sets the entity tag, and answers 304 if the browser has the content.
func unchanged(w http.ResponseWriter, r *http.Request, etag string) bool {
	w.Header().Set("ETag", etag)
	for known := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if known = strings.TrimPrefix(strings.TrimSpace(known), "W/"); known == etag || known == "*" {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// send writes an answer, for as long as the client keeps reading. An error is
// ignored: it means that the client has gone away.
func send(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_ = deadline.Send(w, body)
	}
}
