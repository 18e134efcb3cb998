package daemon

import (
	"log/slog"
	"net/http"

	"github.com/confab/confab/server/crowd"
	"github.com/confab/confab/server/deadline"
	"github.com/confab/confab/server/httpapi"
	"github.com/confab/confab/server/webui"
	"github.com/confab/confab/shared/limits"
)

// routes puts the handlers together.
func (d *Daemon) routes() (http.Handler, error) {
	ui, err := webui.New(webui.Options{Auth: d.auth, PublicURL: d.cfg.Public, Places: places(d), Log: d.log, Faults: d.faults, TurnedAway: d.turnedAway})
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
	mux.HandleFunc("GET /livez", probes{d}.livez)
	mux.HandleFunc("GET /readyz", probes{d}.readyz)
	h := deadline.Handler(http.MaxBytesHandler(d.published(mux), limits.HTTPBody))
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
