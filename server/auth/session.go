package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/auth/token"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
)

const (
	idle     = 30 * 24 * time.Hour // a session ends if it is not refreshed for so long
	absolute = 90 * 24 * time.Hour // every session ends after so long

	// maxSessions is how many sessions a person may have. Beyond it the one
	// unused for longest ends.
	maxSessions = 100
)

// Client is the program a person uses to sign in.
type Client struct {
	Address netip.Addr
	Device  string // its name in the list of sessions
	Agent   string // what the program calls itself, shortened, without a Device of its own choice
	Known   string // the mark it got when somebody signed in with it before, if any: see deviceOf
	Old     string // the refresh token it had until now, if any: that session ends
}

// network returns the network for which c's tries are counted: an IPv4 address,
// or an IPv6 /64.
func (c Client) network() string { return clientip.Network(c.Address).String() }

// region returns the network of c in the precision in which people see it: /24 or
// /48. "" if the address is unknown.
func (c Client) region() string {
	bits := 24
	if c.Address.Is6() && !c.Address.Is4In6() {
		bits = 48
	}
	p, err := c.Address.Unmap().WithZone("").Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}

// Grant is a fresh pair of tokens.
type Grant struct {
	User    string
	Session string
	Access  string
	Refresh string
	Expires time.Time // when Access expires
	Until   time.Time // when Refresh expires if it is not used
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
	pace   *ratelimit.Memory // of refreshes, per session: others know a person's session ids
	log    *slog.Logger
	now    func() time.Time
}

// open prepares a new session for user on c.
func (x *Sessions) open(user string, c Client) opening {
	now := x.now()
	session := id.New()
	refresh, hash := x.first(session)
	o := opening{refresh: refresh, row: store.Session{
		ID: session, User: user, Device: c.Device, Agent: c.Agent, Network: c.region(), Token: hash,
		Created: now.UnixMilli(), Seen: now.UnixMilli(), Expires: now.Add(absolute).UnixMilli(),
	}}
	if c.Old != "" {
		o.old = secret.Hash(c.Old)
	}
	return o
}

// create writes the session, ends the one it replaces, and ends others of the
// person's sessions if there are too many.
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

// grant issues the tokens of a stored session.
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

// SignOut ends the session of r, by any token in r, valid or expired. Without a
// token of a live session it does nothing.
func (a *Auth) SignOut(ctx context.Context, r *http.Request, refresh string) error {
	raw, _ := a.Cookies.credential(r)
	claims, err := a.tokens.Parse(raw)
	signed := err == nil
	if refresh == "" {
		refresh = a.Cookies.RefreshCookie(r)
	}
	if refresh == "" && !signed {
		return nil
	}
	var live []string
	// An invented token, or one of a session that has ended, must not occupy the
	// writer.
	err = a.store.View(ctx, func(tx store.Tx) error {
		live = nil
		if signed {
			s, err := tx.Sessions().ByID(claims.Session)
			if err == nil && s.Ended == 0 {
				live = append(live, s.ID)
			}
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		s, found, err := a.Sessions.find(tx, presented{token: refresh, hash: secret.Hash(refresh)}, a.millis())
		if found != dead && s.Ended == 0 && !slices.Contains(live, s.ID) {
			live = append(live, s.ID)
		}
		return err
	})
	if err == nil && len(live) > 0 {
		at := a.millis()
		err = a.store.Update(ctx, func(tx store.Tx) error {
			for _, id := range live {
				if err := tx.Sessions().End(id, at); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}
