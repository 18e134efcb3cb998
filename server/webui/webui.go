package webui

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/web"
)

// Options are the parameters of the pages. Auth is required.
type Options struct {
	Auth      *auth.Auth
	PublicURL *url.URL     // the public address; nil: the address of each request
	Places    *Places      // the addresses of the server; nil: do not ask about them
	Screens   Screens      // what people see before the app runs; nil: nothing of anybody
	Assets    *web.Set     // nil: the embedded ones
	Log       *slog.Logger // nil: slog.Default
	Faults    *sparse.Log  // of errors that may repeat; nil: one of its own that writes to Log

	// Areas are handlers of further pages, by the address of the first; those of the
	// others begin with it.
	Areas map[string]http.Handler

	// TurnedAway is called for a form that is refused as another site's, which
	// can happen to this site's own forms by a wrong setting. nil: not called.
	TurnedAway func(r *http.Request, why string)
}

// ui serves the pages before the app.
type ui struct {
	pages     *pages
	auth      *auth.Auth
	faults    *sparse.Log
	addresses *addresses
	qr        desk
	areas     map[string]http.Handler
}

// New returns the handler for everything but /api/, /ws and the probes. It fails
// if a template or the assets are incomplete, which is a mistake in the build.
func New(o Options) (http.Handler, error) {
	if o.Assets == nil {
		o.Assets = web.Assets()
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Faults == nil {
		o.Faults = sparse.New(o.Log)
	}
	u := &ui{auth: o.Auth, faults: o.Faults, areas: o.Areas, pages: &pages{
		auth: o.Auth, public: o.PublicURL, assets: o.Assets, script: newScript(), log: o.Log,
	}}
	u.addresses = &addresses{u: u, places: o.Places, where: auth.WhereOf(o.Auth)}
	f, err := newFiles(u.pages, o.Auth, o.Screens)
	if err != nil {
		return nil, err
	}
	lost := resets{u.pages, u.auth, auth.PasswordsOf(u.auth)}
	own := account{u.pages, u.auth, lost.passwords}
	other := device{u, own, auth.PassesOf(u.auth)}
	mux := http.NewServeMux()
	for pattern, h := range map[string]http.HandlerFunc{
		"GET /{$}":         f.app,
		"GET /signin":      u.showSignIn,
		"POST /signin":     u.signIn,
		"GET /signout":     u.showSignOut,
		"POST /signout":    u.signOut,
		"GET /setup":       u.showSetup,
		"POST /setup":      u.setUp,
		"GET /address":     u.addresses.show,
		"POST /address":    u.addresses.set,
		"GET /join/{code}": u.showJoin, "POST /join/{code}": u.join, "POST /join/{code}/enter": u.enter,
		"GET /reset":                 lost.askForOne,
		"POST /reset":                lost.send,
		"GET /reset/{code}":          lost.show,
		"POST /reset/{code}":         lost.set,
		"GET /account/export":        own.showExport,
		"GET /account/delete":        own.showDelete,
		"POST /account/delete":       own.remove,
		"GET /account/device":        other.ask,
		"POST /account/device":       other.make,
		"POST /account/device/state": other.state, "POST /account/device/cancel": other.cancel,
		"GET /device/{code}": other.show, "POST /device/{code}": other.enter,
		"POST /invite-qr":            u.inviteCode,
		"GET /manifest.webmanifest":  f.manifest,
		"GET /robots.txt":            robots,
		"GET /sw.js":                 f.serveWorker,
		"GET " + u.pages.script.path: u.pages.script.serve,
		"GET /":                      f.asset,
		"/":                          u.pages.wrongMethod,
	} {
		mux.HandleFunc(pattern, h)
	}
	for _, head := range route.Heads {
		mux.HandleFunc("GET "+route.Page(head), f.app)
		mux.HandleFunc("GET "+route.Page(head)+"/", f.app)
	}
	for root, area := range o.Areas {
		for _, pattern := range []string{"GET " + root, "GET " + root + "/", "POST " + root, "POST " + root + "/"} {
			mux.Handle(pattern, area)
		}
	}
	protection := http.NewCrossOriginProtection()
	if o.PublicURL != nil {
		if err := protection.AddTrustedOrigin(o.PublicURL.Scheme + "://" + o.PublicURL.Host); err != nil {
			return nil, fmt.Errorf("webui: public address: %w", err)
		}
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o.TurnedAway != nil {
			o.TurnedAway(r, "its form is of another address than this server's, which --public-url gives, or else the Host that a "+
				"proxy passes on")
		}
		u.pages.foreign(w, r)
	}))
	return u.headers(u.recovered(protection.Handler(mux))), nil
}

// recovered ends only the request whose handler panics.
func (u *ui) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p)
			default:
				u.faults.Panic("panic in a page", p, "method", r.Method, "route", r.Pattern)
				u.pages.fault(w, r)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
