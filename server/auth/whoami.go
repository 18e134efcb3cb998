package auth

import (
	"errors"
	"net/http"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Whoami describes the client that sent r, without changing anything.
func (a *Auth) Whoami(r *http.Request) (wire.Whoami, error) {
	place, err := a.Workspace(r.Context())
	if errors.Is(err, ErrNoWorkspace) {
		return wire.Whoami{State: wire.IdentitySetup}, nil
	}
	if err != nil {
		return wire.Whoami{}, err
	}
	answer := wire.Whoami{State: wire.IdentitySignedOut, Workspace: place.Name}
	who, err := a.Authenticate(r)
	if errors.Is(err, ErrSignedOut) {
		// Whether the refresh token is valid is disclosed only when it is used,
		// not here.
		if a.Cookies.RefreshCookie(r) != "" {
			answer.State = wire.IdentityRefresh
		}
		return answer, nil
	}
	if err != nil {
		return wire.Whoami{}, err
	}
	err = a.store.View(r.Context(), func(tx store.Tx) error {
		u, err := tx.Users().ByID(who.User)
		answer.User = &u.User
		return err
	})
	answer.State, answer.MainRoom = wire.IdentityOK, place.MainRoom
	answer.Session, answer.Expires = who.Session, who.Expires.UnixMilli()
	return answer, err
}

// JWKS returns the public halves of the signing keys, as JSON.
func (a *Auth) JWKS() []byte { return a.ring.JWKS() }
