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

// authenticate tells the rules who a request comes from.
func (d *Daemon) authenticate(r *http.Request) (chat.Actor, error) {
	who, err := d.auth.Authenticate(r)
	if err != nil {
		return chat.Actor{}, err
	}
	return chat.SignedIn(who.User, who.Session), nil
}

// forged reports whether authenticate refused a credential that was made up.
func forged(_ *http.Request, err error) bool { return errors.Is(err, auth.ErrForged) }

// alive returns auth.ErrSignedOut if a session is not live any more.
func (d *Daemon) alive(ctx context.Context, who chat.Actor) error {
	return d.auth.Live.Check(ctx, who.User, who.Session)
}

// newNode names this run of this server, for clients and the log: not by the
// machine's name, which is nobody's business.
func newNode() string { return id.New()[id.Len-8:] }

// clientVersion names what clients load from this server.
func clientVersion() string { return web.Version() }
