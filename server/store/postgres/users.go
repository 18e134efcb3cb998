package postgres

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/server/store/plain"
	"github.com/confab/confab/shared/wire"
)

// users is package plain's, with what is cached and what reads an index of its own.
type users struct {
	plain.Users
	tx *tx
}

func (t *users) ByID(id string) (store.User, error) {
	rights := &t.tx.store.rights
	if version, ok := t.tx.cachedVersion(); ok {
		if u, ok := rights.user(version, id); ok {
			t.tx.relyOn(version)
			return u, nil
		}
	}
	u, err := t.Read(id)
	if err == nil && t.tx.class == light {
		rights.addUser(t.tx.version, u)
	}
	return u, err
}

// The statements of List, written out for the planner: each condition is that of
// an index.
const (
	listUsers = `SELECT ` + plain.UserFace + ` FROM users u
		WHERE u.handle > $1 AND NOT u.gone
		ORDER BY u.handle
		LIMIT $2`
	listRealUsers = `SELECT ` + plain.UserFace + ` FROM users u
		WHERE u.handle > $1 AND NOT u.gone AND NOT u.ghost
		ORDER BY u.handle
		LIMIT $2`
	findUsers = `SELECT ` + plain.UserFace + ` FROM user_prefixes w JOIN users u ON u.handle = w.handle
		WHERE w.prefix = $1 AND w.handle > $2
		ORDER BY w.handle
		LIMIT $3`
	findRealUsers = `SELECT ` + plain.UserFace + ` FROM user_prefixes w JOIN users u ON u.handle = w.handle
		WHERE w.prefix = $1 AND w.handle > $2 AND NOT w.ghost
		ORDER BY w.handle
		LIMIT $3`
)

func (t *users) List(query, after string, ghosts bool, limit int) ([]wire.User, string, error) {
	sought := form.Seek(query)
	return form.Gather(sought, after, limit, form.UserName, func(after string, n int) ([]wire.User, string, error) {
		found, err := t.page(sought.Prefix, after, ghosts, n+1)
		page, next := form.FirstOf(found, n, form.UserName)
		return page, next, err
	})
}

// page returns up to limit people beyond the handle after whom prefix lists, or
// all if it is empty.
func (t *users) page(prefix, after string, ghosts bool, limit int) (list []wire.User, err error) {
	sql, args := listUsers, []any{after, limit}
	switch {
	case prefix != "" && ghosts:
		sql, args = findUsers, []any{prefix, after, limit}
	case prefix != "":
		sql, args = findRealUsers, []any{prefix, after, limit}
	case !ghosts:
		sql = listRealUsers
	}
	err = t.tx.each(func(r row) { list = append(list, plain.ReadFace(r)) }, sql, args...)
	return list, err
}
