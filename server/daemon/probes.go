package daemon

import (
	"context"
	"net/http"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// probes answer whether a server is alive and ready.
type probes struct {
	idle
	d *Daemon
}

func (p probes) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /livez", p.livez)
	mux.HandleFunc("GET /readyz", p.readyz)
}

// livez answers 200 as long as the process runs.
func (p probes) livez(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok\n") }

// readiness is the state of a server. A degraded server lacks something that the
// other nodes lack as well, so people need not be sent to another node.
type readiness struct {
	status int
	word   string // ok, degraded, draining or unavailable
	why    string // the reason, for admins only
}

// ready determines the state of the server.
func (p probes) ready(ctx context.Context) readiness {
	if !p.d.hub.Ready() {
		return readiness{http.StatusServiceUnavailable, "draining", "the server goes down, or has no room for more"}
	}
	if why := p.d.backing.missing(); why != "" {
		return readiness{http.StatusOK, "degraded", why}
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := p.d.backing.store.View(store.Urgent(ctx), func(store.Tx) error { return nil }); err != nil {
		p.d.log.Error("the store does not answer", "error", err)
		return readiness{http.StatusServiceUnavailable, "unavailable", "the store does not answer"}
	}
	return readiness{http.StatusOK, "ok", ""}
}

// readyz answers 200 and one word while new connections are accepted. It does not
// say why: the reason is only for those who run the server.
func (p probes) readyz(w http.ResponseWriter, r *http.Request) {
	state := p.ready(r.Context())
	if state.why == "" || !p.byAdmin(r) {
		say(w, state.status, state.word+"\n")
		return
	}
	p.full(w, r)
}

// full is readyz with the reason.
func (p probes) full(w http.ResponseWriter, r *http.Request) {
	state := p.ready(r.Context())
	if state.why != "" {
		state.word += ": " + state.why
	}
	say(w, state.status, state.word+"\n")
}

// byAdmin reports whether a request comes from an admin of the workspace.
func (p probes) byAdmin(r *http.Request) bool {
	who, err := p.d.auth.Authenticate(r)
	if err != nil {
		return false
	}
	admin := false
	err = p.d.backing.store.View(r.Context(), func(tx store.Tx) error {
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
	// An error means that the client has gone, so there is nothing to do about
	// it.
	_, _ = w.Write([]byte(text))
}
