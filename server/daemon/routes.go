package daemon

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/confab/confab/server/crowd"
	"github.com/confab/confab/server/deadline"
	"github.com/confab/confab/server/httpapi"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/webui"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// routes puts the handlers together.
func (d *Daemon) routes() (http.Handler, error) {
	ui, err := webui.New(webui.Options{Auth: d.auth, PublicURL: d.cfg.Public, Places: places(d), Log: d.log, Faults: d.faults})
	if err != nil {
		return nil, err
	}
	options := httpapi.Options{
		Chat: d.chat, Authenticate: d.authenticate, Logger: d.log, Version: d.version, Origins: d.cfg.Origins,
		Faults: d.faults, Refused: &d.refused,
	}
	identity := httpapi.NewIdentity(d.auth, options)
	mux := http.NewServeMux()
	mux.Handle("/", d.refused.Handler("pages", ui))
	mux.Handle(httpapi.Prefix+"/", httpapi.New(options))
	mux.Handle(httpapi.Prefix+"/auth/", identity)
	mux.Handle("/.well-known/jwks.json", identity)
	mux.Handle("/ws", d.hub)
	mux.HandleFunc("GET /livez", d.livez)
	mux.HandleFunc("GET /readyz", d.readyz)
	h := deadline.Handler(http.MaxBytesHandler(mux, limits.HTTPBody))
	if d.cfg.Loose {
		return h, nil
	}
	d.requests = crowd.NewRequests(limits.RequestsPerAddress, d.client.Of, d.signedIn)
	return d.requests.Handler(h), nil
}

// signedIn reports whether a request comes from somebody who is signed in.
func (d *Daemon) signedIn(r *http.Request) bool {
	_, err := d.auth.Authenticate(r)
	return err == nil
}

// newServer bounds what a client may send and how long it may take: each
// request has the times of package deadline, which a route can extend.
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

// newConsole serves DATA/admin.sock, which only the server's own user can open:
// an import may take hours there, and whoever could hold a connection open could
// do worse.
func newConsole(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: deadline.Head, IdleTimeout: deadline.Idle}
}

// livez answers as long as the process does.
func (d *Daemon) livez(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok\n") }

// readiness is what a server says of itself. Other nodes miss what is degraded
// as well: that is no reason to send people elsewhere.
type readiness struct {
	status int
	word   string // ok, degraded, draining or unavailable
	why    string // for those whose server it is
}

// ready looks how the server is.
func (d *Daemon) ready(ctx context.Context) readiness {
	if !d.hub.Ready() {
		return readiness{http.StatusServiceUnavailable, "draining", "the server goes down, or has no room for more"}
	}
	if why := d.backing.missing(); why != "" {
		return readiness{http.StatusOK, "degraded", why}
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := d.backing.store.View(store.Urgent(ctx), func(store.Tx) error { return nil }); err != nil {
		d.log.Error("the store does not answer", "error", err)
		return readiness{http.StatusServiceUnavailable, "unavailable", "the store does not answer"}
	}
	return readiness{http.StatusOK, "ok", ""}
}

// readyz answers 200 while new connections are welcome, with a word. Why is told
// to those who run the server: what it rests on is nobody else's business.
func (d *Daemon) readyz(w http.ResponseWriter, r *http.Request) {
	state := d.ready(r.Context())
	if state.why == "" || !d.byAdmin(r) {
		say(w, state.status, state.word+"\n")
		return
	}
	d.readyzFull(w, r)
}

// readyzFull is readyz with the reason.
func (d *Daemon) readyzFull(w http.ResponseWriter, r *http.Request) {
	state := d.ready(r.Context())
	if state.why != "" {
		state.word += ": " + state.why
	}
	say(w, state.status, state.word+"\n")
}

// byAdmin reports whether a request comes from an admin of the workspace.
func (d *Daemon) byAdmin(r *http.Request) bool {
	who, err := d.auth.Authenticate(r)
	if err != nil {
		return false
	}
	admin := false
	err = d.backing.store.View(r.Context(), func(tx store.Tx) error {
		u, err := tx.Users().ByID(who.User)
		admin = err == nil && (u.Role == wire.RoleOwner || u.Role == wire.RoleAdmin)
		return err
	})
	return err == nil && admin
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// Whoever asked may have gone; there is nobody else to tell.
	_, _ = w.Write([]byte(text))
}
