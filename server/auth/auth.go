package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"

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
type Auth struct{}

// Identity is who a request comes from.
type Identity struct {
	User    string
	Session string
	Expires time.Time // of the access token
}

// Client is the program a person uses to sign in.
type Client struct {
	Address netip.Addr
	Device  string // what it calls itself, e.g. the User-Agent; shortened for storage
	Old     string // the refresh token it held until now, if any: that session ends
}

// Grant is a fresh pair of tokens.
type Grant struct {
	User    string
	Session string
	Access  string
	Refresh string
	Expires time.Time // of Access
	Until   time.Time // of Refresh, if it is not used
}

// ErrSignedOut: no valid credentials, or their session has ended.
var ErrSignedOut = errors.New("auth: not signed in")

// New opens the signing keys and prepares the first run.
func New(ctx context.Context, o Options) (*Auth, error) { return nil, errUnbuilt }

// Run sweeps out old sessions and rotates the signing keys until ctx ends.
func (a *Auth) Run(ctx context.Context) error { return errUnbuilt }

// Authenticate tells who r comes from, by its Bearer token or its cookie.
// Returns ErrSignedOut if there is none that holds: invalid, expired, its
// session ended, its person banned. Other errors are the store's.
func (a *Auth) Authenticate(r *http.Request) (Identity, error) { return Identity{}, errUnbuilt }

// CookieUsed reports whether Authenticate would go by r's cookie, so that the
// socket must check the Origin.
func (a *Auth) CookieUsed(r *http.Request) bool { return false }

// Forget drops what is cached of ended sessions and changed people. Commits of
// this node's store are seen without it; it is for hints from other nodes.
func (a *Auth) Forget(ended []string, users []wire.User) {}

// SetupCode returns the code the first run asks for, once per start, to be
// printed; "" if the workspace exists.
func (a *Auth) SetupCode() string { return "" }

// Handler serves /api/v1/auth/ and /.well-known/jwks.json.
func (a *Auth) Handler() http.Handler { return http.NotFoundHandler() }

var errUnbuilt = errors.New("auth: under construction")
