package chat

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// listSessions lists a person's sessions: those of the acting user, or for admins
// those of a person of a lower role.
func (s sessions) listSessions(ctx context.Context, who Actor, q *wire.SessionList) (*wire.Sessions, error) {
	user := q.User
	if user == "" {
		user = who.User
	}
	answer := &wire.Sessions{Sessions: []wire.Session{}}
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		if err := p.mayEnd(tx, user); err != nil {
			return err
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

// mayEnd refuses an acting user who may neither see nor end user's sessions.
func (p standing) mayEnd(tx store.Tx, user string) error {
	if user == p.me.ID {
		return nil
	}
	if !p.may(rights.Sessions) {
		return forbidden(text.OnlyOwnSessions)
	}
	u, err := loadUser(tx, user)
	if err == nil && !rights.Outranks(p.me.Role, u.Role) {
		err = forbidden(text.SessionsOfAdmins)
	}
	return err
}

// endOthers signs out all sessions of a person, except the one that asks.
func (s sessions) endOthers(ctx context.Context, who Actor, q *wire.SessionEndOthers) (*wire.OK, error) {
	user := q.User
	if user == "" {
		user = who.User
	}
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		if err := p.mayEnd(tx, user); err != nil {
			return err
		}
		_, err := tx.Sessions().EndAll(user, who.Session, s.records.now())
		return err
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// endSession signs a session out. A session that the acting user may not end is
// not found. Ending one that has ended changes nothing.
func (s sessions) endSession(ctx context.Context, who Actor, q *wire.SessionEnd) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		me := p.me
		x, err := tx.Sessions().ByID(q.Session)
		if errors.Is(err, store.ErrNotFound) {
			return errNoSession
		}
		if err != nil {
			return err
		}
		if x.User != me.ID {
			u, err := loadUser(tx, x.User)
			if err != nil {
				return err
			}
			if !p.may(rights.Sessions) || !rights.Outranks(me.Role, u.Role) {
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
