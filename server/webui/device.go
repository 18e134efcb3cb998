package webui

import (
	"encoding/base64"
	"errors"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
)

// device is the pages by which somebody who is signed in on one device signs in
// on another.
type device struct {
	u      *ui
	own    account
	passes auth.Passes
}

// passPage shows a pass.
type passPage struct {
	page
	Token  string
	Link   string
	Code   template.URL // the QR code as an image; "": another device could not open the link
	Host   string       // of the link
	Inside string       // the name of the workspace
}

// myDevices is where people see their sessions.
func myDevices() string { return route.Section(route.Sessions) }

// ask says what a pass is. It makes none: pages are also opened by who looks ahead.
func (d device) ask(w http.ResponseWriter, r *http.Request) {
	if _, ok := d.own.visitor(w, r); ok {
		d.u.pages.notice(w, r, http.StatusOK, notice{
			Heading: text.PassHeading, Text: text.PassAsk, Way: "/account/device", Button: text.PassMake, Post: true,
		})
	}
}

// make makes a pass and shows it.
func (d device) make(w http.ResponseWriter, r *http.Request) {
	who, ok := d.own.visitor(w, r)
	if !ok {
		return
	}
	token, err := d.passes.Make(r.Context(), who)
	if err != nil {
		d.u.pages.later(w, r, err, notice{Way: myDevices(), Button: text.PassDevices})
		return
	}
	p, err := d.shown(r, token)
	if err != nil {
		d.u.pages.failed(w, r, err)
		return
	}
	d.u.pages.render(w, r, http.StatusOK, "pass.html", p)
}

// shown is the page of a pass.
func (d device) shown(r *http.Request, token string) (passPage, error) {
	p := passPage{page: d.u.pages.page(r, text.PassHeading), Token: token}
	place, err := d.u.auth.Workspace(r.Context())
	if err != nil {
		return p, err
	}
	origin, err := d.u.origin(r)
	if err != nil {
		return p, err
	}
	p.Inside, p.Link = place.Name, origin+"/device/"+token
	at, err := url.Parse(origin)
	if err != nil {
		return p, err
	}
	if p.Host = at.Hostname(); onlyHere(p.Host) {
		return p, nil
	}
	svg, err := d.u.qr.draw(p.Link)
	p.Code = template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg))
	return p, err
}

// onlyHere reports whether every machine calls itself by this name.
func onlyHere(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

// state says what has become of a pass. While it waits, the answer is for the
// script of its page, which asks again.
func (d device) state(w http.ResponseWriter, r *http.Request) {
	who, ok := d.own.visitor(w, r)
	if !ok || !d.u.pages.readForm(w, r) {
		return
	}
	p, err := d.passes.State(r.Context(), who, r.PostFormValue("pass"))
	switch {
	case err != nil:
		d.u.pages.failed(w, r, err)
	case p.Waiting:
		w.WriteHeader(http.StatusAccepted)
	case p.Device != "":
		d.u.pages.notice(w, r, http.StatusOK, notice{
			Heading: text.PassUsed(p.Device), Text: text.PassUsedWhy, Way: myDevices(), Button: text.PassDevices,
		})
	default:
		d.u.pages.notice(w, r, http.StatusOK, notice{
			Heading: text.PassOver, Text: text.PassOverWhy, Way: "/account/device", Button: text.PassAgain, Post: true,
		})
	}
}

// cancel takes a pass back.
func (d device) cancel(w http.ResponseWriter, r *http.Request) {
	who, ok := d.own.visitor(w, r)
	if !ok || !d.u.pages.readForm(w, r) {
		return
	}
	if err := d.passes.Cancel(r.Context(), who, r.PostFormValue("pass")); err != nil {
		d.u.pages.failed(w, r, err)
		return
	}
	http.Redirect(w, r, myDevices(), http.StatusSeeOther)
}

// show asks whoever holds a pass whether to sign in by it. Opening the page does
// not use the pass up: programs that look at links open it too.
func (d device) show(w http.ResponseWriter, r *http.Request) {
	if d.inside(w, r) {
		return
	}
	p, err := d.passes.Shown(r.Context(), r.PathValue("code"), d.u.auth.Cookies.ClientOf(r))
	if err != nil {
		d.broken(w, r, err)
		return
	}
	d.u.pages.notice(w, r, http.StatusOK, notice{
		Heading: text.PassEnter(p.Name), Text: text.PassEnterWhy(p.Workspace, p.Email),
		Way: r.URL.Path, Button: text.PassEnterGo(p.Name), Post: true,
	})
}

// enter signs the person of a pass in.
func (d device) enter(w http.ResponseWriter, r *http.Request) {
	if d.inside(w, r) {
		return
	}
	g, err := d.passes.Use(r.Context(), r.PathValue("code"), d.u.auth.Cookies.ClientOf(r))
	if err != nil {
		d.broken(w, r, err)
		return
	}
	d.u.auth.Cookies.SetCookies(w, r, g)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// inside answers if somebody is signed in at this browser: nobody is brought into
// another account by a link.
func (d device) inside(w http.ResponseWriter, r *http.Request) bool {
	_, err := d.u.auth.Visitor(w, r)
	switch {
	case errors.Is(err, auth.ErrSignedOut):
		return false
	case err != nil:
		d.u.pages.failed(w, r, err)
	default:
		d.u.pages.notice(w, r, http.StatusConflict, notice{
			Heading: text.PassInside, Text: text.PassInsideWhy, Way: "/", Button: text.OpenConfab,
		})
	}
	return true
}

// broken answers for a pass that does not work, or of which it is not known
// whether it does.
func (d device) broken(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, auth.ErrPassSpent) {
		d.u.pages.notice(w, r, http.StatusNotFound, notice{
			Heading: text.PassOver, Text: text.PassSpentWhy, Way: "/signin", Button: text.BackToSignIn,
		})
		return
	}
	d.u.pages.later(w, r, err, notice{Way: r.URL.Path, Button: text.TryAgain})
}
