package sqlite

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
	w := t.tx.write
	if w == nil {
		return t.Read(id)
	}
	if u, ok := w.memory.users.get(id); ok {
		return u, nil
	}
	u, err := t.Read(id)
	if err == nil {
		w.memory.users.set(u.ID, u)
	}
	return u, err
}

// The statements of List. Each condition is that of an index, and the index is
// named where another one would do as well, though it is slower among many ghosts.
const (
	listUsers = `SELECT ` + plain.UserFace + ` FROM users u
		WHERE u.handle > ? AND u.gone = 0
		ORDER BY u.handle
		LIMIT ?`
	listRealUsers = `SELECT ` + plain.UserFace + ` FROM users u INDEXED BY users_real
		WHERE u.ghost = 0 AND u.handle > ? AND u.gone = 0
		ORDER BY u.handle
		LIMIT ?`
	findUsers     = findUsersHead + findUsersTail
	findRealUsers = findUsersHead + ` AND ghost = 0` + findUsersTail

	findUsersHead = `SELECT ` + plain.UserFace + ` FROM (
			SELECT handle FROM user_prefixes
			WHERE prefix = ? AND handle > ?`
	findUsersTail = `
			ORDER BY handle
			LIMIT ?) w
		CROSS JOIN users u ON u.handle = w.handle
		ORDER BY w.handle`
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
	err = t.tx.conn.each(func(r row) { list = append(list, plain.ReadFace(r)) }, sql, args...)
	return list, err
}
