package daemon

import (
	"context"
	"errors"
	"net"
	"net/http"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/certs"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/config"
	"github.com/confab/confab/server/hub"
)

// part is one component of a server. Embedding type idle supplies the functions
// that a part does not need.
type part interface {
	open(ctx context.Context) error // may use the parts before it
	routes(mux *http.ServeMux)      // adds its routes on the public listener
	run(ctx context.Context)        // works until ctx ends; restarted after a panic
	close() error                   // also called after an open that failed
}

// idle is a part whose functions do nothing.
type idle struct{}

func (idle) open(context.Context) error { return nil }
func (idle) routes(*http.ServeMux)      {}
func (idle) run(context.Context)        {}
func (idle) close() error               { return nil }

// namedPart is a part with its name in the log.
type namedPart struct {
	name string
	part
}

// partsOf returns the parts of d. They are opened in this order: first those that
// are cheap and change nothing. They are closed in reverse order.
func partsOf(d *Daemon) []namedPart {
	return []namedPart{
		{"the listeners", listeners{d: d}},
		{"the store", storage{d: d}},
		{"the files", attachments{d: d}},
		{"previewing links", previewing{d: d}},
		{"following what was committed", following{d: d}}, // before the first commit
		{"keeping the certificate", certificate{d: d}},
		{"sending mail", mailing{d: d}},
		{"the rules", rules{d: d}},
		{"looking after the signing keys", signingIn{d: d}},
		{"the sockets", sockets{d: d}},
		{"carrying out jobs", working{d: d}},
		{"doing what people want done later", planning{d: d}},
		{"the probes", probes{d: d}},
		{"the API", api{d: d}},
		{"the pages", &pages{d: d}},
		{"the console", operators{d: d}},
		{"the web server", webServer{d: d}}, // after all parts that have routes
	}
}

// listeners are the addresses on which a server listens.
type listeners struct {
	idle
	d *Daemon
}

func (p listeners) open(context.Context) error {
	d := p.d
	for _, l := range []struct {
		flag, address string
		to            *net.Listener
	}{
		{"--listen", d.cfg.Listen, &d.listener},
		{"--http-listen", d.cfg.HTTPListen, &d.plain},
		{"--admin-listen", d.cfg.AdminListen, &d.admin},
	} {
		if l.flag != "--listen" && (l.address == "" || l.address == config.Off) {
			continue
		}
		var err error
		if *l.to, err = net.Listen("tcp", l.address); err != nil {
			return listenError{l.flag, l.address, err}
		}
	}
	return nil
}

func (p listeners) close() error {
	return errors.Join(closeListener(p.d.listener), closeListener(p.d.plain), closeListener(p.d.admin))
}

// closeListener closes l, which may be nil or closed already.
func closeListener(l net.Listener) error {
	if l == nil {
		return nil
	}
	if err := l.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// storage is the part that opens the backing.
type storage struct {
	idle
	d *Daemon
}

func (p storage) open(ctx context.Context) error {
	d := p.d
	tell, err := checkDirectory(d.cfg, d.log)
	if err != nil {
		return err
	}
	b := &d.backing
	if err := b.open(ctx, backingOptions{
		data: d.cfg.Data, postgres: d.cfg.Postgres, redis: d.cfg.Redis, partitions: d.cfg.Partitions, loose: d.cfg.Loose, log: d.log,
		faults: d.faults,
	}); err != nil {
		return err
	}
	tell()
	// Register this before auth is opened, which may already commit. Nobody
	// subscribes to the broker yet, so those hints may be lost.
	broker.Follow(b.store, b.broker, d.log)
	return nil
}

func (p storage) close() error { return p.d.backing.close() }

// certificate is the part that obtains the certificate for HTTPS, if there is
// one.
type certificate struct {
	idle
	d *Daemon
}

func (p certificate) open(context.Context) (err error) {
	p.d.https, err = source(p.d)
	return err
}

func (p certificate) run(ctx context.Context) {
	if p.d.https != nil {
		p.d.https.Run(ctx)
	}
}

func (p certificate) close() error {
	if m, ok := p.d.https.(*certs.Managed); ok {
		m.Close()
	}
	return nil
}

// rules is the part with package chat.
type rules struct {
	idle
	d *Daemon
}

func (p rules) open(context.Context) error {
	d := p.d
	b := &d.backing
	d.chat = chat.New(b.store, chat.Options{
		Presence: p.states, Here: p.here, Limiter: b.limiter, Clock: b.now, Address: d.cfg.Origin(), Files: d.space(), Mail: d.invites(),
	})
	return nil
}

// states returns the presence of users, for chat.
func (p rules) states(ctx context.Context, users []string) map[string]string {
	states, err := p.d.backing.presence.States(ctx, users)
	if err != nil {
		p.d.log.Warn("presence unknown", "error", err)
	}
	return states
}

// here returns the presence of the people in a room, for chat.
func (p rules) here(room string, most int) (map[string]string, int) { return p.d.hub.Here(room, most) }

// signingIn is the part with package auth: accounts, sessions and the keys of
// their tokens.
type signingIn struct {
	idle
	d *Daemon
}

func (p signingIn) open(context.Context) (err error) {
	d := p.d
	b := &d.backing
	d.client = clientip.New(d.cfg.Trusted)
	d.client.Hops, d.client.Warn = d.cfg.Hops, d.unnamedProxy
	guests := d.chat.Guests()
	d.auth, err = auth.New(auth.Options{
		Store: b.store, Found: d.chat.Found, Enter: d.chat.Enter, Invited: guests.Invited, EnterInvited: guests.EnterInvited,
		Depart: d.chat.Depart,
		Ring:   b.ring, Shared: d.cfg.Postgres != "", Limiter: b.failures, Mail: d.posts(),
		PublicURL: d.cfg.Public, Client: d.client, SetupCode: d.cfg.SetupCode, Clock: b.now, Log: d.log,
	})
	if err != nil {
		return err
	}
	b.broker.Subscribe(func(m broker.Message) { d.auth.Live.Forget(m.Ended, m.Users) })
	b.broker.Watch(d.auth.Live.Watch)
	return nil
}

func (p signingIn) run(ctx context.Context) { p.d.auth.Run(ctx) }

// sockets is the part with package hub.
type sockets struct {
	idle
	d *Daemon
}

func (p sockets) open(context.Context) error {
	d := p.d
	d.hub = hub.New(hub.Options{
		Chat: d.chat, Presence: d.backing.presence, Broker: d.backing.broker, Cluster: d.backing.link != nil || d.cfg.Postgres != "",
		Authenticate: d.authenticate, Forged: forged, CookieUsed: d.auth.Cookies.CookieUsed, Alive: d.alive,
		Limiter: d.backing.limiter,
		Node:    d.backing.node, Version: clientVersion(),
		PublicURL: d.cfg.Public, HTTPS: d.auth.Cookies.HTTPS, Address: d.client.Of, AllowedOrigins: d.cfg.Origins, TurnedAway: d.turnedAway,
		Log: d.log, Faults: d.faults, Refused: &d.refused, Loose: d.cfg.Loose,
	})
	return nil
}

func (p sockets) routes(mux *http.ServeMux) { mux.Handle("/ws", p.d.hub) }

func (p sockets) close() error {
	if p.d.hub == nil {
		return nil
	}
	return p.d.hub.Close()
}
