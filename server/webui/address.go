package webui

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/config"
)

// The ways in which people find a server.
const (
	wayNear   = "network"
	wayDomain = "domain"
	wayProxy  = "proxy"
	wayHere   = "here"
)

// addressPage asks where people will find the workspace.
type addressPage struct {
	page
	Workspace string
	First     bool // right after the first run
	Way       string
	Near      []string // host:port of this machine
	Chosen    string   // of Near
	Alone     bool     // the server listens on its own machine only
	NearLine  string   // what makes it listen to others
	Domain    field
	Proxy     field
	Trouble   string // with the certificate
}

// linePage shows the line that starts the server so that it is found there.
type linePage struct {
	page
	Heading, Text, Line string
}

// showAddress asks who runs the workspace where people will find it.
func (u *ui) showAddress(w http.ResponseWriter, r *http.Request) {
	if _, ok := u.runner(w, r); !ok {
		return
	}
	address, err := u.auth.Address(r.Context())
	if err != nil {
		u.failed(w, r, err)
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
	u.renderAddress(w, r, http.StatusOK, p)
}

// setAddress takes the answer.
func (u *ui) setAddress(w http.ResponseWriter, r *http.Request) {
	user, ok := u.runner(w, r)
	if !ok || !u.readForm(w, r) {
		return
	}
	p := addressPage{First: r.PostFormValue("first") != "", Way: r.PostFormValue("way"), Chosen: r.PostFormValue("near")}
	p.Domain.Value, p.Proxy.Value = strings.TrimSpace(r.PostFormValue("domain")), strings.TrimSpace(r.PostFormValue("proxy"))
	address, line := "", (*linePage)(nil)
	switch p.Way {
	case wayNear:
		near, err := u.places.nearby()
		if err != nil || !slices.Contains(near, p.Chosen) {
			p.Chosen = "" // it has moved to another network meanwhile
			u.renderAddress(w, r, http.StatusUnprocessableEntity, p)
			return
		}
		address = "http://" + p.Chosen
		if u.places.Alone {
			line = &linePage{Heading: "One line to let the others in", Line: u.places.Line("--listen", ":"+u.places.Port),
				Text: "Invites begin with " + address + " from now on. The server still listens to this computer only: stop it, and start it like this."}
		}
	case wayDomain:
		name, err := config.Domain(p.Domain.Value, true)
		if err != nil {
			p.Domain.Error = "Enter a name such as chat.example.org that is known in the internet."
			u.renderAddress(w, r, http.StatusUnprocessableEntity, p)
			return
		}
		line = &linePage{Heading: "One line to HTTPS", Line: u.places.Line("--domain", name),
			Text: "Point the name's A or AAAA record at this machine, and let ports 80 and 443 reach it. Then stop the server and start it like this: " +
				"the certificate comes by itself, and invites begin with https://" + name + "."}
		p.Way = ""
	case wayProxy:
		at, err := config.Origin(p.Proxy.Value)
		if err != nil {
			p.Proxy.Error = "Enter the address that people type, such as https://chat.example.org."
			u.renderAddress(w, r, http.StatusUnprocessableEntity, p)
			return
		}
		address = at.Scheme + "://" + at.Host
		line = &linePage{Heading: "One line for your proxy", Line: u.places.Line("--public-url", address, "--trusted-proxy", "127.0.0.1"),
			Text: "Invites begin with " + address + " from now on. Start the server like this, with the proxy's own address in place of 127.0.0.1 if it runs elsewhere, " +
				"so that it believes the proxy who is calling, and by HTTPS."}
	case wayHere:
	default:
		u.renderAddress(w, r, http.StatusUnprocessableEntity, p)
		return
	}
	if p.Way != "" {
		if err := u.auth.SetAddress(r.Context(), user, address); err != nil {
			u.failed(w, r, err)
			return
		}
	}
	if line != nil {
		line.page = u.page(r, line.Heading)
		u.render(w, r, http.StatusOK, "line.html", line)
		return
	}
	http.Redirect(w, r, u.invitePlace(r), http.StatusSeeOther)
}

// runner returns who sent r if they run the workspace and there is something to
// say; else it has answered.
func (u *ui) runner(w http.ResponseWriter, r *http.Request) (user string, ok bool) {
	user, err := u.member(w, r)
	if errors.Is(err, auth.ErrSignedOut) {
		http.Redirect(w, r, "/signin", http.StatusSeeOther)
		return "", false
	}
	if err == nil {
		err = u.auth.Runs(r.Context(), user)
	}
	switch {
	case errors.Is(err, auth.ErrNotYours):
		u.notice(w, r, http.StatusForbidden, notice{Heading: "This is for admins", Way: "/", Button: "Open Confab",
			Text: "Where people find the workspace is for its owners and admins to say."})
	case err != nil:
		u.failed(w, r, err)
	case u.places == nil:
		u.missing(w, r)
	case u.places.Fixed != "":
		text := "The server was started with this address, and invites begin with it. To change that, start it with another one."
		if trouble := u.places.Trouble(); trouble != "" {
			text = "The server was started with this address. There is trouble with its certificate: " + trouble + "."
		}
		u.notice(w, r, http.StatusOK, notice{Heading: "People find it at " + u.places.Fixed, Text: text, Way: u.invitePlace(r), Button: "Open the workspace"})
	default:
		return user, true
	}
	return "", false
}

// invitePlace is the main room, with an invite.
func (u *ui) invitePlace(r *http.Request) string {
	place, err := u.auth.Workspace(r.Context())
	if err != nil || place.MainRoom == "" {
		return "/"
	}
	return "/r/" + place.MainRoom + "?invite=1"
}

func (u *ui) renderAddress(w http.ResponseWriter, r *http.Request, status int, p addressPage) {
	p.page = u.page(r, "Where will people find it? · Confab")
	if place, err := u.auth.Workspace(r.Context()); err == nil {
		p.Workspace = place.Name
	}
	near, err := u.places.nearby()
	if err != nil {
		u.log.Warn("the machine's addresses are not known", "error", err)
	}
	p.Near, p.Alone, p.Trouble = near, u.places.Alone, u.places.Trouble()
	if p.Alone {
		p.NearLine = u.places.Line("--listen", ":"+u.places.Port)
	}
	if len(near) == 0 && p.Way == wayNear {
		p.Way = wayHere
	}
	p.Domain.ID, p.Domain.Label, p.Domain.Type, p.Domain.Autocomplete = "domain", "Domain", "text", "off"
	p.Domain.Help = "The server is started once more for that: the next page has the line."
	p.Proxy.ID, p.Proxy.Label, p.Proxy.Type, p.Proxy.Autocomplete = "proxy", "Address that people type", "url", "off"
	p.Proxy.Help = "Such as https://chat.example.org."
	p.Domain.Focus, p.Proxy.Focus = p.Domain.Error != "", p.Proxy.Error != ""
	u.render(w, r, status, "address.html", p)
}
