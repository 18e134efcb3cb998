package chat

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// listSessions lists where someone is signed in: the asker, or for admins a
// person of a lower role.
func (s sessions) listSessions(ctx context.Context, who Actor, q *wire.SessionList) (*wire.Sessions, error) {
	user := q.User
	if user == "" {
		user = who.User
	}
	if err := checkID("user", user); err != nil {
		return nil, err
	}
	answer := &wire.Sessions{Sessions: []wire.Session{}}
	err := s.records.store.View(ctx, func(tx store.Tx) error {
		me, err := allowed(tx, who, rights.Account)
		if err != nil {
			return err
		}
		if user != me.ID {
			if !who.may(rights.Sessions, me.Role) {
				return forbidden(text.OnlyOwnSessions)
			}
			u, err := person(tx, user)
			if err != nil {
				return err
			}
			if !rights.Outranks(me.Role, u.Role) {
				return forbidden(text.SessionsOfAdmins)
			}
		}
		live, err := tx.Sessions().OfUser(user)
		if err != nil {
			return err
		}
		for _, x := range live {
			answer.Sessions = append(answer.Sessions, wire.Session{
				ID: x.ID, Device: x.Device, At: x.Created, Seen: x.Seen, Agent: x.Agent, Network: x.Network, Current: x.ID == who.Session,
			})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// endSession signs a session out. One that the asker may not end is not there
// for them; an ended one stays so.
func (s sessions) endSession(ctx context.Context, who Actor, q *wire.SessionEnd) (*wire.OK, error) {
	if err := checkID("session", q.Session); err != nil {
		return nil, err
	}
	err := s.records.update(ctx, who, func(tx store.Tx) error {
		me, err := allowed(tx, who, rights.Account)
		if err != nil {
			return err
		}
		x, err := tx.Sessions().ByID(q.Session)
		if errors.Is(err, store.ErrNotFound) {
			return errNoSession
		}
		if err != nil {
			return err
		}
		if x.User != me.ID {
			u, err := person(tx, x.User)
			if err != nil {
				return err
			}
			if !who.may(rights.Sessions, me.Role) || !rights.Outranks(me.Role, u.Role) {
				return errNoSession
			}
		}
		return tx.Sessions().End(x.ID, s.records.now())
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}
