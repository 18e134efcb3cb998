package auth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/confab/confab/server/auth/password"
	"github.com/confab/confab/server/auth/throttle"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// ErrWrong means that no account has this e-mail address and password. It does
// not disclose whether the account exists.
var ErrWrong error = wire.Refused(wire.CodeUnauthorized, text.EmailAndPasswordDiffer)

// ErrBanned means that a banned person gave the right password.
var ErrBanned error = wire.Refused(wire.CodeForbidden, text.AccessEnded)

// SignIn opens a new session for the person with this e-mail address and
// password. It returns ErrWrong, ErrBanned, or a *wire.Error with CodeRate (too
// many tries) or CodeOverload (too many at once); otherwise the store's error.
// Known and unknown addresses take the same time.
func (a *Auth) SignIn(ctx context.Context, email, typed string, c Client) (Grant, error) {
	email, problem := cleanEmail(email)
	account := email[:min(len(email), limits.EmailBytes)]
	from := throttle.From{Network: clientip.Network(c.Address)}
	// A network that has to wait must not cause a read of the store, unless the
	// client proves that it was here before.
	if c.Known == "" {
		if wait := a.gate.Look("", from); wait > 0 {
			return Grant{}, throttled(wait)
		}
	}
	var known store.User
	if problem.IsZero() {
		u, home, err := a.accountOf(ctx, email, c.region())
		if err != nil {
			return Grant{}, err
		}
		known, from.Home = u, home
		from.Device = a.Sessions.deviceOf(c.Known, u.ID)
	}
	if wait := a.gate.Look(account, from); wait > 0 {
		return Grant{}, throttled(wait)
	}
	leave, err := a.hashing.Enter(ctx, c.network(), from.Home || from.Device != "")
	if err != nil {
		return Grant{}, hashed(err)
	}
	defer leave()
	try, wait := a.gate.Begin(ctx, account, from)
	if wait > 0 {
		return Grant{}, throttled(wait)
	}
	encoded := known.Password
	if known.Ghost || utf8.RuneCountInString(password.Prepare(typed)) > limits.PasswordMaxRunes {
		encoded = ""
		typed = strings.Repeat("x", limits.PasswordMinRunes) // costs the same, matches nothing
	}
	ok, rehash, err := a.hashing.Check(ctx, typed, encoded)
	if err != nil {
		try.Void(ctx)
		return Grant{}, hashed(err)
	}
	if !ok {
		a.log.Info("sign-in refused", "user", known.ID, "address", c.Address)
		return Grant{}, ErrWrong
	}
	try.Succeeded(ctx)
	if known.Gone { // disclosed only with the right password
		a.log.Info("sign-in refused: banned", "user", known.ID, "address", c.Address)
		return Grant{}, ErrBanned
	}
	renewed := ""
	if rehash {
		if renewed, err = a.hashing.Hash(ctx, typed); err != nil {
			renewed = "" // keep the old hash; the next sign-in tries again
		}
	}
	return a.enter(ctx, known, renewed, c)
}

// accountOf returns the account with an e-mail address, the zero User if there is
// none, and whether its person has a session in a region.
func (a *Auth) accountOf(ctx context.Context, email, region string) (u store.User, home bool, err error) {
	err = a.store.View(ctx, func(tx store.Tx) error {
		u, err = tx.Users().ByEmail(email)
		if errors.Is(err, store.ErrNotFound) {
			u, err = store.User{}, nil
		}
		if err != nil {
			return err
		}
		live, err := tx.Sessions().OfUser(u.ID) // also for an unknown account, so that it takes the same time
		home = region != "" && slices.ContainsFunc(live, func(s store.Session) bool { return s.Network == region })
		return err
	})
	if err != nil {
		return store.User{}, false, fmt.Errorf("look up an account: %w", err)
	}
	return u, home, nil
}

// enter opens a session for checked, whose password was right, unless the account
// has changed since. It stores a renewed hash with it.
func (a *Auth) enter(ctx context.Context, checked store.User, renewed string, c Client) (Grant, error) {
	o := a.Sessions.open(checked.ID, c)
	err := a.store.Update(ctx, func(tx store.Tx) error {
		u, err := tx.Users().ByID(checked.ID)
		if err != nil {
			return err
		}
		if u.Gone {
			return ErrBanned
		}
		if u.Password != checked.Password {
			return ErrWrong
		}
		if renewed != "" {
			u.Password = renewed
			if err := tx.Users().Update(u); err != nil {
				return err
			}
		}
		return o.create(tx)
	})
	if errors.Is(err, ErrWrong) || errors.Is(err, ErrBanned) {
		return Grant{}, err
	}
	if err != nil {
		return Grant{}, fmt.Errorf("open a session: %w", err)
	}
	a.log.Info("signed in", "user", checked.ID, "session", o.row.ID, "address", c.Address)
	return a.Sessions.grant(o.row, o.refresh)
}
