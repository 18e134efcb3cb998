package daemon

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"github.com/confab/confab/server/admin"
	"github.com/confab/confab/server/console"
	"github.com/confab/confab/server/crowd"
	"github.com/confab/confab/server/deadline"
	"github.com/confab/confab/server/httpapi"
	"github.com/confab/confab/server/webui"
	"github.com/confab/confab/shared/limits"
)

// api is the part with the HTTP API, including sign-in.
type api struct {
	idle
	d *Daemon
}

func (p api) routes(mux *http.ServeMux) {
	d := p.d
	options := httpapi.Options{
		Chat: d.chat, Authenticate: d.authenticate, Logger: d.log, Version: d.version, Origins: d.cfg.Origins,
		Faults: d.faults, Refused: &d.refused, Streams: d.chat.Streams(),
	}
	identity := httpapi.NewIdentity(d.auth, options)
	mux.Handle(httpapi.Prefix+"/", httpapi.New(options))
	mux.Handle(httpapi.Prefix+"/auth/", identity)
	mux.Handle("/.well-known/jwks.json", identity)
}

// pages is the part with the pages of the app and of sign-in.
type pages struct {
	idle
	d       *Daemon
	handler http.Handler
}

func (p *pages) open(context.Context) error {
	d := p.d
	forms := admin.New(admin.Options{Auth: d.auth, Chat: d.chat, Version: d.version, Log: d.log, Clock: d.backing.now})
	ui, err := webui.New(webui.Options{
		Auth: d.auth, PublicURL: d.cfg.Public, Places: places(d), Screens: d.chat.Screen,
		Log: d.log, Faults: d.faults, TurnedAway: d.turnedAway,
		Areas: map[string]http.Handler{admin.Root: forms, admin.EmojiRoot: forms},
	})
	p.handler = d.refused.Handler("pages", ui)
	return err
}

func (p *pages) routes(mux *http.ServeMux) { mux.Handle("/", p.handler) }

// webServer is the part that serves the routes of all parts.
type webServer struct {
	idle
	d *Daemon
}

func (p webServer) open(context.Context) error {
	d := p.d
	mux := http.NewServeMux()
	for _, other := range d.parts {
		other.routes(mux)
	}
	h := deadline.Handler(d.published(bounded(mux)))
	if !d.cfg.Loose {
		d.requests = crowd.NewRequests(limits.RequestsPerAddress, d.client.Of, d.signedIn)
		h = d.requests.Handler(h)
	}
	if d.https != nil {
		h = secured(h)
	}
	d.server = newServer(h, d.log)
	if !d.cfg.Loose {
		d.guests = crowd.NewConnections(limits.ConnectionsPerAddress, crowd.InAll(), d.client.Trusts)
		d.server.ConnState = func(c net.Conn, state http.ConnState) {
			defer d.faults.Survive("counting a connection", func() { _ = c.Close() }) // counting it may panic
			d.guests.Changed(c, state)
		}
	}
	return nil
}

func (p webServer) close() error {
	if p.d.server == nil {
		return nil
	}
	return p.d.server.Close()
}

// served is an HTTP server and its listener.
type served struct {
	server *http.Server
	serve  func() error
}

// serversOf returns the servers of d's listeners.
func serversOf(d *Daemon) []served {
	var all []served
	add := func(s *http.Server, l net.Listener) {
		if l != nil {
			all = append(all, served{s, func() error { return s.Serve(l) }})
		}
	}
	if d.https == nil {
		add(d.server, d.listener)
	} else {
		d.server.TLSConfig = d.https.TLS()
		all = append(all, served{d.server, func() error { return d.server.ServeTLS(d.listener, "", "") }})
	}
	plain := newServer(beside(d.https, d.cfg.Domain), d.log)
	plain.ConnState = d.server.ConnState // both listeners share the limits on connections
	add(plain, d.plain)
	add(newServer(adminRoutes(d), d.log), d.admin)
	add(newConsole(console.Handler(d.backing.store, d.auth.Accounts(), d.log)), d.console)
	return all
}

// operators is the part with the console, for the person who runs the server.
type operators struct {
	idle
	d *Daemon
}

func (p operators) open(context.Context) (err error) {
	d := p.d
	if d.cfg.Postgres != "" {
		return nil // with PostgreSQL, the command line works on the database instead
	}
	if d.console, err = console.Listen(d.cfg.Data); errors.Is(err, console.ErrPath) {
		d.log.Warn("no console: to import or add people, stop the server first", "error", err)
		return nil
	}
	return err
}

func (p operators) close() error { return closeListener(p.d.console) }

// signedIn reports whether a request comes from a signed-in person.
func (d *Daemon) signedIn(r *http.Request) bool {
	_, err := d.auth.Authenticate(r)
	return err == nil
}

// newServer limits the size and time of what a client sends: each request has the
// deadlines of package deadline, which a route can extend.
func newServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: deadline.Head,
		ReadTimeout:       deadline.Body,
		WriteTimeout:      deadline.Answer,
		IdleTimeout:       deadline.Idle,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// newConsole serves DATA/admin.sock, which only the server's own user can open.
// It has no deadlines: an import may take hours, and that user could do worse
// than hold a connection open.
func newConsole(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: deadline.Head, IdleTimeout: deadline.Idle}
}

// pageBody is the maximum size of a request body outside the API, in bytes.
const pageBody = 64 << 10

// bounded limits the bodies of requests to routes without a row. The rows of the
// API set their own limits.
func bounded(next http.Handler) http.Handler {
	small := http.MaxBytesHandler(next, pageBody)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, httpapi.Prefix+"/") {
			next.ServeHTTP(w, r)
			return
		}
		small.ServeHTTP(w, r)
	})
}
