package webui

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/language"
	"github.com/confab/confab/server/webpage"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/confab/confab/web"
)

//go:embed pages/*.html
var pageFiles embed.FS

var templates = webpage.Must(pageFiles)

// page has the data that every page outside the app needs.
type page struct {
	Title  string
	Host   string // the host that the page shows
	Style  string
	Boot   string // app.js: sets the theme, and starts loading the app
	Script string // gate.js
	Light  string // background of the light theme
	Dark   string
	Wait   string // seconds before the form may be sent again, "" for none
}

// pages makes pages.
type pages struct {
	auth   *auth.Auth
	public *url.URL // the public address; nil: the address of each request
	assets *web.Set
	script script // gate.js
	log    *slog.Logger
}

func (p *pages) page(r *http.Request, title text.Text) page {
	return page{
		Title: language.Of(r).Say(title), Host: p.host(r),
		Style: p.assets.URL("confab.css"), Boot: p.assets.URL("app.js"), Script: p.script.path,
		Light: web.DeskLight, Dark: web.DeskDark,
	}
}

// form returns the page for a form that was refused. wait says for how long, if
// only for a while.
func (p *pages) form(w http.ResponseWriter, r *http.Request, title text.Text) page {
	made := p.page(r, title)
	made.Wait = w.Header().Get("Retry-After")
	return made
}

// host is the host by which people know the server.
func (p *pages) host(r *http.Request) string {
	if p.public != nil {
		return p.public.Host
	}
	if len(r.Host) > 100 {
		return ""
	}
	return r.Host
}

// field is an input of a form.
type field struct {
	ID           string // its name, too
	Label        text.Text
	Type         string
	Autocomplete string
	Value        string
	Help         text.Text
	Error        string // in the language of the page
	Auto         bool   // the text's direction follows its content
	Focus        bool
	New          bool // for a new password
}

// focusFirst puts the cursor into the first field with an error, else the first
// empty one.
func focusFirst(fields ...*field) {
	for _, f := range fields {
		if f.Error != "" {
			f.Focus = true
			return
		}
	}
	for _, f := range fields {
		if f.Value == "" {
			f.Focus = true
			return
		}
	}
}

// render answers with a page.
func (p *pages) render(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var out bytes.Buffer
	if err := templates.In(language.Of(r)).ExecuteTemplate(&out, name, data); err != nil {
		p.log.Error("a page could not be made", "page", name, "error", err)
		p.fault(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	send(w, r, status, out.Bytes())
}

// notice is a page with one message and one button.
type notice struct {
	page
	Heading text.Text
	Text    text.Text
	Way     string // the target of the button
	Button  text.Text
	Post    bool // the button sends a form
}

func (p *pages) notice(w http.ResponseWriter, r *http.Request, status int, n notice) {
	n.page = p.page(r, n.Heading)
	if place, err := p.auth.Workspace(r.Context()); err == nil && n.Button == text.OpenConfab {
		n.Button = text.OpenNamed(place.Name)
	}
	p.render(w, r, status, "notice.html", n)
}

func (p *pages) missing(w http.ResponseWriter, r *http.Request) {
	p.notice(w, r, http.StatusNotFound, notice{
		Heading: text.NothingHere, Text: text.NothingHereWhy, Way: "/", Button: text.OpenConfab,
	})
}

func (p *pages) wrongMethod(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", "GET, HEAD")
	p.notice(w, r, http.StatusMethodNotAllowed, notice{
		Heading: text.CannotBeDoneHere, Text: text.OnlyShows, Way: "/", Button: text.OpenConfab,
	})
}

func (p *pages) foreign(w http.ResponseWriter, r *http.Request) {
	p.notice(w, r, http.StatusForbidden, notice{
		Heading: text.FromAnotherSite, Text: text.FromAnotherSiteWhy, Way: "/", Button: text.OpenConfab,
	})
}

// fault answers for a fault of the server, which has been logged.
func (p *pages) fault(w http.ResponseWriter, r *http.Request) {
	l := language.Of(r)
	plain := `<!doctype html><html lang="` + l.Tag + `" dir="` + l.Dir() + `"><meta charset="utf-8"><title>` +
		template.HTMLEscapeString(l.Say(text.WentWrong)) + "</title><p>" + template.HTMLEscapeString(l.Say(text.WentWrongHere))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	send(w, r, http.StatusInternalServerError, []byte(plain))
}

// failed answers for an error about which people can do nothing. Expected errors,
// such as an unreachable database, are not logged for each page.
func (p *pages) failed(w http.ResponseWriter, r *http.Request, err error) {
	if _, fault := chat.Public(err); fault {
		p.log.ErrorContext(r.Context(), "a page failed", "route", r.Pattern, "error", err)
	}
	p.notice(w, r, http.StatusServiceUnavailable, notice{
		Heading: text.WentWrong, Text: text.WentWrongWhy, Way: "/", Button: text.OpenConfab,
	})
}

// later answers for an error of a page that is no form: with what it says if it is
// meant for people, and the button of n.
func (p *pages) later(w http.ResponseWriter, r *http.Request, err error, n notice) {
	var e *wire.Error
	_, status, ok := refused(w, r, err)
	if !ok || !errors.As(err, &e) {
		p.failed(w, r, err)
		return
	}
	n.Heading, n.Text = text.OneMoment, e.Text()
	p.notice(w, r, status, n)
}

// refused turns an error of auth into a status and a sentence at each field, in
// the language of whoever sent r. ok is false if err is not meant for people.
func refused(w http.ResponseWriter, r *http.Request, err error) (at map[string]string, status int, ok bool) {
	l := language.Of(r)
	var problems auth.Problems
	var e *wire.Error
	switch {
	case errors.As(err, &problems):
		at = map[string]string{}
		for field, sentence := range problems {
			at[field] = l.Say(sentence)
		}
		return at, http.StatusUnprocessableEntity, true
	case errors.As(err, &e):
		status = http.StatusUnprocessableEntity
		switch e.Code {
		case wire.CodeRate:
			status = http.StatusTooManyRequests
		case wire.CodeOverload:
			status = http.StatusServiceUnavailable
		}
		if e.RetryMS > 0 {
			w.Header().Set("Retry-After", strconv.FormatInt((e.RetryMS+999)/1000, 10))
		}
		return map[string]string{auth.FieldPassword: e.In(l)}, status, true
	}
	return nil, 0, false
}

// formLimit is the maximum size of a form, in bytes.
const formLimit = 32 << 10

// readForm parses r's form, or answers that it cannot be read.
func (p *pages) readForm(w http.ResponseWriter, r *http.Request) bool {
	r.Body = http.MaxBytesReader(w, r.Body, formLimit)
	err := r.ParseForm()
	if err == nil && r.Header.Get("Content-Type") != "" && len(r.PostForm) == 0 {
		err = fmt.Errorf("no form in %s", r.Header.Get("Content-Type"))
	}
	if err != nil {
		p.notice(w, r, http.StatusBadRequest, notice{
			Heading: text.FormUnreadable, Text: text.FormUnreadableWhy, Way: r.URL.Path, Button: text.Back,
		})
		return false
	}
	return true
}
