package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/confab/confab/server/auth/token"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// ErrSignedOut is returned for credentials that are missing or invalid, or
// whose session has ended.
var ErrSignedOut error = wire.Fail(wire.CodeUnauthorized, "Please sign in.")

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
	raw, _ := a.credential(r)
	claims, err := a.tokens.Parse(raw)
	switch {
	case raw == "" || errors.Is(err, token.ErrExpired):
		return Identity{}, ErrSignedOut
	case err != nil:
		return Identity{}, ErrForged
	}
	if err := a.checkLive(r.Context(), claims); err != nil {
		return Identity{}, err
	}
	return Identity{User: claims.User, Session: claims.Session, Expires: claims.Expires}, nil
}

// checkLive returns ErrSignedOut unless the token's session is live and its
// person may be here.
func (a *Auth) checkLive(ctx context.Context, claims token.Claims) error {
	known, changes := a.live.has(claims.Session, claims.User)
	if known {
		return nil
	}
	if a.live.over(claims.Session) {
		return ErrSignedOut
	}
	now, ended := a.millis(), false
	err := a.store.View(ctx, func(tx store.Tx) error {
		s, err := tx.Sessions().ByID(claims.Session)
		ended = errors.Is(err, store.ErrNotFound) || err == nil && s.Ended != 0
		if err != nil {
			return err
		}
		if s.Ended != 0 || s.Expires <= now || s.User != claims.User {
			return ErrSignedOut
		}
		return checkPresent(tx, s.User)
	})
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, ErrSignedOut):
		if ended {
			a.live.bury(claims.Session)
		}
		return ErrSignedOut
	case err != nil:
		return fmt.Errorf("look up a session: %w", err)
	}
	a.live.put(claims.Session, claims.User, changes)
	return nil
}

// checkPresent returns ErrSignedOut if user is banned or cannot sign in.
func checkPresent(tx store.Tx, user string) error {
	u, err := tx.Users().ByID(user)
	if err == nil && (u.Gone || u.Ghost) {
		err = ErrSignedOut
	}
	return err
}
