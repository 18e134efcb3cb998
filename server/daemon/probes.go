package daemon

import (
	"context"
	"net/http"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// probes tell whether a server lives and how it is.
type probes struct {
	idle
	d *Daemon
}

func (p probes) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /livez", p.livez)
	mux.HandleFunc("GET /readyz", p.readyz)
}

// livez answers as long as the process does.
func (p probes) livez(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok\n") }

// readiness is what a server says of itself. Other nodes miss what is degraded
// as well: that is no reason to send people elsewhere.
type readiness struct {
	status int
	word   string // ok, degraded, draining or unavailable
	why    string // for those whose server it is
}

// ready looks how the server is.
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

// readyz answers 200 while new connections are welcome, with a word. Why is told
// to those who run the server: what it rests on is nobody else's business.
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
	// Whoever asked may have gone; there is nobody else to tell.
	_, _ = w.Write([]byte(text))
}
