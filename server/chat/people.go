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

// getUsers looks people up by id. Everyone may know everyone.
func (s people) getUsers(ctx context.Context, who Actor, q *wire.UserGet) (*wire.Users, error) {
	if len(q.IDs) > limits.UserBatch {
		return nil, invalid(text.AtMostIDs(limits.UserBatch))
	}
	for _, u := range q.IDs {
		if err := checkID("ids", u); err != nil {
			return nil, err
		}
	}
	answer := &wire.Users{Users: []wire.User{}}
	err := s.records.store.View(ctx, func(tx store.Tx) error {
		if _, err := allowed(tx, who, rights.Look); err != nil {
			return err
		}
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

// listUsers finds people by the beginning of a name or handle; the banned
// not, imported ones if asked for.
func (s people) listUsers(ctx context.Context, who Actor, q *wire.UserList) (*wire.Users, error) {
	query, limit, err := checkList(q.Query, q.After, q.Limit, limits.PageMax)
	if err != nil {
		return nil, err
	}
	answer := &wire.Users{Users: []wire.User{}}
	err = s.records.store.View(ctx, func(tx store.Tx) error {
		if _, err := allowed(tx, who, rights.Browse); err != nil {
			return err
		}
		found, next, err := tx.Users().List(query, q.After, q.Ghosts, limit)
		answer.Users, answer.Next = append(answer.Users, found...), next
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}
