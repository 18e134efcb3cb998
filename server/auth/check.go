package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/confab/confab/server/auth/token"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Live tells which sessions are live. For requests it answers from a short-lived
// cache, for open connections from the store.
type Live struct {
	cache *live
	store store.Store // a view for requests, which have priority
	calm  store.Store
	now   func() time.Time
}

// check returns ErrSignedOut unless the token's session is live and its person
// may use the server.
func (x *Live) check(ctx context.Context, claims token.Claims) error {
	known, changes := x.cache.has(claims.Session, claims.User)
	if known {
		return nil
	}
	if x.cache.over(claims.Session) {
		return ErrSignedOut
	}
	ended := false
	err := x.store.View(ctx, func(tx store.Tx) (err error) {
		ended, err = checkSession(tx, claims.Session, claims.User, x.now().UnixMilli())
		return err
	})
	switch {
	case errors.Is(err, ErrSignedOut):
		if ended {
			x.cache.bury(claims.Session)
		}
		return ErrSignedOut
	case err != nil:
		return fmt.Errorf("look up a session: %w", err)
	}
	x.cache.put(claims.Session, claims.User, changes)
	return nil
}

// Check returns ErrSignedOut unless session belongs to user and is live, and user
// may use the server. It applies the rule of Authenticate to open connections. It
// asks the store each time, so that it also finds changes of which a hint was
// lost.
func (x *Live) Check(ctx context.Context, user, session string) error {
	err := x.calm.View(ctx, func(tx store.Tx) error {
		_, err := checkSession(tx, session, user, x.now().UnixMilli())
		return err
	})
	if err != nil && !errors.Is(err, ErrSignedOut) {
		return fmt.Errorf("look up a session: %w", err)
	}
	return err
}

// checkSession returns ErrSignedOut unless session belongs to user and is live at
// the time at, and user may use the server. ended reports that the session has
// ended for good.
func checkSession(tx store.Tx, session, user string, at int64) (ended bool, err error) {
	s, err := tx.Sessions().ByID(session)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return true, ErrSignedOut
	case err != nil:
		return false, err
	case s.Ended != 0 || s.Expires <= at || s.User != user:
		return s.Ended != 0, ErrSignedOut
	}
	return false, checkPresent(tx, user)
}

// checkPresent returns ErrSignedOut if user is banned or cannot sign in.
func checkPresent(tx store.Tx, user string) error {
	u, err := tx.Users().ByID(user)
	if errors.Is(err, store.ErrNotFound) || err == nil && (u.Gone || u.Ghost) {
		return ErrSignedOut
	}
	return err
}

// Forget drops the cache entries of ended sessions and changed people. It is for
// hints from other nodes; commits of this node's store are seen without it.
func (x *Live) Forget(ended []string, users []wire.User) { x.cache.forget(ended, users) }

// Watch must be called when hints from other nodes stop arriving, and when they
// arrive again: see broker.Broker. In between, a cached answer is used for
// trustDeaf at most.
func (x *Live) Watch(up bool) { x.cache.watch(up) }
