package auth

import (
	"errors"
	"net/http"
)

// Visitor returns who sent r. It renews an expired access token, because the pages
// that the server renders have no script that could. It returns ErrSignedOut if nobody
// is signed in.
func (a *Auth) Visitor(w http.ResponseWriter, r *http.Request) (Identity, error) {
	who, err := a.Authenticate(r)
	refresh := a.Cookies.RefreshCookie(r)
	if !errors.Is(err, ErrSignedOut) || refresh == "" {
		return who, err
	}
	g, err := a.Sessions.Refresh(r.Context(), refresh, a.Cookies.ClientOf(r))
	if err != nil {
		return Identity{}, err
	}
	a.Cookies.SetCookies(w, r, g)
	return Identity{User: g.User, Session: g.Session, Expires: g.Expires}, nil
}
