package certs

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/caddyserver/certmagic"
)

// Options say for which domain Managed gets a certificate, and how.
type Options struct {
	Domain    string         // required; in lower case, without a dot at the end
	Authority string         // URL of its directory; "": DefaultAuthority
	Roots     *x509.CertPool // who vouches for the authority itself; nil: whom the system trusts
	Email     string         // of the account, where the authority may write; "": none. It is never logged
	Storage   certmagic.Storage
	Several   bool // whether other nodes share Storage

	// Where the authority's questions arrive here: the host listened on, the port
	// of HTTPS, and that of HTTP; 0: not by HTTP.
	Host      string
	Port      int
	PlainPort int

	Log *slog.Logger // nil: slog.Default
}

const (
	// sharedLooks is how often a node looks at what others may have kept, and
	// aloneLooks how often one does that has nobody beside it.
	sharedLooks = 30 * time.Second
	aloneLooks  = time.Hour
	// busyLooks is how often a node looks while another one asks.
	busyLooks = 2 * time.Second
	// suggestionLasts is how long an authority's suggestion when to renew is taken
	// to hold if it does not say, and at least.
	suggestionLasts = 6 * time.Hour
	suggestionLeast = 10 * time.Minute
)

// lockName is the lock under which a node asks the authority.
const lockName = "confab_ask_"

// Managed is a certificate that an authority gives.
type Managed struct {
	o    Options
	kept kept
	acme *authority // nil in tests
	ask  issuing

	serves atomic.Pointer[tls.Certificate]

	mu    sync.Mutex
	state State

	// What follows is Run's alone.

	began     time.Time
	known     certificate  // what is served, as it is kept
	suggested time.Time    // when the authority wants that renewed; zero: it did not say
	again     time.Time    // when to ask it once more
	unkept    *certificate // got, and not kept yet: asking for another would be counted
	away      string       // what kept storage from answering when it was last looked at
}

// NewManaged returns the certificate of o.Domain. Run gets it.
func NewManaged(o Options) *Managed {
	if o.Authority == "" {
		o.Authority = DefaultAuthority
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	a := newAuthority(o.Storage, o)
	return &Managed{o: o, kept: kept{o.Storage, o.Domain}, acme: a, ask: a}
}

// Close lets go of what NewManaged took. Call it after Run has returned.
func (m *Managed) Close() {
	if m.acme != nil {
		m.acme.close()
	}
}

// TLS implements Source. Who asks for another name gets no answer.
func (m *Managed) TLS() *tls.Config {
	return serving(func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		switch c := m.serves.Load(); {
		case hello.ServerName != "" && !sameName(hello.ServerName, m.o.Domain):
			return nil, fmt.Errorf("%q is not served here", hello.ServerName)
		case asked(hello):
			return m.acme.answer(hello)
		case c == nil:
			return nil, errNone
		default:
			return c, nil
		}
	}, "acme-tls/1")
}

// State implements Source.
func (m *Managed) State() State {
	m.mu.Lock()
	s := m.state
	m.mu.Unlock()
	c := m.serves.Load()
	s.Until = until(c)
	if s.Problem == "" {
		s.Problem = ended(c, time.Now())
	}
	return s
}

func (m *Managed) note(problem string, next time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state.Problem, m.state.Next = problem, next
}

// Run implements Source.
func (m *Managed) Run(ctx context.Context) {
	m.began = time.Now()
	for {
		wait := m.step(ctx)
		if pause(ctx, wait) != nil {
			return
		}
	}
}

