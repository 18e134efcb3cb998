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

// Cookies carries tokens between requests and browsers.
type Cookies struct {
	client *clientip.Finder
	public *url.URL // the address people type; nil: whatever they typed
	device devices
	now    func() time.Time
}

// HTTPS reports whether the browser that sent r speaks HTTPS: as the public
// address says if there is one, whatever proxies tell, else with us or with a
// proxy we trust. It decides about cookies and headers.
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

// SetCookies gives g's tokens to the browser that sent r, and says whose they are
// in a cookie that a page of ours may read: without a network too it then shows
// what it has kept to that person alone. It proves nothing and lasts as the
// session does.
func (k *Cookies) SetCookies(w http.ResponseWriter, r *http.Request, g Grant) {
	now := k.now()
	k.setCookie(w, r, accessCookie, g.Access, g.Expires.Sub(now))
	k.setCookie(w, r, refreshCookie, g.Refresh, g.Until.Sub(now))
	k.setReadable(w, r, personCookie, g.User, g.Until.Sub(now))
	if k.device.deviceOf(k.deviceCookieOf(r), g.User) == "" {
		k.setCookie(w, r, deviceCookie, k.device.deviceMark(g.User), deviceLasts)
	}
}

// deviceLasts is how long a browser is known for one that somebody signed in
// with, at most: what browsers take for the longest.
const deviceLasts = 400 * 24 * time.Hour

// devices makes and knows the marks of browsers. *Sessions does.
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

// ClearCookies takes the tokens away from the browser that sent r. It remains
// known for one that was used before.
func (k *Cookies) ClearCookies(w http.ResponseWriter, r *http.Request) {
	k.setCookie(w, r, accessCookie, "", -1)
	k.setCookie(w, r, refreshCookie, "", -1)
	k.setReadable(w, r, personCookie, "", -1)
}

// setCookie sets a cookie that no script can read.
func (k *Cookies) setCookie(w http.ResponseWriter, r *http.Request, name, value string, lasts time.Duration) {
	c := k.cookie(r, name, value, lasts)
	c.HttpOnly = true
	http.SetCookie(w, c)
}

// setReadable sets a cookie that our pages can read.
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

// HasCookies reports whether r's browser holds a token of ours, good or not.
func (k *Cookies) HasCookies(r *http.Request) bool {
	_, err := r.Cookie(k.cookieName(r, accessCookie))
	return err == nil || k.RefreshCookie(r) != ""
}

// RefreshCookie returns the refresh token that r's browser holds, or "".
func (k *Cookies) RefreshCookie(r *http.Request) string {
	c, err := r.Cookie(k.cookieName(r, refreshCookie))
	if err != nil {
		return ""
	}
	return c.Value
}

// CookieUsed reports whether Authenticate would go by r's cookie, so that the
// socket must check the Origin.
func (k *Cookies) CookieUsed(r *http.Request) bool {
	_, cookie := k.credential(r)
	return cookie
}

// credential returns the access token of r and whether it came in a cookie,
// which a browser adds by itself. An Authorization header outranks the cookie,
// whatever it holds.
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

// ClientOf describes the browser that sent r.
func (k *Cookies) ClientOf(r *http.Request) Client {
	name := deviceName(r.UserAgent())
	return Client{Address: k.client.Of(r), Device: name, Agent: name, Known: k.deviceCookieOf(r), Old: k.RefreshCookie(r)}
}
