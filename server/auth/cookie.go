package auth

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/confab/confab/server/clientip"
)

// The cookies' names. On HTTPS they get the prefix __Host-, which makes the
// browser refuse them from other hosts, on other paths and without Secure.
const (
	accessCookie  = "confab_access"
	refreshCookie = "confab_refresh"
	deviceCookie  = "confab_device"
	personCookie  = "confab_person"
	hostPrefix    = "__Host-"
)

// Cookies reads tokens from requests and sets them in browsers.
type Cookies struct {
	client *clientip.Finder
	public *url.URL // the public address; nil: the address of each request
	device devices
	now    func() time.Time
}

// HTTPS reports whether the browser that sent r uses HTTPS. If there is a public
// address, its scheme decides, whatever proxies say; otherwise the connection to
// this server or to a trusted proxy does. Cookies and headers depend on it.
func (k *Cookies) HTTPS(r *http.Request) bool {
	if k.public != nil {
		return k.public.Scheme == "https"
	}
	return k.client.HTTPS(r)
}

func (k *Cookies) cookieName(r *http.Request, name string) string {
	if k.HTTPS(r) {
		return hostPrefix + name
	}
	return name
}

// SetCookies sets g's tokens in the browser that sent r, and a cookie with the
// person's id that the app's pages can read: even offline they show what is
// stored in the browser only to that person. That cookie authenticates nothing
// and lasts as long as the session.
func (k *Cookies) SetCookies(w http.ResponseWriter, r *http.Request, g Grant) {
	now := k.now()
	k.setCookie(w, r, accessCookie, g.Access, g.Expires.Sub(now))
	k.setCookie(w, r, refreshCookie, g.Refresh, g.Until.Sub(now))
	k.setReadable(w, r, personCookie, g.User, g.Until.Sub(now))
	if k.device.deviceOf(k.deviceCookieOf(r), g.User) == "" {
		k.setCookie(w, r, deviceCookie, k.device.deviceMark(g.User), deviceLasts)
	}
}

// deviceLasts is how long a browser is recognised as one that somebody signed in
// with: the longest time that browsers allow.
const deviceLasts = 400 * 24 * time.Hour

// devices creates and checks the marks of browsers. *Sessions implements it.
type devices interface {
	deviceMark(user string) string
	deviceOf(mark, user string) string
}

func (k *Cookies) deviceCookieOf(r *http.Request) string {
	c, err := r.Cookie(k.cookieName(r, deviceCookie))
	if err != nil {
		return ""
	}
	return c.Value
}

// ClearCookies removes the tokens from the browser that sent r. The browser is
// still recognised as one that was used before.
func (k *Cookies) ClearCookies(w http.ResponseWriter, r *http.Request) {
	k.setCookie(w, r, accessCookie, "", -1)
	k.setCookie(w, r, refreshCookie, "", -1)
	k.setReadable(w, r, personCookie, "", -1)
}

// setCookie sets a cookie that scripts cannot read.
func (k *Cookies) setCookie(w http.ResponseWriter, r *http.Request, name, value string, lasts time.Duration) {
	c := k.cookie(r, name, value, lasts)
	c.HttpOnly = true
	http.SetCookie(w, c)
}

// setReadable sets a cookie that scripts of the app's pages can read.
func (k *Cookies) setReadable(w http.ResponseWriter, r *http.Request, name, value string, lasts time.Duration) {
	http.SetCookie(w, k.cookie(r, name, value, lasts))
}

func (k *Cookies) cookie(r *http.Request, name, value string, lasts time.Duration) *http.Cookie {
	age := int(lasts.Seconds())
	if age <= 0 {
		age = -1 // 0 would mean: until the browser is closed
	}
	return &http.Cookie{
		Name: k.cookieName(r, name), Value: value, Path: "/", MaxAge: age,
		Secure: k.HTTPS(r), SameSite: http.SameSiteStrictMode,
	}
}

// HasCookies reports whether the browser that sent r has one of this server's
// tokens, valid or not.
func (k *Cookies) HasCookies(r *http.Request) bool {
	_, err := r.Cookie(k.cookieName(r, accessCookie))
	return err == nil || k.RefreshCookie(r) != ""
}

// RefreshCookie returns the refresh token in r's cookies, or "".
func (k *Cookies) RefreshCookie(r *http.Request) string {
	c, err := r.Cookie(k.cookieName(r, refreshCookie))
	if err != nil {
		return ""
	}
	return c.Value
}

// KnowsPerson reports whether the browser that sent r still takes user for the one
// who is signed in: it has the readable cookie. A page that is signed out without a
// connection can remove only that one; the session's cookies stay until it is back.
func (k *Cookies) KnowsPerson(r *http.Request, user string) bool {
	c, err := r.Cookie(k.cookieName(r, personCookie))
	return err == nil && c.Value == user
}

// CookieUsed reports whether Authenticate would use r's cookie. Then the socket
// must check the Origin.
func (k *Cookies) CookieUsed(r *http.Request) bool {
	_, cookie := k.credential(r)
	return cookie
}

// credential returns the access token of r and whether it came in a cookie, which
// a browser adds by itself. An Authorization header takes precedence over the
// cookie, whatever it holds.
func (k *Cookies) credential(r *http.Request) (raw string, cookie bool) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, raw, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			raw = ""
		}
		return raw, false
	}
	c, err := r.Cookie(k.cookieName(r, accessCookie))
	if err != nil {
		return "", false
	}
	return c.Value, true
}

// ClientOf describes the program that sent r.
func (k *Cookies) ClientOf(r *http.Request) Client {
	name := deviceName(r.UserAgent())
	return Client{Address: k.client.Of(r), Device: name, Agent: name, Known: k.deviceCookieOf(r), Old: k.RefreshCookie(r)}
}
