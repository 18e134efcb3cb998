package daemon

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/certs"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/config"
	"github.com/confab/confab/server/console"
	"github.com/confab/confab/server/crowd"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/refusals"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
)

// Options are what a Daemon is told beside its configuration.
type Options struct {
	Version string       // of the program
	Out     io.Writer    // where the setup link is printed; nil: standard output
	Log     *slog.Logger // nil: as the configuration says, to standard error
}

// Daemon is one server.
type Daemon struct {
	cfg     config.Config
	version string
	out     io.Writer
	log     *slog.Logger
	faults  *sparse.Log
	refused refusals.Counts
	began   time.Time

	listener net.Listener
	plain    net.Listener // leads to HTTPS; nil: none
	admin    net.Listener // nil: none
	console  net.Listener // nil: the data directory is too deep for one, or there is none
	backing  backing
	chat     *chat.Service
	auth     *auth.Auth
	hub      *hub.Hub
	server   *http.Server
	client   *clientip.Finder
	guests   *crowd.Connections // nil: without limits, like requests
	requests *crowd.Requests
	https    certs.Source // nil: it serves plain HTTP

	close sync.Once
	ended error
}

// New opens everything a server needs and listens, but does not serve yet. An
// error says in one sentence what is in the way; nothing is left open then,
// and data that cannot be used is not touched. cfg must have passed its Check.
func New(ctx context.Context, cfg config.Config, o Options) (*Daemon, error) {
	d := &Daemon{cfg: cfg, version: o.Version, out: o.Out, log: o.Log, began: time.Now()}
	if d.out == nil {
		d.out = os.Stdout
	}
	if d.log == nil {
		d.log = NewLogger(cfg, os.Stderr)
	}
	d.faults = sparse.New(d.log)
	setMemoryLimit(d.log)
	if err := d.open(ctx); err != nil {
		return nil, errors.Join(plain(cfg, err), d.Close())
	}
	return d, nil
}

// open opens what New promises, the cheapest and least touching first.
func (d *Daemon) open(ctx context.Context) error {
	var err error
	if d.listener, err = net.Listen("tcp", d.cfg.Listen); err != nil {
		return listenError{"--listen", d.cfg.Listen, err}
	}
	if d.cfg.HTTPListen != "" && d.cfg.HTTPListen != config.Off {
		if d.plain, err = net.Listen("tcp", d.cfg.HTTPListen); err != nil {
			return listenError{"--http-listen", d.cfg.HTTPListen, err}
		}
	}
	if d.cfg.AdminListen != "" {
		if d.admin, err = net.Listen("tcp", d.cfg.AdminListen); err != nil {
			return listenError{"--admin-listen", d.cfg.AdminListen, err}
		}
	}
	tell, err := checkDirectory(d.cfg, d.log)
	if err != nil {
		return err
	}
	b := &d.backing
	if err := b.open(ctx, backingOptions{
		data: d.cfg.Data, postgres: d.cfg.Postgres, redis: d.cfg.Redis, partitions: d.cfg.Partitions, loose: d.cfg.Loose, log: d.log, faults: d.faults,
	}); err != nil {
		return err
	}
	tell()
	if d.https, err = source(d); err != nil {
		return err
	}
	// Before the first Update, which auth may make: hints of it are nobody's loss.
	b.store.OnCommit(d.committed)
	d.chat = chat.New(b.store, chat.Options{Presence: d.states, Here: d.here, Limiter: b.limiter, Clock: b.now, Address: d.cfg.Origin()})
	d.client = clientip.New(d.cfg.Trusted)
	d.client.Hops, d.client.Warn = d.cfg.Hops, d.unnamedProxy
	d.auth, err = auth.New(auth.Options{
		Store: b.store, Found: d.chat.Found, Enter: d.chat.Enter, Invited: chat.Guests{Service: d.chat}.Invited, EnterInvited: chat.Guests{Service: d.chat}.EnterInvited,
		Ring: b.ring, Shared: d.cfg.Postgres != "", Limiter: b.failures,
		PublicURL: d.cfg.Public, Client: d.client, SetupCode: d.cfg.SetupCode, Clock: b.now, Log: d.log,
	})
	if err != nil {
		return err
	}
	b.broker.Subscribe(func(m broker.Message) { d.auth.Live.Forget(m.Ended, m.Users) })
	b.broker.Watch(d.auth.Live.Watch)
	d.hub = d.newHub()
	handler, err := d.routes()
	if err != nil {
		return err
	}
	if d.https != nil {
		handler = secured(handler)
	}
	d.server = newServer(handler, d.log)
	if !d.cfg.Loose {
		d.guests = crowd.NewConnections(limits.ConnectionsPerAddress, crowd.InAll(), d.client.Trusts)
		d.server.ConnState = func(c net.Conn, state http.ConnState) {
			defer d.faults.Survive("counting a connection", func() { _ = c.Close() }) // it may not be counted
			d.guests.Changed(c, state)
		}
	}
	if d.cfg.Postgres != "" {
		return nil // whoever may work on the data works on the database
	}
	if d.console, err = console.Listen(d.cfg.Data); errors.Is(err, console.ErrPath) {
		d.log.Warn("no console: to import or add people, stop the server first", "error", err)
	} else if err != nil {
		return err
	}
	return nil
}

