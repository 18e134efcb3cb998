package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/auth/password"
	"github.com/confab/confab/server/auth/throttle"
	"github.com/confab/confab/server/auth/token"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Options say what an Auth works with. Store, Found, Enter and Keys are
// required.
type Options struct {
	Store store.Store

	// Found makes the workspace of that name for its owner, whose row was just
	// created in tx: its settings, its main room, the owner in it.
	Found func(tx store.Tx, owner store.User, workspace string) error
	// Enter takes a new person into the rooms that everybody enters and into
	// room, if it is not "".
	Enter func(tx store.Tx, u store.User, room string) error

	Keys      string           // directory of the signing keys; made if absent
	PublicURL *url.URL         // the address people type; nil: whatever they typed
	Client    *clientip.Finder // nil: no trusted proxies
	SetupCode string           // the code of the first run; "": a random one

	Log    *slog.Logger     // nil: slog.Default
	Clock  func() time.Time // nil: time.Now
	Hasher Hasher           // nil: argon2id at the strength SECURITY asks for
}

// Hasher turns passwords into what is stored of them. See password.New.
type Hasher interface {
	// Hash may wait for its turn; password.ErrBusy if too many wait already.
	Hash(ctx context.Context, password string) (string, error)
	// Check reports whether the password is the one encoded was made from and
	// whether encoded should be made anew. An empty encoded never matches and
	// takes as long as one that could.
	Check(ctx context.Context, password, encoded string) (ok, rehash bool, err error)
}

// Auth answers who is asking and lets people in.
type Auth struct {
	Cookies
	Sessions
	store    store.Store
	found    func(tx store.Tx, owner store.User, workspace string) error
	accounts *Accounts
	ring     *keys.Ring
	tokens   *token.Tokens
	guard    *throttle.Guard
	live     *live
	code     string // of the first run, if it was chosen
	log      *slog.Logger
	now      func() time.Time
}

// audience is who our access tokens are for.
const audience = "confab"

// New opens the signing keys and follows the store's commits. Call it before
// the store's first Update.
func New(o Options) (*Auth, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Hasher == nil {
		o.Hasher = password.New(password.Default)
	}
	ring, err := keys.Open(o.Keys, o.Clock)
	if err != nil {
		return nil, err
	}
	issuer := audience
	if o.PublicURL != nil {
		issuer = o.PublicURL.Scheme + "://" + o.PublicURL.Host
	}
	tokens := token.New(ring, issuer, audience, o.Clock)
	a := &Auth{
		Cookies:  Cookies{client: o.Client, https: o.PublicURL != nil && o.PublicURL.Scheme == "https", now: o.Clock},
		Sessions: Sessions{store: o.Store, tokens: tokens, ring: ring, log: o.Log, now: o.Clock},
		store:    o.Store, found: o.Found, ring: ring, tokens: tokens, log: o.Log, now: o.Clock, code: o.SetupCode,
		accounts: &Accounts{Store: o.Store, Enter: o.Enter, Hasher: o.Hasher, Clock: o.Clock},
		guard:    throttle.New(o.Clock),
		live:     newLive(o.Clock),
	}
	o.Store.OnCommit(func(c store.Commit) { a.Forget(c.Ended, c.Users) })
	return a, nil
}

// Run sweeps out old sessions and rotates the signing keys, once an hour,
// until ctx ends. Failures are logged and tried again the next hour.
func (a *Auth) Run(ctx context.Context) {
	for {
		if err := a.tidy(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("tidying up sessions and keys failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Hour):
		}
	}
}

func (a *Auth) tidy(ctx context.Context) error {
	rotated, err := a.ring.RotateIfDue()
	if rotated && err == nil {
		a.log.Info("the key that signs access tokens was rotated")
	}
	at := a.millis()
	swept := a.store.Update(ctx, func(tx store.Tx) error { return tx.Sessions().Sweep(at) })
	if swept != nil {
		swept = fmt.Errorf("sweep out sessions: %w", swept)
	}
	return errors.Join(err, swept)
}

// Forget drops what is cached of ended sessions and changed people. Commits of
// this node's store are seen without it; it is for hints from other nodes.
func (a *Auth) Forget(ended []string, users []wire.User) { a.live.forget(ended, users) }

// Accounts returns the accounts that a manages.
func (a *Auth) Accounts() *Accounts { return a.accounts }

// millis is the time as the store keeps it.
func (a *Auth) millis() int64 { return a.now().UnixMilli() }
