package chat

import (
	"context"
	"time"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// resetLasts is how long a link for a new password works that an admin hands to
// somebody.
const resetLasts = 24 * time.Hour

// resetPassword makes a link by which a person of a lower role sets a new
// password, once. Its token is only in the answer; the server stores its hash.
func (s invites) resetPassword(ctx context.Context, who Actor, q *wire.UserReset) (*wire.ResetLink, error) {
	token, hash := secret.New()
	now := s.records.now()
	c := store.Code{Kind: store.CodeReset, User: q.User, Hash: hash, By: who.User, Created: now, Expires: now + resetLasts.Milliseconds()}
	answer := &wire.ResetLink{Path: "/reset/" + token, Expires: c.Expires}
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		u, err := loadUser(tx, q.User)
		switch {
		case err != nil:
			return err
		case !rights.Outranks(p.me.Role, u.Role):
			return forbidden(text.BanAdmins)
		case u.Ghost || u.Gone:
			return forbidden(text.CannotSignInAnyway)
		}
		origin, err := s.origin(tx)
		if err != nil {
			return err
		}
		if answer.URL = ""; origin != "" {
			answer.URL = origin + answer.Path
		}
		return tx.Codes().Put(c)
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}
