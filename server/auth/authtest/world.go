package authtest

import (
	"bytes"
	"log/slog"
	"net/netip"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/password"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

// The e-mail addresses and passwords of the fixtures.
const (
	SetupCode    = "a code for the first run"
	NoraEmail    = "nora@tideline.example"
	NoraPassword = "low tide, long walk"
	AdaEmail     = "ada@tideline.example"
	AdaPassword  = "a quiet harbour"
)

// Cheap is the cost of a hash in tests.
var Cheap = password.Params{Memory: 64, Time: 1, Threads: 1}

// World has the inner parts of a server.
type World struct {
	Store store.Store
	Chat  *chat.Service
	Auth  *auth.Auth
	Clock *Clock
	Log   *Log

	options auth.Options
}

// Clock stands still until it is moved. It is safe for concurrent use.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Move moves the clock, forward or back.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Log collects what is logged. It is safe for concurrent use.
type Log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// String returns all that was logged.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// New returns a server before its first run. The options may change the
// parameters of Auth.
func New(t testing.TB, options ...func(*auth.Options)) *World {
	t.Helper()
	st, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return On(t, st, options...)
}

// On is New over an empty store.
func On(t testing.TB, st store.Store, options ...func(*auth.Options)) *World {
	t.Helper()
	w := &World{Store: st, Clock: &Clock{at: time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)}, Log: &Log{}}
	w.Chat = chat.New(st, chat.Options{Clock: w.Clock.Now})
	log := slog.New(slog.NewTextHandler(w.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o := auth.Options{
		Store: st, Found: w.Chat.Found, Enter: w.Chat.Enter, Invited: w.Chat.Guests().Invited, EnterInvited: w.Chat.Guests().EnterInvited,
		Depart:    w.Chat.Depart,
		Keys:      filepath.Join(t.TempDir(), "keys"),
		Client:    clientip.New([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}),
		SetupCode: SetupCode, Log: log, Clock: w.Clock.Now, Hasher: password.New(Cheap),
	}
	for _, change := range options {
		change(&o)
	}
	w.options = o
	var err error
	if w.Auth, err = auth.New(o); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Auth.PrepareSetup(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

// Shared makes the server one of several nodes.
func Shared(o *auth.Options) { o.Shared = true }

// deaf is the store of w as another node has it: without notification of w's
// commits.
type deaf struct{ store.Store }

// OnCommit implements store.Store.
func (deaf) OnCommit(func(store.Commit)) {}

// Node returns another node's Auth over the store of w, which must be Shared. It
// gets no hints of w's commits unless the test delivers them. Both write to the
// same log.
func (w *World) Node(t testing.TB, options ...func(*auth.Options)) *auth.Auth {
	t.Helper()
	o := w.options
	o.Store, o.Keys = deaf{w.Store}, filepath.Join(t.TempDir(), "keys")
	for _, change := range options {
		change(&o)
	}
	a, err := auth.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// HTTPS sets the server's public address to https://chat.tideline.example.
func HTTPS(o *auth.Options) {
	o.PublicURL = &url.URL{Scheme: "https", Host: "chat.tideline.example"}
}

// Settled returns a server after its first run, and Nora's tokens.
func Settled(t testing.TB, options ...func(*auth.Options)) (*World, auth.Grant) {
	t.Helper()
	w := New(t, options...)
	return w, w.Settle(t)
}

// Settle does the first run, and returns Nora's tokens.
func (w *World) Settle(t testing.TB) auth.Grant {
	t.Helper()
	g, err := w.Auth.Setup(t.Context(), auth.NewWorkspace{
		Code: SetupCode, Name: "Tideline",
		Owner: auth.NewAccount{Name: "Nora Vance", Email: NoraEmail, Password: NoraPassword},
	}, Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// Client is a program at an address.
func Client(address string) auth.Client {
	return auth.Client{Address: netip.MustParseAddr(address), Device: "Firefox on Linux", Agent: "Firefox on Linux"}
}

// Invite creates an invite of who, and returns its token and id.
func (w *World) Invite(t testing.TB, who auth.Grant, q wire.InviteCreate) (token, id string) {
	t.Helper()
	info := w.Do(t, who, wire.CreateInvite.Type, &q).(*wire.InviteInfo)
	return info.Invite.Token, info.Invite.ID
}

// Ada joins by an invite of who.
func (w *World) Ada(t testing.TB, who auth.Grant) auth.Grant {
	t.Helper()
	token, _ := w.Invite(t, who, wire.InviteCreate{Uses: 1})
	j, err := w.Auth.Join(t.Context(), token,
		auth.NewAccount{Name: "Ada Brandt", Email: AdaEmail, Password: AdaPassword}, Client("192.0.2.2"))
	if err != nil {
		t.Fatal(err)
	}
	return j.Grant
}

// Do executes a command for who.
func (w *World) Do(t testing.TB, who auth.Grant, kind wire.Type, req wire.Headed) wire.Headed {
	t.Helper()
	table := chat.Table()
	for i := range table {
		if table[i].Type != kind {
			continue
		}
		res, err := w.Chat.Do(t.Context(), chat.SignedIn(who.User, who.Session), &table[i], req)
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	t.Fatalf("no command %q", kind)
	return nil
}
