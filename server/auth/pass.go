package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/auth/throttle"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
)

// passLasts is how long a pass works. It is on a screen, where others see it too.
const passLasts = 2 * time.Minute

// ratePasses is how many passes one person may have made, on each node.
var ratePasses = limits.Rate{PerSecond: 10.0 / 3600, Burst: 10}

// ErrPassSpent means that a pass does not work: it was never made, was used, taken
// back or replaced, has expired, or the session that made it has ended. Which of
// these it is, is not disclosed.
var ErrPassSpent = errors.New("auth: this pass does not work any more")

// Passes sign people in on another device. A pass is made by a session, for its own
// person, and works once.
type Passes struct {
	auth *Auth
	pace *ratelimit.Memory
}

// PassesOf returns the Passes of a's accounts.
func PassesOf(a *Auth) Passes { return Passes{a, ratelimit.NewMemory(a.now)} }

// Make makes a pass for the person of a session, whose older one does not work
// afterwards. Its token is only in the answer. It returns a *wire.Error with CodeRate.
func (x Passes) Make(ctx context.Context, who Identity) (string, error) {
	if wait, _ := x.pace.Take(ctx, who.User, ratePasses); wait > 0 { // a Memory never fails
		return "", throttled(wait)
	}
	token, hash := secret.New()
	now := x.auth.millis()
	err := x.auth.store.Update(ctx, func(tx store.Tx) error {
		return tx.Codes().Put(store.Code{
			Kind: store.CodePass, User: who.User, Hash: hash, By: who.Session, Created: now, Expires: now + passLasts.Milliseconds(),
		})
	})
	if err != nil {
		return "", fmt.Errorf("make a pass: %w", err)
	}
	return token, nil
}

// PassState is what has become of a pass.
type PassState struct {
	Waiting bool
	Device  string // what was signed in by it; "": nothing
}

// State says what has become of a pass, to the session that made it.
func (x Passes) State(ctx context.Context, who Identity, token string) (p PassState, err error) {
	at := x.auth.millis()
	err = x.auth.store.View(ctx, func(tx store.Tx) error {
		p = PassState{}
		code, err := tx.Codes().ByHash(store.CodePass, secret.Hash(token))
		switch {
		case errors.Is(err, store.ErrNotFound):
			return nil
		case err != nil || code.User != who.User:
			return err
		case code.By == who.Session:
			p.Waiting = code.Expires > at
			return nil
		}
		s, err := tx.Sessions().ByID(code.By)
		if err == nil && code.Expires == 0 {
			p.Device = s.Device
		}
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	return p, err
}

// Cancel takes back a pass that the session who has made.
func (x Passes) Cancel(ctx context.Context, who Identity, token string) error {
	at := x.auth.millis()
	return x.auth.store.Update(ctx, func(tx store.Tx) error {
		code, err := tx.Codes().ByHash(store.CodePass, secret.Hash(token))
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil || code.User != who.User || code.By != who.Session {
			return err
		}
		code.Expires = at
		return tx.Codes().Put(code)
	})
}

// Pass is what a pass shows to its holder.
type Pass struct {
	Workspace   string
	Name, Email string // of the person whom it signs in
}

// Shown returns whom the pass with this token signs in, without using it up. It
// returns ErrPassSpent, or a *wire.Error with CodeRate.
func (x Passes) Shown(ctx context.Context, token string, c Client) (p Pass, err error) {
	try, wait := x.auth.gate.Begin(ctx, "", throttle.From{Network: clientip.Network(c.Address)})
	if wait > 0 {
		return p, throttled(wait)
	}
	at := x.auth.millis()
	err = x.auth.store.View(ctx, func(tx store.Tx) error {
		_, u, err := passOf(tx, token, at)
		if err != nil {
			return err
		}
		p.Name, p.Email = u.Name, u.Email
		p.Workspace, err = workspace(tx)
		return err
	})
	if !errors.Is(err, ErrPassSpent) {
		try.Void(ctx)
	}
	return p, err
}

// passOf returns the pass with this token and the person whom it signs in. The
// session that made it must be live now.
func passOf(tx store.Tx, token string, at int64) (store.Code, store.User, error) {
	code, err := tx.Codes().ByHash(store.CodePass, secret.Hash(token))
	if err == nil && code.Expires <= at {
		err = store.ErrNotFound
	}
	var u store.User
	if err == nil {
		u, err = tx.Users().ByID(code.User)
	}
	var asked store.Session
	if err == nil {
		asked, err = tx.Sessions().ByID(code.By)
	}
	if errors.Is(err, store.ErrNotFound) ||
		err == nil && (u.Gone || u.Ghost || asked.User != u.ID || asked.Ended != 0 || asked.Expires <= at) {
		err = ErrPassSpent
	}
	return code, u, err
}

// Use signs the person of a pass in on c. Of several who use a pass at once one is
// signed in. It returns ErrPassSpent, or a *wire.Error with CodeRate.
func (x Passes) Use(ctx context.Context, token string, c Client) (Grant, error) {
	if _, err := x.Shown(ctx, token, c); err != nil {
		return Grant{}, err
	}
	at := x.auth.millis()
	var o opening
	var from string
	err := x.auth.store.Update(ctx, func(tx store.Tx) error {
		code, u, err := passOf(tx, token, at)
		if err != nil {
			return err
		}
		from = code.By
		o = x.auth.Sessions.open(u.ID, c)
		if err := o.create(tx); err != nil {
			return err
		}
		// What is left says by whom it was used, until it is swept.
		code.By, code.Expires = o.row.ID, 0
		return tx.Codes().Put(code)
	})
	if errors.Is(err, ErrPassSpent) {
		return Grant{}, err
	}
	if err != nil {
		return Grant{}, fmt.Errorf("use a pass: %w", err)
	}
	x.auth.log.Info("signed in by a pass", "user", o.row.User, "session", o.row.ID, "made by session", from, "address", c.Address)
	return x.auth.Sessions.grant(o.row, o.refresh)
}