// step does what there is to do now, and returns how long there is nothing to do.
func (m *Managed) step(ctx context.Context) time.Duration {
	var tried trial
	err := m.keepGot(ctx)
	if err == nil {
		tried, err = m.look(ctx)
	}
	if err != nil {
		return m.troubled(ctx, err)
	}
	m.away = ""
	due := m.due(ctx)
	now := time.Now()
	if next := m.next(tried); due.Before(next) {
		due = next
	}
	if now.Before(due) {
		return min(due.Sub(now), m.looks())
	}
	ours, err := m.lock(ctx)
	if err != nil {
		return m.troubled(ctx, err)
	}
	if !ours {
		return busyLooks
	}
	err = m.locked(ctx)
	m.unlock(ctx)
	if err != nil {
		return m.troubled(ctx, err)
	}
	return 0
}

// troubled tells once of storage that is away. What is served, serves on.
func (m *Managed) troubled(ctx context.Context, err error) time.Duration {
	if text := err.Error(); m.away != text && ctx.Err() == nil {
		m.away = text
		m.o.Log.Warn("what belongs to the certificate cannot be read or kept just now", "error", err)
	}
	return busyLooks
}

// looks is how often to look at what is kept while nothing is due.
func (m *Managed) looks() time.Duration {
	if m.o.Several {
		return sharedLooks
	}
	return aloneLooks
}

// look takes over what is kept, which another node may have put there.
func (m *Managed) look(ctx context.Context) (trial, error) {
	t, err := m.kept.trial(ctx)
	if err != nil {
		return t, err
	}
	c, err := m.kept.certificate(ctx)
	if err != nil {
		return t, err
	}
	if c != nil {
		if err := m.serve(*c); err != nil {
			m.o.Log.Error("the certificate that is kept cannot be used, and another one is asked for", "domain", m.o.Domain, "error", err)
		}
	}
	m.note(t.Problem, t.Next)
	return t, nil
}

// serve serves c from now on, if it is another one than before.
func (m *Managed) serve(c certificate) error {
	if c == m.known {
		return nil
	}
	pair, err := parse([]byte(c.Chain), []byte(c.Key))
	if err == nil {
		err = pair.Leaf.VerifyHostname(m.o.Domain)
	}
	if err != nil {
		return err
	}
	m.known = c
	if old := m.serves.Load(); old != nil && old.Leaf.Equal(pair.Leaf) {
		return nil
	}
	m.serves.Store(pair)
	m.suggested, m.again = time.Time{}, time.Time{}
	m.o.Log.Info("serving with a certificate", "domain", m.o.Domain, "from", pair.Leaf.Issuer.String(), "until", until(pair))
	return nil
}

// due is when another certificate is to be asked for: now without one, or with
// one of another authority.
func (m *Managed) due(ctx context.Context) time.Time {
	c := m.serves.Load()
	if c == nil || m.known.Authority != m.o.Authority {
		return time.Time{}
	}
	begins, lasts := c.Leaf.NotBefore, c.Leaf.NotAfter.Sub(c.Leaf.NotBefore)
	at := begins.Add(lasts / 3 * 2)
	if m.suggest(ctx, c); !m.suggested.IsZero() {
		at = m.suggested
	}
	// Whatever the authority says: not so late that a bad day is too much, and not
	// again and again.
	latest, earliest := begins.Add(lasts/6*5), begins.Add(min(lasts/3, time.Hour))
	switch {
	case at.After(latest):
		return latest
	case at.Before(earliest):
		return earliest
	}
	return at
}

// suggest asks the authority when it wants c renewed, if it was not asked lately.
func (m *Managed) suggest(ctx context.Context, c *tls.Certificate) {
	if time.Now().Before(m.again) {
		return
	}
	at, again, err := m.ask.renewal(ctx, c)
	if err != nil {
		m.o.Log.Debug("the authority does not say when to renew", "error", err)
		m.again = time.Now().Add(suggestionLeast)
		return
	}
	m.suggested = at
	m.again = time.Now().Add(suggestionLasts)
	if least := time.Now().Add(suggestionLeast); !again.IsZero() && again.Before(m.again) {
		m.again = again
		if again.Before(least) {
			m.again = least
		}
	}
}

