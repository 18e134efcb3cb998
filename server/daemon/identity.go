package daemon

import (
	"context"
	"errors"
	"net/http"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/web"
)

// authenticate returns the Actor of a request.
func (d *Daemon) authenticate(r *http.Request) (chat.Actor, error) {
	who, err := d.auth.Authenticate(r)
	if err != nil {
		return chat.Actor{}, err
	}
	return chat.SignedIn(who.User, who.Session), nil
}

// forged reports whether authenticate refused a credential that this server never
// issued.
func forged(_ *http.Request, err error) bool { return errors.Is(err, auth.ErrForged) }

// alive returns auth.ErrSignedOut if a session is no longer live.
func (d *Daemon) alive(ctx context.Context, who chat.Actor) error {
	return d.auth.Live.Check(ctx, who.User, who.Session)
}

// newNode names this run of this server, for clients and the log. The name is
// random, so that it does not disclose the machine's name.
func newNode() string { return id.New()[id.Len-8:] }

// clientVersion is the version of the client that this server delivers.
func clientVersion() string { return web.Version() }
