package auth

import (
	"net/http"
	"time"
)

// The cookies' names. On HTTPS they get the prefix __Host-, which makes the
// browser refuse them from other hosts, on other paths and without Secure.
const (
	accessCookie  = "confab_access"
	refreshCookie = "confab_refresh"
	hostPrefix    = "__Host-"
)

func (a *Auth) cookieName(r *http.Request, name string) string {
	if a.HTTPS(r) {
		return hostPrefix + name
	}
	return name
}

// SetCookies gives g's tokens to the browser that sent r.
func (a *Auth) SetCookies(w http.ResponseWriter, r *http.Request, g Grant) {
	now := a.now()
	a.setCookie(w, r, accessCookie, g.Access, g.Expires.Sub(now))
	a.setCookie(w, r, refreshCookie, g.Refresh, g.Until.Sub(now))
}

// ClearCookies takes the tokens away from the browser that sent r.
func (a *Auth) ClearCookies(w http.ResponseWriter, r *http.Request) {
	a.setCookie(w, r, accessCookie, "", -1)
	a.setCookie(w, r, refreshCookie, "", -1)
}

func (a *Auth) setCookie(w http.ResponseWriter, r *http.Request, name, value string, lasts time.Duration) {
	age := int(lasts.Seconds())
	if age <= 0 {
		age = -1 // 0 would mean: until the browser is closed
	}
	http.SetCookie(w, &http.Cookie{
		Name: a.cookieName(r, name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: a.HTTPS(r), SameSite: http.SameSiteStrictMode,
	})
}

// RefreshCookie returns the refresh token that r's browser holds, or "".
func (a *Auth) RefreshCookie(r *http.Request) string {
	c, err := r.Cookie(a.cookieName(r, refreshCookie))
	if err != nil {
		return ""
	}
	return c.Value
}
