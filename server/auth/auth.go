package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"runtime"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/auth/password"
	"github.com/confab/confab/server/auth/throttle"
	"github.com/confab/confab/server/auth/token"
	"github.com/confab/confab/server/auth/turn"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/mail"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/store"
)

// Options are the parameters of New. Store, Found, Enter, Depart and Keys are required.
type Options struct {
	Store store.Store

	// Found creates the workspace of that name for its owner, whose row was just
	// created in tx: its settings, and its main room with the owner in it.
	Found func(tx store.Tx, owner store.User, workspace string) error
	// Enter puts a new person into the rooms that everybody enters and into room,
	// if it is not "".
	Enter func(tx store.Tx, u store.User, room string) error
	// Invited reports, at the moment an invite is used, whether its maker may
	// still invite people and whether it leads user ("": a new person) into its
	// room.
	Invited func(tx store.Tx, i store.Invite, user string) (works, leads bool, err error)
	// EnterInvited is Enter for a person who comes by an invite, including its
	// room if the invite leads there.
	EnterInvited func(tx store.Tx, u store.User, i store.Invite) error

	// Depart deletes the account of a person. It returns a *wire.Error if they must
	// stay.
	Depart func(tx store.Tx, u store.User) error

	// Keys is the directory of the signing keys. It is created if it does not
	// exist.
	Keys string
	// Ring are the signing keys, if OpenKeys has opened them already.
	Ring *keys.Ring
	// Shared means that several nodes use Store, so the signing keys are kept
	// there. If there are none yet, those in Keys are taken over.
	Shared bool
	// Limiter counts the failed tries of all nodes together, in addition to each
	// node's own count; nil: there is only one node. If the others cannot be
	// reached it must return an error, as the fallback throttle.Away does: then
	// this node applies stricter limits.
	Limiter ratelimit.Limiter

	// Mail sends mails, and reports whether it will; nil: there is no mail. With it
	// PublicURL must be set.
	Mail func(mail.Prepare) bool

	PublicURL *url.URL         // the public address; nil: the address of each request
	Client    *clientip.Finder // nil: no trusted proxies
	SetupCode string           // the code of the first run; "": a random one

	Log    *slog.Logger     // nil: slog.Default
	Clock  func() time.Time // nil: time.Now
	Hasher Hasher           // nil: argon2id of password.Default
}

// Hasher hashes and checks passwords. See password.New.
type Hasher interface {
	// Hash may wait for its turn. It returns password.ErrBusy if too many wait
	// already.
	Hash(ctx context.Context, password string) (string, error)
	// Check reports whether encoded was made from password, and whether it should
	// be made anew. An empty encoded never matches and takes as long as one that
	// could.
	Check(ctx context.Context, password, encoded string) (ok, rehash bool, err error)
}

// Auth authenticates requests and signs people in.
type Auth struct {
	Cookies  Cookies  // carries tokens between requests and browsers
	Sessions Sessions // opens sessions and exchanges their tokens
	Live     Live     // says which sessions are live

	store    store.Store
	found    func(tx store.Tx, owner store.User, workspace string) error
	links    links
	depart   func(tx store.Tx, u store.User) error
	accounts *Accounts
	ring     *keys.Ring
	tokens   *token.Tokens
	gate     *throttle.Gate
	hashing  hashing
	joins    arrivals
	post     post
	code     string // for the first run, if it was configured
	shared   bool
	log      *slog.Logger
	now      func() time.Time
}

// audience is the audience named in access tokens.
const audience = "confab"

// openWithin limits the time in which New reads or creates the signing keys.
const openWithin = 30 * time.Second

// New opens the signing keys and registers for the store's commits. Call it
// before the store's first Update; with Shared it may itself make one.
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
	ring := o.Ring
	if ring == nil {
		var err error
		if ring, err = OpenKeys(o); err != nil {
			return nil, err
		}
	}
	issuer := audience
	if o.PublicURL != nil {
		issuer = o.PublicURL.Scheme + "://" + o.PublicURL.Host
	}
	urgent := store.Urgently(o.Store)
	tokens := token.New(ring, issuer, audience, o.Clock)
	a := &Auth{
		Cookies:  Cookies{client: o.Client, public: o.PublicURL, now: o.Clock},
		Sessions: Sessions{store: urgent, tokens: tokens, ring: ring, pace: ratelimit.NewMemory(o.Clock), log: o.Log, now: o.Clock},
		Live:     Live{cache: newLive(o.Clock), store: urgent, calm: o.Store, now: o.Clock},
		store:    urgent, found: o.Found, links: links{o.Invited, o.EnterInvited}, depart: o.Depart,
		ring: ring, tokens: tokens, log: o.Log, now: o.Clock, code: o.SetupCode, shared: o.Shared,
		accounts: &Accounts{Store: o.Store, Enter: o.Enter, Hasher: o.Hasher, Clock: o.Clock},
		hashing:  hashing{turn.New(min(runtime.NumCPU(), 4)), o.Hasher},
		gate:     throttle.NewGate(throttle.New(o.Clock), o.Limiter, o.Log),
		joins:    arrivals{ratelimit.NewMemory(o.Clock)},
		post:     post{o.Mail, issuer, ratelimit.NewMemory(o.Clock)},
	}
	a.Cookies.device = &a.Sessions
	o.Store.OnCommit(func(c store.Commit) { a.Live.Forget(c.Ended, c.Users) })
	return a, nil
}

// OpenKeys opens the signing keys as New does, for callers that need them before
// New. Of o it uses Store, Keys, Shared, Clock and Log.
func OpenKeys(o Options) (*keys.Ring, error) {
	vault, options := keys.InDir(o.Keys), keys.Options{Clock: o.Clock, Log: o.Log}
	if o.Shared {
		options.Before, vault = vault, keys.InStore(o.Store)
	}
	ctx, cancel := context.WithTimeout(context.Background(), openWithin)
	defer cancel()
	return keys.New(ctx, vault, options)
}

// Run rotates the signing keys until ctx ends; it checks them once an hour.
// Shared keys are also read again once a minute. It logs a failure and tries
// again in the next round.
func (a *Auth) Run(ctx context.Context) {
	for round := 0; ; round++ {
		switch err := a.chore(ctx, round); {
		case err == nil, ctx.Err() != nil:
		case errors.Is(err, store.ErrUnavailable): // logged once by the store
			a.log.Debug("keys are not looked after for now", "error", err)
		default:
			a.log.Error("looking after the keys failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Minute):
		}
	}
}

// chore is the work of one round, which begins every minute.
func (a *Auth) chore(ctx context.Context, round int) error {
	if a.shared && round > 0 {
		if err := a.ring.Reread(ctx); err != nil {
			return err
		}
	}
	if round%60 != 0 {
		return nil
	}
	rotated, err := a.ring.RotateIfDue(ctx)
	if rotated && err == nil {
		a.log.Info("the key that signs access tokens was rotated")
	}
	return err
}

// Accounts returns the accounts that a manages.
func (a *Auth) Accounts() *Accounts { return a.accounts }

// millis is the time in the store's unit.
func (a *Auth) millis() int64 { return a.now().UnixMilli() }