// next is when it may be tried again after t. Who just started the server most
// likely mended something, and waits a minute at most.
func (m *Managed) next(t trial) time.Time {
	if t.Failures == 0 {
		return time.Time{}
	}
	if soon := t.Last.Add(time.Minute); !m.began.Before(t.Last) && soon.Before(t.Next) {
		return soon
	}
	return t.Next
}

// locked asks the authority, now that no other node does. It returns an error
// if what came of it could not be kept.
func (m *Managed) locked(ctx context.Context) error {
	t, err := m.look(ctx) // while the lock was waited for, it may have been done
	if err != nil {
		return err
	}
	if now := time.Now(); now.Before(m.due(ctx)) || now.Before(m.next(t)) {
		return nil
	}
	m.o.Log.Info("asking for a certificate", "domain", m.o.Domain, "authority", m.o.Authority)
	got, err := m.ask.issue(ctx, m.o.Domain, t.Failures)
	if ctx.Err() != nil {
		return nil // the server ends; that says nothing
	}
	if err != nil {
		return m.failed(ctx, t, err)
	}
	c := certificate{Authority: m.o.Authority, Chain: string(got.chain), Key: string(got.key)}
	if err := m.serve(c); err != nil {
		return m.failed(ctx, t, err)
	}
	m.note("", time.Time{})
	m.unkept = &c
	return m.keepGot(ctx)
}

// keepGot keeps the certificate that was got, if it is not kept yet.
func (m *Managed) keepGot(ctx context.Context) error {
	if m.unkept == nil {
		return nil
	}
	if err := errors.Join(m.kept.keepCertificate(ctx, *m.unkept), m.kept.dropTrial(ctx)); err != nil {
		return err
	}
	m.unkept = nil
	return nil
}

// failed notes an attempt that failed, and when the next one may be.
func (m *Managed) failed(ctx context.Context, t trial, err error) error {
	text, refused := explain(m.o.Domain, m.o.Authority, err)
	text = m.discreet(text)
	now := time.Now()
	next := trial{Failures: t.Failures + 1, Last: now, Next: now.Add(backOff(t.Failures, refused)), Problem: text}
	m.note(next.Problem, next.Next)
	if c := m.serves.Load(); c != nil {
		m.o.Log.Error("the certificate could not be renewed; the old one serves on", "domain", m.o.Domain,
			"problem", text, "until", until(c), "next", next.Next.UTC())
	} else {
		m.o.Log.Error("there is no certificate yet, so nobody can come in by HTTPS", "domain", m.o.Domain,
			"problem", text, "next", next.Next.UTC())
	}
	return m.kept.keepTrial(ctx, next)
}

// discreet takes the account's address out of a sentence.
func (m *Managed) discreet(text string) string {
	if m.o.Email == "" {
		return text
	}
	return strings.NewReplacer(m.o.Email, "(e-mail)", strings.ToLower(m.o.Email), "(e-mail)").Replace(text)
}

// backOff is how long to wait after one more failure than failures. Let's
// Encrypt lets five attempts an hour fail for a name; one that cannot be
// reached counts nothing.
func backOff(failures int, refused bool) time.Duration {
	if !refused {
		return min(5*time.Second<<min(failures, 10), 10*time.Minute)
	}
	steps := []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour}
	return steps[min(failures, len(steps)-1)]
}

func (m *Managed) lock(ctx context.Context) (bool, error) {
	name := lockName + certmagic.StorageKeys.Safe(m.o.Domain)
	if l, ok := m.o.Storage.(certmagic.TryLocker); ok {
		return l.TryLock(ctx, name)
	}
	return true, m.o.Storage.Lock(ctx, name)
}

func (m *Managed) unlock(ctx context.Context) {
	if err := m.o.Storage.Unlock(ctx, lockName+certmagic.StorageKeys.Safe(m.o.Domain)); err != nil {
		m.o.Log.Warn("the lock of the certificate could not be given back", "error", err)
	}
}
