package webui

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/clientip"
)

// Options say what the pages are made from. All but Log are required.
type Options struct {
	Auth *auth.Auth
	// Workspace returns the workspace's name and main room; ok is false before
	// the first run.
	Workspace func(ctx context.Context) (name, mainRoom string, ok bool, err error)
	Client    *clientip.Finder
	Log       *slog.Logger
}

// New returns the handler for everything but /api/ and /ws.
func New(o Options) (http.Handler, error) { return http.NotFoundHandler(), nil }

// Protect adds the security headers to every answer of h and refuses unsafe
// requests that come from other sites. The daemon wraps its whole mux in it.
func Protect(h http.Handler, https func(*http.Request) bool) http.Handler { return h }
