package chat

import (
	"cmp"
	"context"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// getUsers looks people up by id. Everybody may look up everybody.
func (s people) getUsers(ctx context.Context, who Actor, q *wire.UserGet) (*wire.Users, error) {
	if len(q.IDs) > limits.UserBatch {
		return nil, invalid(text.AtMostIDs(limits.UserBatch))
	}
	answer := &wire.Users{Users: []wire.User{}}
	err := s.records.view(ctx, who, func(tx store.Tx, _ standing) error {
		found, err := tx.Users().ByIDs(q.IDs)
		answer.Users = append(answer.Users, found...)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(answer.Users, func(a, b wire.User) int { return cmp.Compare(a.Handle, b.Handle) })
	return answer, nil
}

// listUsers finds people by the beginning of a name or handle. Banned people are
// left out, and imported ones unless asked for. The list of those who are banned is
// for those who may let them in again.
func (s people) listUsers(ctx context.Context, who Actor, q *wire.UserList) (*wire.Users, error) {
	answer := &wire.Users{Users: []wire.User{}}
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		if q.Banned {
			if !p.may(rights.Ban) {
				return forbidden(text.OnlyAdminsSeeBanned)
			}
			found, next, err := tx.Users().ListGone(q.Query, q.After, q.Limit)
			for _, u := range found {
				if !u.Ghost { // nobody can let in again who deleted their account
					answer.Users = append(answer.Users, u)
				}
			}
			answer.Next = next
			return err
		}
		found, next, err := tx.Users().List(q.Query, q.After, q.Ghosts, q.Limit)
		answer.Users, answer.Next = append(answer.Users, found...), next
		if err != nil || !q.Titles {
			return err
		}
		ids := make([]string, len(found))
		for i, u := range found {
			ids[i] = u.ID
		}
		answer.Titles, err = tx.Profiles().Titles(ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}
