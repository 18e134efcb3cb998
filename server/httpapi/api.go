package httpapi

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/refusals"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Prefix is the path under which the API is served.
const Prefix = "/api/v1"

// Options are the parameters of the API. Chat and Authenticate are required.
type Options struct {
	Chat *chat.Service
	// Authenticate returns who sent a request. A *wire.Error
	// (wire.CodeUnauthorized) means that nobody is signed in; any other error is
	// logged and answered with wire.CodeUnavailable.
	Authenticate func(*http.Request) (chat.Actor, error)
	Logger       *slog.Logger     // nil: slog.Default
	Faults       *sparse.Log      // of errors that may repeat; nil: one of its own that writes to Logger
	Refused      *refusals.Counts // counts refusals by code, as "api"; nil: not counted
	Version      string           // of the program, for the description that signed-in clients get
	Streams      []chat.Stream    // uploads and downloads, beside the command table
	Origins      []string         // other origins whose pages may call, "https://example.org"
}

// complete fills in defaults.
func (o *Options) complete() {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Faults == nil {
		o.Faults = sparse.New(o.Logger)
	}
}

// New returns the handler of everything below Prefix, including openapi.json. It
// panics if an origin is malformed or two rows of the table have the same route,
// both of which are programming errors.
func New(o Options) http.Handler {
	o.complete()
	mux := http.NewServeMux()
	methods := map[string][]string{}
	table := chat.Table()
	for i := range table {
		c := &table[i]
		mux.Handle(c.Method+" "+Prefix+c.Path, newRoute(o, c))
		methods[c.Path] = append(methods[c.Path], c.Method)
	}
	for i := range o.Streams {
		row := &o.Streams[i]
		mux.Handle(row.Method+" "+Prefix+row.Path, newStreamRoute(o, row))
		methods[row.Path] = append(methods[row.Path], row.Method)
	}
	for path, allow := range methods {
		mux.Handle(Prefix+path, notAllowed(allow))
	}
	mux.Handle("GET "+Prefix+"/openapi.json", serveDescription(o, func(version string) map[string]any {
		return Describe(version, o.Streams...)
	}))
	mux.Handle("GET "+Prefix+"/asyncapi.json", serveDescription(o, DescribeSocket))
	mux.Handle(Prefix+"/", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeError(w, http.StatusNotFound, wire.Refused(wire.CodeUnknown, text.NoSuchAddress))
	}))
	return headers(recovered(o, sameOrigin(o.Origins, mux)))
}

// notAllowed answers a known path with an unknown method.
func notAllowed(methods []string) http.Handler {
	slices.Sort(methods)
	allow := strings.Join(methods, ", ")
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", allow)
		writeError(w, http.StatusMethodNotAllowed, wire.Refused(wire.CodeUnknown, text.AddressTakes(allow)))
	})
}

// headers sets the headers of every answer of the API.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses unsafe requests that a page of another origin makes.
func sameOrigin(trusted []string, next http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	for _, origin := range trusted {
		if err := p.AddTrustedOrigin(origin); err != nil {
			panic("httpapi: " + err.Error())
		}
	}
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeError(w, http.StatusForbidden, wire.Refused(wire.CodeForbidden, text.PagesOfOthers))
	}))
	return p.Handler(next)
}

// recovered ends only the request whose handler panics.
func recovered(o Options, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent := &watched{ResponseWriter: w, counts: o.Refused}
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			o.Faults.Panic("panic in a request", p, "method", r.Method, "route", r.Pattern)
			if sent.begun {
				panic(http.ErrAbortHandler) // the client must see that the answer is incomplete
			}
			e, _ := chat.Public(errPanic)
			writeError(sent, http.StatusInternalServerError, e)
		}()
		next.ServeHTTP(sent, r)
	})
}

// watched records whether an answer has begun, and counts refusals.
type watched struct {
	http.ResponseWriter
	counts *refusals.Counts
	begun  bool
}

func (w *watched) refused(c wire.Code) { w.counts.Add("api", string(c)) }

func (w *watched) WriteHeader(status int) {
	w.begun = true
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	w.begun = true
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