func (d *Daemon) newHub() *hub.Hub {
	return hub.New(hub.Options{
		Chat: d.chat, Presence: d.backing.presence, Broker: d.backing.broker, Cluster: d.backing.link != nil || d.cfg.Postgres != "",
		Authenticate: d.authenticate, Forged: forged, CookieUsed: d.auth.Cookies.CookieUsed, Alive: d.alive,
		Limiter: d.backing.limiter,
		Node:    d.backing.node, Version: clientVersion(),
		PublicURL: d.cfg.Public, HTTPS: d.auth.Cookies.HTTPS, Address: d.client.Of, AllowedOrigins: d.cfg.Origins, TurnedAway: d.turnedAway,
		Log: d.log, Faults: d.faults, Refused: &d.refused, Loose: d.cfg.Loose,
	})
}

// committed tells everyone what was committed. It is called in commit order.
func (d *Daemon) committed(c store.Commit) {
	for _, m := range broker.OfCommit(c) {
		if err := d.backing.broker.Publish(context.Background(), m); err != nil {
			d.log.Warn("hint not published", "error", err) // whoever misses it reads the store
		}
	}
}

// states tells the rules who is here.
func (d *Daemon) states(ctx context.Context, users []string) map[string]string {
	states, err := d.backing.presence.States(ctx, users)
	if err != nil {
		d.log.Warn("presence unknown", "error", err)
	}
	return states
}

// here tells the rules who is here in a room.
func (d *Daemon) here(room string, most int) (map[string]string, int) { return d.hub.Here(room, most) }

// Addr is the address the server listens on.
func (d *Daemon) Addr() net.Addr { return d.listener.Addr() }

// Hub is the live connections, for those who count.
func (d *Daemon) Hub() *hub.Hub { return d.hub }

// Run serves until ctx ends, then lets everyone go and returns. It returns an
// error if serving failed before that. It may be called once.
func (d *Daemon) Run(ctx context.Context) error {
	if err := d.announce(ctx); err != nil {
		return errors.Join(err, d.Close())
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var work sync.WaitGroup
	keep := func(what string, run func(context.Context)) {
		work.Go(func() { d.faults.Keep(background, time.Minute, what, run) })
	}
	keep("tidying up sessions and keys", d.auth.Run)
	failed := make(chan error, 4)
	serve := func(s *http.Server, l net.Listener) { work.Go(func() { failed <- s.Serve(l) }) }
	var others []*http.Server
	if d.https == nil {
		serve(d.server, d.listener)
	} else {
		keep("keeping the certificate", d.https.Run)
		d.server.TLSConfig = d.https.TLS()
		work.Go(func() { failed <- d.server.ServeTLS(d.listener, "", "") })
	}
	if d.plain != nil {
		others = append(others, newServer(beside(d.https, d.cfg.Domain), d.log))
		others[0].ConnState = d.server.ConnState // it is one door
		serve(others[len(others)-1], d.plain)
	}
	if d.admin != nil {
		others = append(others, newServer(d.adminRoutes(), d.log))
		serve(others[len(others)-1], d.admin)
	}
	if d.console != nil {
		others = append(others, newConsole(console.Handler(d.backing.store, d.auth.Accounts(), d.log)))
		serve(others[len(others)-1], d.console)
	}
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		d.log.Info("going down")
	}
	d.drain(context.WithoutCancel(ctx))
	for _, s := range others {
		err = errors.Join(err, s.Close())
	}
	stop()
	err = errors.Join(err, d.Close())
	work.Wait()
	return err
}

// drain lets the sockets and then the requests go, within limits.Drain.
func (d *Daemon) drain(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, limits.Drain-5*time.Second)
	defer cancel()
	if err := d.hub.Drain(ctx); err != nil {
		d.log.Warn("not every socket could be let go in time", "error", err)
	}
	if err := d.server.Shutdown(ctx); err != nil {
		d.log.Warn("not every request could be finished in time", "error", err)
	}
}

// Close ends what is left, without ceremony: sockets, requests, the store.
// What was acknowledged is on disk. Further calls return what the first did.
func (d *Daemon) Close() error {
	d.close.Do(func() {
		var errs []error
		if d.server != nil {
			errs = append(errs, d.server.Close())
		}
		for _, l := range []net.Listener{d.listener, d.plain, d.admin, d.console} {
			if l != nil {
				if err := l.Close(); !errors.Is(err, net.ErrClosed) {
					errs = append(errs, err)
				}
			}
		}
		if d.hub != nil {
			errs = append(errs, d.hub.Close())
		}
		if m, ok := d.https.(*certs.Managed); ok {
			m.Close()
		}
		errs = append(errs, d.backing.close())
		d.ended = errors.Join(errs...)
	})
	return d.ended
}
