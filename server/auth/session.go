package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/auth/token"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
)

const (
	idle     = 30 * 24 * time.Hour // a session not refreshed for so long ends
	absolute = 90 * 24 * time.Hour // every session ends after so long

	// maxSessions a person may have; the one unused for longest makes room.
	maxSessions = 100
)

// Client is the program a person uses to sign in.
type Client struct {
	Address netip.Addr
	Device  string // what it is called in the list of sessions
	Old     string // the refresh token it held until now, if any: that session ends
}

// Grant is a fresh pair of tokens.
type Grant struct {
	User    string
	Session string
	Access  string
	Refresh string
	Expires time.Time // of Access
	Until   time.Time // of Refresh, if it is not used
}

// opening is a session about to be created.
type opening struct {
	row     store.Session
	refresh string
	old     []byte // hash of Client.Old, or nil
}

// Sessions opens sessions and exchanges their tokens.
type Sessions struct {
	store  store.Store
	tokens *token.Tokens
	ring   *keys.Ring
	log    *slog.Logger
	now    func() time.Time
}

// open prepares a new session for user on c.
func (x *Sessions) open(user string, c Client) opening {
	now := x.now()
	refresh, hash := secret.New()
	o := opening{refresh: refresh, row: store.Session{
		ID: id.New(), User: user, Device: c.Device, Token: hash,
		Created: now.UnixMilli(), Seen: now.UnixMilli(), Expires: now.Add(absolute).UnixMilli(),
	}}
	if c.Old != "" {
		o.old = secret.Hash(c.Old)
	}
	return o
}

// create writes the session, ends the one it takes the place of, and makes
// room among the person's others.
func (o opening) create(tx store.Tx) error {
	sessions := tx.Sessions()
	if o.old != nil {
		old, err := sessions.ByToken(o.old)
		if err == nil {
			err = sessions.End(old.ID, o.row.Created)
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	others, err := sessions.OfUser(o.row.User)
	if err != nil {
		return err
	}
	if len(others) >= maxSessions {
		longest := others[0]
		for _, s := range others {
			if s.Seen < longest.Seen {
				longest = s
			}
		}
		if err := sessions.End(longest.ID, o.row.Created); err != nil {
			return err
		}
	}
	return sessions.Create(o.row)
}

// grant issues the tokens of a session that is stored.
func (x *Sessions) grant(s store.Session, refresh string) (Grant, error) {
	access, claims, err := x.tokens.Issue(s.User, s.ID)
	if err != nil {
		return Grant{}, err
	}
	until := min(s.Seen+idle.Milliseconds(), s.Expires)
	return Grant{
		User: s.User, Session: s.ID, Access: access, Refresh: refresh,
		Expires: claims.Expires, Until: time.UnixMilli(until).UTC(),
	}, nil
}

// SignOut ends the session that r comes from, by any token it carries, valid
// or not any more. Without one it does nothing.
func (a *Auth) SignOut(ctx context.Context, r *http.Request, refresh string) error {
	var ids []string
	raw, _ := a.credential(r)
	if claims, err := a.tokens.Parse(raw); err == nil {
		ids = append(ids, claims.Session)
	}
	if refresh == "" {
		refresh = a.RefreshCookie(r)
	}
	if refresh == "" && len(ids) == 0 {
		return nil
	}
	at := a.millis()
	err := a.store.Update(ctx, func(tx store.Tx) error {
		ending := ids
		if refresh != "" {
			s, err := tx.Sessions().ByToken(secret.Hash(refresh))
			if err == nil {
				ending = append(ending[:len(ending):len(ending)], s.ID)
			} else if !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		for _, id := range ending {
			if err := tx.Sessions().End(id, at); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}
