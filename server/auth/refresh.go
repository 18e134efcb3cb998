package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// grace is how long a refresh token that was replaced still works, unless its
// successor is used first. The successor is not replaced before grace is over.
const grace = 60 * time.Second

// rateRefresh is how often one session may refresh. A program refreshes every ten
// minutes; the burst allows for many tabs that wake up together.
var rateRefresh = limits.Rate{PerSecond: 1, Burst: 60}

// verdict is what the server decides about a refresh token.
type verdict int

const (
	dead      verdict = iota // unknown, ended, expired
	banned                   // its person was banned or removed
	inForce                  // the newest of its session: it is replaced
	confirmed                // the newest, used for the first time: from now on the one before is invalid
	young                    // the newest, issued a moment ago: it stays
	replaced                 // the one before, within its grace
	reused                   // an older one, or from another program: stolen from one side or the other
)

// changes reports whether the verdict has to be written to the store.
func (v verdict) changes() bool { return v == inForce || v == confirmed || v == reused }

// presented is a refresh token that a client presented.
type presented struct {
	token string
	hash  []byte
	from  Client
}

// judge decides about a token by the state of its session.
func judge(s store.Session, p presented, now int64) verdict {
	switch {
	case s.Ended != 0, s.Expires <= now, s.Seen+idle.Milliseconds() <= now:
		return dead
	case bytes.Equal(p.hash, s.Token):
		switch {
		case now >= s.PreviousUntil:
			return inForce
		case len(s.Previous) > 0:
			return confirmed
		}
		return young
	case len(s.Previous) > 0 && bytes.Equal(p.hash, s.Previous) && now < s.PreviousUntil && !p.elsewhere(s):
		return replaced
	}
	return reused
}

// elsewhere reports whether p comes from another program than the one that had it
// replaced. The address alone does not count: a phone that left the house and
// lost the answer asks again from another network.
func (p presented) elsewhere(s store.Session) bool {
	return s.Agent != "" && p.from.Agent != "" && s.Agent != p.from.Agent
}

// Refresh exchanges a refresh token, presented by c, for a fresh pair. It returns
// ErrSignedOut if the token is not valid any more; if it had been used before,
// its session ends. For a banned person it returns ErrEnded, which is an
// ErrSignedOut. It returns a *wire.Error with CodeRate if the session refreshes
// too often.
func (x *Sessions) Refresh(ctx context.Context, refresh string, c Client) (Grant, error) {
	if refresh == "" || len(refresh) > 256 {
		return Grant{}, ErrSignedOut
	}
	p := presented{token: refresh, hash: secret.Hash(refresh), from: c}
	now := x.now().UnixMilli()
	var s store.Session
	var found verdict
	// A token that is unknown, or needs nothing written, must not occupy the
	// writer.
	err := x.store.View(ctx, func(tx store.Tx) (err error) {
		s, found, err = x.find(tx, p, now)
		return err
	})
	if err == nil && found != dead && found != banned {
		if wait, _ := x.pace.Take(ctx, s.ID, rateRefresh); wait > 0 { // a Memory never fails
			return Grant{}, throttled(wait)
		}
	}
	if err == nil && (found.changes() || found == replaced && !x.succeeds(s, p)) {
		err = x.store.Update(ctx, func(tx store.Tx) (err error) {
			if s, found, err = x.find(tx, p, now); err == nil {
				s, err = x.apply(tx, s, found, p, now)
			}
			return err
		})
	}
	switch {
	case err != nil:
		return Grant{}, fmt.Errorf("refresh a session: %w", err)
	case found == reused:
		x.log.Warn("a used refresh token came back; its session was ended", "user", s.User, "session", s.ID, "address", c.Address, "agent",
			c.Agent)
		return Grant{}, ErrSignedOut
	case found == banned:
		return Grant{}, ErrEnded
	case found == dead:
		return Grant{}, ErrSignedOut
	case found == confirmed, found == young:
		return x.grant(s, refresh)
	}
	return x.grant(s, x.successor(refresh, s.ID))
}

// find reads the session of a token and decides about the token. One that was
// issued here and that the store does not remember any more was used long ago.
func (x *Sessions) find(tx store.Tx, p presented, now int64) (s store.Session, found verdict, err error) {
	s, err = tx.Sessions().ByToken(p.hash)
	if errors.Is(err, store.ErrNotFound) {
		session, ours := x.sessionOf(p.token)
		if !ours {
			return s, dead, nil
		}
		s, err = tx.Sessions().ByID(session)
	}
	if errors.Is(err, store.ErrNotFound) {
		return s, dead, nil
	}
	if err != nil {
		return s, dead, err
	}
	found = judge(s, p, now)
	switch u, err := tx.Users().ByID(s.User); {
	case errors.Is(err, store.ErrNotFound):
		return s, dead, nil
	case err != nil:
		return s, dead, err
	case u.Gone:
		return s, banned, nil
	case u.Ghost:
		return s, dead, nil
	}
	return s, found, nil
}

// apply writes a verdict to the store.
func (x *Sessions) apply(tx store.Tx, s store.Session, found verdict, p presented, now int64) (store.Session, error) {
	switch found {
	case reused:
		return s, tx.Sessions().End(s.ID, now)
	case confirmed:
		s.Previous = nil
		return s, tx.Sessions().Update(s)
	case inForce:
		s.Previous, s.PreviousUntil = p.hash, now+grace.Milliseconds()
		s.Agent, s.Network = p.from.Agent, p.from.region()
	case replaced:
		if x.succeeds(s, p) {
			return s, nil // another tab did, a moment ago
		}
	default:
		return s, nil
	}
	s.Token, s.Seen = secret.Hash(x.successor(p.token, s.ID)), max(s.Seen, now)
	return s, tx.Sessions().Update(s)
}

// succeeds reports whether the session's current token is the successor of p. It
// is not if a node with another key replaced it.
func (x *Sessions) succeeds(s store.Session, p presented) bool {
	return bytes.Equal(s.Token, secret.Hash(x.successor(p.token, s.ID)))
}

// ErrEnded is the ErrSignedOut of a person whom others have banned.
var ErrEnded error = ended{}

type ended struct{}

func (ended) Error() string { return text.AccessEnded.String() }
func (ended) Unwrap() []error {
	return []error{wire.Refused(wire.CodeUnauthorized, text.AccessEnded), ErrSignedOut}
}
