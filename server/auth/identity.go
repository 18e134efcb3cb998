package auth

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/confab/confab/server/auth/token"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// ErrSignedOut is returned for credentials that are missing or invalid, or
// whose session has ended.
var ErrSignedOut error = wire.Refused(wire.CodeUnauthorized, text.PleaseSignIn)

// ErrForged is ErrSignedOut for a credential that was never given out. Unlike
// one that ran out, or whose session ended, no honest client shows it.
var ErrForged = fmt.Errorf("forged: %w", ErrSignedOut)

// Identity is who a request comes from.
type Identity struct {
	User    string
	Session string
	Expires time.Time // of the access token
}

// Authenticate tells who r comes from, by its Bearer token or its cookie.
// Returns ErrForged for one that is not ours, and ErrSignedOut if there is none
// that holds: none at all, expired, its session ended, its person banned. Other
// errors are the store's.
func (a *Auth) Authenticate(r *http.Request) (Identity, error) {
	raw, _ := a.Cookies.credential(r)
	claims, err := a.tokens.Parse(raw)
	switch {
	case raw == "" || errors.Is(err, token.ErrExpired):
		return Identity{}, ErrSignedOut
	case err != nil:
		return Identity{}, ErrForged
	}
	if err := a.Live.check(r.Context(), claims); err != nil {
		return Identity{}, err
	}
	return Identity{User: claims.User, Session: claims.Session, Expires: claims.Expires}, nil
}
