package chat

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// The limits of an invite.
const (
	inviteUses     = 25
	inviteHours    = 7 * 24
	inviteHoursMax = 365 * 24
	inviteUsesMax  = 100_000
)

// createInvite creates a link by which people join. Its token is only in the
// answer; the server stores its hash.
func (s invites) createInvite(ctx context.Context, who Actor, q *wire.InviteCreate) (*wire.InviteInfo, error) {
	if q.Uses < 0 || q.Uses > inviteUsesMax {
		return nil, invalid(text.FieldWithin("uses", 0, inviteUsesMax))
	}
	if q.Hours < 0 || q.Hours > inviteHoursMax {
		return nil, invalid(text.FieldWithin("hours", 0, inviteHoursMax))
	}
	hours := q.Hours
	if hours == 0 {
		hours = inviteHours
	}
	uses := q.Uses
	if uses == 0 {
		uses = inviteUses
	}
	if q.Email != "" && s.mail == nil {
		return nil, invalid(text.NoMailHere)
	}
	if q.Email != "" {
		uses = 1
	}
	token, hash := secret.New()
	i := store.Invite{
		ID: s.records.newID(), Hash: hash, By: who.User, Created: s.records.now(), Uses: uses, Room: q.Room,
	}
	i.Expires = i.Created + (time.Duration(hours) * time.Hour).Milliseconds()
	address, by, place := "", "", ""
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		var err error
		by = p.me.Name
		if address, err = s.origin(tx); err != nil {
			return err
		}
		if place, err = tx.Settings().Get(store.SettingWorkspace); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if q.Room != "" {
			if _, err := roomStanding(tx, who, q.Room, rights.AddMember); err != nil {
				return err
			}
		}
		who.turn.made(0, i.ID)
		return tx.Invites().Create(i)
	})
	if err != nil {
		return nil, err
	}
	shown := showInvite(i)
	shown.Token, shown.Path = token, "/join/"+token
	if address != "" {
		shown.URL = address + shown.Path
	}
	if q.Email != "" && !who.turn.taken() && !s.mail(q.Email, shown.URL, by, place) {
		return nil, later(wire.CodeOverload, time.Minute, text.ManyMails)
	}
	return &wire.InviteInfo{Invite: shown}, nil
}

// origin returns the address that links begin with: that of the configuration or
// the workspace's setting. "": there is neither.
func (s invites) origin(tx store.Tx) (string, error) {
	if s.address != "" {
		return s.address, nil
	}
	address, err := tx.Settings().Get(store.SettingAddress)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return address, err
}

// listInvites lists the invites that still work.
func (s invites) listInvites(ctx context.Context, who Actor, q *wire.InviteList) (*wire.Invites, error) {
	answer := &wire.Invites{Invites: []wire.Invite{}}
	err := s.records.view(ctx, who, func(tx store.Tx, _ standing) error {
		live, err := tx.Invites().List(s.records.now(), q.After, q.Limit+1)
		if err != nil {
			return err
		}
		live, answer.Next = firstOf(live, q.Limit, func(i store.Invite) string { return i.ID })
		for _, i := range live {
			shown := showInvite(i)
			if shown.Room != "" {
				// The name of a private room is shown only to its members.
				if _, err := viewRoom(tx, who.User, i.Room); errors.Is(err, errRoomGone) {
					shown.Room = ""
				} else if err != nil {
					return err
				}
			}
			answer.Invites = append(answer.Invites, shown)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// revokeInvite ends an invite. Ending one that has ended changes nothing.
func (s invites) revokeInvite(ctx context.Context, who Actor, q *wire.InviteRevoke) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, _ standing) error {
		i, err := tx.Invites().ByID(q.Invite)
		if errors.Is(err, store.ErrNotFound) {
			return errNoInvite
		}
		if err != nil || i.Revoked {
			return err
		}
		i.Revoked = true
		return tx.Invites().Update(i)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// showInvite shows an invite without its token, which the server does not have.
func showInvite(i store.Invite) wire.Invite {
	return wire.Invite{ID: i.ID, By: i.By, At: i.Created, Expires: i.Expires, Uses: i.Uses, Used: i.Used, Room: i.Room}
}
