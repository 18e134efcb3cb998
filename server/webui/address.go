package webui

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/config"
	"github.com/confab/confab/server/language"
	"github.com/confab/confab/shared/text"
)

// The ways in which people reach a server.
const (
	wayNear   = "network"
	wayDomain = "domain"
	wayProxy  = "proxy"
	wayHere   = "here"
)

// addressPage asks how people will reach the workspace.
type addressPage struct {
	page
	Workspace string
	First     bool // right after the first run
	Way       string
	Near      []string // host:port of this machine
	Chosen    string   // of Near
	Alone     bool     // the server listens only on its own machine
	NearLine  string   // the command line that makes it listen to others
	Domain    field
	Proxy     field
	Trouble   string // what is wrong with the certificate
}

// linePage shows the command line that starts the server so that it can be
// reached that way.
type linePage struct {
	page
	Heading, Text text.Text
	Line          string
}

// addresses are the pages about the address of the workspace.
type addresses struct {
	u      *ui
	places *Places // nil: do not ask
	where  auth.Where
}

// show asks an owner or admin how people will reach the workspace.
func (a *addresses) show(w http.ResponseWriter, r *http.Request) {
	if _, ok := a.runner(w, r); !ok {
		return
	}
	address, err := a.where.Address(r.Context())
	if err != nil {
		a.u.pages.failed(w, r, err)
		return
	}
	p := addressPage{First: r.URL.Query().Has("first")}
	switch at, err := url.Parse(address); {
	case err != nil || address == "":
		p.Way = wayNear
		if !p.First {
			p.Way = wayHere
		}
	case at.Scheme == "http":
		p.Way, p.Chosen = wayNear, at.Host
	default:
		p.Way, p.Proxy.Value = wayProxy, address
	}
	a.render(w, r, http.StatusOK, p)
}

// set processes the form.
func (a *addresses) set(w http.ResponseWriter, r *http.Request) {
	user, ok := a.runner(w, r)
	if !ok || !a.u.pages.readForm(w, r) {
		return
	}
	p := addressPage{First: r.PostFormValue("first") != "", Way: r.PostFormValue("way"), Chosen: r.PostFormValue("near")}
	p.Domain.Value, p.Proxy.Value = strings.TrimSpace(r.PostFormValue("domain")), strings.TrimSpace(r.PostFormValue("proxy"))
	address, line := "", (*linePage)(nil)
	switch p.Way {
	case wayNear:
		near, err := a.places.nearby()
		if err != nil || !slices.Contains(near, p.Chosen) {
			p.Chosen = "" // the machine has moved to another network meanwhile
			a.render(w, r, http.StatusUnprocessableEntity, p)
			return
		}
		address = "http://" + p.Chosen
		if a.places.Alone {
			line = &linePage{Heading: text.LineToListen, Text: text.LineToListenWhy(address),
				Line: a.places.Line("--listen", ":"+a.places.Port)}
		}
	case wayDomain:
		name, err := config.Domain(p.Domain.Value, true)
		if err != nil {
			p.Domain.Error = language.Of(r).Say(text.DomainWrong)
			a.render(w, r, http.StatusUnprocessableEntity, p)
			return
		}
		line = &linePage{Heading: text.LineToHTTPS, Text: text.LineToHTTPSWhy("https://" + name), Line: a.places.Line("--domain", name)}
		p.Way = ""
	case wayProxy:
		at, err := config.Origin(p.Proxy.Value)
		if err != nil {
			p.Proxy.Error = language.Of(r).Say(text.TypedAddressWrong)
			a.render(w, r, http.StatusUnprocessableEntity, p)
			return
		}
		address = at.Scheme + "://" + at.Host
		line = &linePage{Heading: text.LineForProxy, Text: text.LineForProxyWhy(address),
			Line: a.places.Line("--public-url", address, "--trusted-proxy", "127.0.0.1")}
	case wayHere:
	default:
		a.render(w, r, http.StatusUnprocessableEntity, p)
		return
	}
	if p.Way != "" {
		if err := a.where.SetAddress(r.Context(), user, address); err != nil {
			a.u.pages.failed(w, r, err)
			return
		}
	}
	if line != nil {
		line.page = a.u.pages.page(r, line.Heading)
		a.u.pages.render(w, r, http.StatusOK, "line.html", line)
		return
	}
	http.Redirect(w, r, a.invitePlace(r), http.StatusSeeOther)
}

// runner returns who sent r if they are an owner or admin and there is something
// to ask; otherwise it has answered r.
func (a *addresses) runner(w http.ResponseWriter, r *http.Request) (user string, ok bool) {
	who, err := a.u.auth.Visitor(w, r)
	if errors.Is(err, auth.ErrSignedOut) {
		http.Redirect(w, r, "/signin", http.StatusSeeOther)
		return "", false
	}
	if err == nil {
		err = a.where.Runs(r.Context(), who.User)
	}
	switch {
	case errors.Is(err, auth.ErrNotYours):
		a.u.pages.notice(w, r, http.StatusForbidden, notice{Heading: text.ForAdmins, Text: text.ForAdminsWhy, Way: "/",
			Button: text.OpenConfab})
	case err != nil:
		a.u.pages.failed(w, r, err)
	case a.places == nil:
		a.u.pages.missing(w, r)
	case a.places.Fixed != "":
		why := text.AddressIsFixed
		if trouble := a.places.Trouble(); trouble != "" {
			why = text.AddressTrouble(trouble)
		}
		a.u.pages.notice(w, r, http.StatusOK, notice{Heading: text.FoundAt(a.places.Fixed), Text: why, Way: a.invitePlace(r),
			Button: text.OpenWorkspace})
	default:
		return who.User, true
	}
	return "", false
}

// after is the page that follows the first run: the question about the address,
// if it has to be asked.
func (a *addresses) after(r *http.Request) string {
	if a.places != nil && a.places.Fixed == "" {
		return "/address?first"
	}
	return a.invitePlace(r)
}

// invitePlace is the app's page of the main room, with the dialog of an invite.
func (a *addresses) invitePlace(r *http.Request) string {
	place, err := a.u.auth.Workspace(r.Context())
	if err != nil || place.MainRoom == "" {
		return "/"
	}
	return "/r/" + place.MainRoom + "?invite=1"
}

func (a *addresses) render(w http.ResponseWriter, r *http.Request, status int, p addressPage) {
	p.page = a.u.pages.page(r, text.WhereTitle)
	if place, err := a.u.auth.Workspace(r.Context()); err == nil {
		p.Workspace = place.Name
	}
	near, err := a.places.nearby()
	if err != nil {
		a.u.pages.log.Warn("the machine's addresses are not known", "error", err)
	}
	p.Near, p.Alone, p.Trouble = near, a.places.Alone, a.places.Trouble()
	if p.Alone {
		p.NearLine = a.places.Line("--listen", ":"+a.places.Port)
	}
	if len(near) == 0 && p.Way == wayNear {
		p.Way = wayHere
	}
	p.Domain.ID, p.Domain.Label, p.Domain.Type, p.Domain.Autocomplete = "domain", text.Domain, "text", "off"
	p.Domain.Help = text.DomainHelp
	p.Proxy.ID, p.Proxy.Label, p.Proxy.Type, p.Proxy.Autocomplete = "proxy", text.TypedAddress, "url", "off"
	p.Proxy.Help = text.TypedAddressHelp
	p.Domain.Focus, p.Proxy.Focus = p.Domain.Error != "", p.Proxy.Error != ""
	a.u.pages.render(w, r, status, "address.html", p)
}
