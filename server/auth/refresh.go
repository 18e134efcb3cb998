package auth

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/store"
)

// grace is how long a refresh token that was replaced still works, unless its
// successor is used first.
const grace = 60 * time.Second

// verdict is what becomes of a refresh token that was presented.
type verdict int

const (
	dead     verdict = iota // unknown, ended, expired
	inForce                 // the newest of its session
	replaced                // the one before, within its grace
	reused                  // an older one: stolen from one side or the other
)

// judge tells what a token with this hash is to its session.
func judge(s store.Session, hash []byte, now int64) verdict {
	switch {
	case s.Ended != 0, s.Expires <= now, s.Seen+idle.Milliseconds() <= now:
		return dead
	case bytes.Equal(hash, s.Token):
		return inForce
	case len(s.Previous) > 0 && bytes.Equal(hash, s.Previous) && now < s.PreviousUntil:
		return replaced
	}
	return reused
}

// Refresh exchanges a refresh token for a fresh pair. Returns ErrSignedOut if
// it does not hold any more; if it had been used before, its session ends.
func (x *Sessions) Refresh(ctx context.Context, refresh string) (Grant, error) {
	if refresh == "" || len(refresh) > 256 {
		return Grant{}, ErrSignedOut
	}
	hash, next, now := secret.Hash(refresh), x.successor(refresh), x.now().UnixMilli()
	var session store.Session
	var found verdict
	err := x.store.Update(ctx, func(tx store.Tx) error {
		s, err := tx.Sessions().ByToken(hash)
		if errors.Is(err, store.ErrNotFound) {
			found = dead
			return nil
		}
		if err != nil {
			return err
		}
		session, found = s, judge(s, hash, now)
		switch err := checkPresent(tx, s.User); {
		case errors.Is(err, ErrSignedOut), errors.Is(err, store.ErrNotFound):
			found = dead
		case err != nil:
			return err
		}
		switch found {
		case reused:
			return tx.Sessions().End(s.ID, now)
		case inForce, replaced:
			session = advance(s, hash, secret.Hash(next), now)
			return tx.Sessions().Update(session)
		}
		return nil
	})
	switch {
	case err != nil:
		return Grant{}, fmt.Errorf("refresh a session: %w", err)
	case found == reused:
		x.log.Warn("a used refresh token came back; its session was ended", "user", session.User, "session", session.ID)
		return Grant{}, ErrSignedOut
	case found == dead:
		return Grant{}, ErrSignedOut
	}
	return x.grant(session, next)
}

// advance puts next in the place of the token that was presented. One that
// was replaced before yields the same next again; its grace is not prolonged.
func advance(s store.Session, presented, next []byte, now int64) store.Session {
	if bytes.Equal(presented, s.Token) {
		s.Previous, s.PreviousUntil = presented, now+grace.Milliseconds()
	}
	s.Token, s.Seen = next, max(s.Seen, now)
	return s
}

// successor computes the token that comes after one. Only the server can, and
// it always comes out the same, so that it need not be remembered in the clear
// for an answer that was lost.
func (x *Sessions) successor(refresh string) string {
	mac := hmac.New(sha256.New, x.ring.Chain())
	mac.Write([]byte(refresh))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// refreshable reports whether Refresh would succeed now.
func (x *Sessions) refreshable(ctx context.Context, refresh string) (ok bool, err error) {
	if refresh == "" || len(refresh) > 256 {
		return false, nil
	}
	hash, now := secret.Hash(refresh), x.now().UnixMilli()
	err = x.store.View(ctx, func(tx store.Tx) error {
		s, err := tx.Sessions().ByToken(hash)
		if err == nil {
			err = checkPresent(tx, s.User)
		}
		if err == nil {
			found := judge(s, hash, now)
			ok = found == inForce || found == replaced
		}
		return err
	})
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, ErrSignedOut) {
		return false, nil
	}
	return ok, err
}
