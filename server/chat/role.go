package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// setRole sets a person's role. Owners set any role; everybody may lower their
// own. At least one owner remains.
func (s people) setRole(ctx context.Context, who Actor, q *wire.UserRole) (*wire.OK, error) {
	if rights.Rank(q.Role) == 0 {
		return nil, invalid(text.RoleIs)
	}
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		me := p.me
		stepDown := q.User == me.ID && rights.Rank(q.Role) <= rights.Rank(me.Role)
		if !stepDown && !p.may(rights.GiveRole) {
			return forbidden(text.OnlyOwnersGiveRoles)
		}
		u, err := loadUser(tx, q.User)
		if err != nil {
			return err
		}
		if u.Ghost || u.Gone {
			return forbidden(text.NoRoleForPerson)
		}
		if u.Role == q.Role {
			return nil
		}
		if err := keepOwner(tx, u); err != nil {
			return err
		}
		u.Role = q.Role
		if err := tx.Users().Update(u); err != nil {
			return err
		}
		return s.endInvites(tx, u)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// ban locks out a person of a lower role, or lets them in again. They stay in
// their rooms for that day; their sessions and invites end now.
func (s people) ban(ctx context.Context, who Actor, q *wire.UserBan) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		me := p.me
		u, err := loadUser(tx, q.User)
		if err != nil {
			return err
		}
		switch {
		case u.ID == me.ID:
			return invalid(text.BanYourself)
		case !rights.Outranks(me.Role, u.Role):
			return forbidden(text.BanAdmins)
		case u.Ghost:
			return forbidden(text.CannotSignInAnyway)
		case u.Gone == q.Banned:
			return nil
		}
		if q.Banned {
			if err := keepOwner(tx, u); err != nil {
				return err
			}
		}
		u.Gone = q.Banned
		if err := tx.Users().Update(u); err != nil || !q.Banned {
			return err
		}
		if _, err := tx.Sessions().EndAll(u.ID, "", s.records.now()); err != nil {
			return err
		}
		if err := tx.Codes().RemoveAll(u.ID); err != nil {
			return err
		}
		return s.endInvites(tx, u)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// keepOwner refuses to remove the last owner.
func keepOwner(tx store.Tx, u store.User) error {
	if u.Role != wire.RoleOwner {
		return nil
	}
	n, err := tx.Users().CountRole(wire.RoleOwner)
	if err == nil && n <= 1 {
		err = errLastOwner
	}
	return err
}

// endInvites ends the invites of a person who may no longer invite.
func (s people) endInvites(tx store.Tx, u store.User) error {
	if !u.Gone && rights.May(rights.Invite, rights.Of(u.User)) {
		return nil
	}
	return tx.Invites().RevokeAll(u.ID)
}
