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

// ErrSignedOut means that credentials are missing or invalid, or that their
// session has ended.
var ErrSignedOut error = wire.Refused(wire.CodeUnauthorized, text.PleaseSignIn)

// ErrForged means that a credential was never issued; it is an ErrSignedOut.
// Unlike one that expired or whose session ended, no honest client presents it.
var ErrForged = fmt.Errorf("forged: %w", ErrSignedOut)

// Identity is who sent a request.
type Identity struct {
	User    string
	Session string
	Expires time.Time // of the access token
}

// Authenticate returns who sent r, by its Bearer token or its cookie. It returns
// ErrForged for a token that this server did not issue, and ErrSignedOut if there
// is no valid one: none at all, expired, its session ended, its person banned.
// Other errors are the store's.
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
