package postgres

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

type users struct{ *tx }

// The columns of a person as others see them, and as the store keeps them.
const (
	userFace = `u.id, u.handle, u.name, u.role, u.ghost, u.gone`
	userAll  = userFace + `, u.email, u.password, u.created`
)

func readFace(r row) wire.User {
	return wire.User{ID: r.Text(0), Handle: r.Text(1), Name: r.Text(2), Role: wire.Role(r.Text(3)),
		Ghost: r.Bool(4), Gone: r.Bool(5)}
}

func readUser(r row) store.User {
	return store.User{User: readFace(r), Email: r.Text(6), Password: r.Text(7), Created: r.Int(8)}
}

func (t users) Create(u store.User) error {
	if err := t.change(); err != nil {
		return err
	}
	n, err := t.exec(`INSERT INTO users (id, handle, name, role, ghost, gone, email, password, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
		u.ID, u.Handle, u.Name, string(u.Role), u.Ghost, u.Gone, form.Null(u.Email), u.Password, u.Created)
	if err != nil {
		return err
	}
	if n == 0 {
		return store.ErrExists
	}
	return t.list(u)
}

// list lets a person be found. Who is gone is not to be.
func (t users) list(u store.User) error {
	if u.Gone {
		return nil
	}
	_, err := t.exec(`INSERT INTO user_prefixes (prefix, handle, ghost) SELECT p, $2::text, $3::boolean FROM unnest($1::text[]) p`,
		form.Prefixes(u.Handle, u.Name), u.Handle, u.Ghost)
	return err
}

func (t users) ByID(id string) (store.User, error) {
	if version, ok := t.remembers(); ok {
		if u, ok := t.store.rights.user(version, id); ok {
			t.goBy(version)
			return u, nil
		}
	}
	u, err := t.by(`u.id`, id)
	if err == nil && t.class == light {
		t.store.rights.addUser(t.version, u)
	}
	return u, err
}

func (t users) ByHandle(h string) (store.User, error)   { return t.by(`u.handle`, h) }
func (t users) ByEmail(mail string) (store.User, error) { return t.by(`u.email`, mail) }

func (t users) by(column, value string) (u store.User, err error) {
	err = t.one(func(r row) { u = readUser(r) }, `SELECT `+userAll+` FROM users u WHERE `+column+` = $1`, value)
	return u, err
}

func (t users) ByIDs(ids []string) ([]wire.User, error)         { return t.among(`u.id`, ids) }
func (t users) ByHandles(handles []string) ([]wire.User, error) { return t.among(`u.handle`, handles) }

// among returns those whose column is one of values.
func (t users) among(column string, values []string) ([]wire.User, error) {
	if len(values) == 0 {
		return nil, nil
	}
	return t.faces(`SELECT `+userFace+` FROM users u WHERE `+column+` = ANY ($1)`, values)
}

func (t users) List(query, after string, ghosts bool, limit int) ([]wire.User, string, error) {
	sought := form.Seek(query)
	return form.Gather(sought, after, limit, form.UserName, func(after string, n int) ([]wire.User, string, error) {
		found, err := t.listed(sought.Prefix, after, ghosts, n+1)
		page, next := form.FirstOf(found, n, form.UserName)
		return page, next, err
	})
}

// listed returns up to limit people beyond the handle after whom prefix lists.
func (t users) listed(prefix, after string, ghosts bool, limit int) ([]wire.User, error) {
	// Written out for the planner: each condition is that of an index.
	alsoListed, alsoUser := ` AND NOT w.ghost`, ` AND NOT u.ghost`
	if ghosts {
		alsoListed, alsoUser = "", ""
	}
	if prefix != "" {
		return t.faces(`SELECT `+userFace+` FROM user_prefixes w JOIN users u ON u.handle = w.handle
			WHERE w.prefix = $1 AND w.handle > $2`+alsoListed+` ORDER BY w.handle LIMIT $3`, prefix, after, limit)
	}
	return t.faces(`SELECT `+userFace+` FROM users u WHERE u.handle > $1 AND NOT u.gone`+alsoUser+`
		ORDER BY u.handle LIMIT $2`, after, limit)
}

func (t users) faces(sql string, args ...any) ([]wire.User, error) {
	var out []wire.User
	err := t.each(func(r row) { out = append(out, readFace(r)) }, sql, args...)
	return out, err
}

func (t users) Update(u store.User) error {
	if err := t.change(); err != nil {
		return err
	}
	was, err := t.ByID(u.ID)
	if err != nil {
		return err
	}
	if _, err := t.exec(`UPDATE users SET handle = $1, name = $2, role = $3, ghost = $4, gone = $5, email = $6,
		password = $7, created = $8 WHERE id = $9`,
		u.Handle, u.Name, string(u.Role), u.Ghost, u.Gone, form.Null(u.Email), u.Password, u.Created, u.ID); err != nil {
		return err
	}
	t.changed.users = append(t.changed.users, u.ID)
	if was.User == u.User {
		return nil
	}
	t.store.order.enqueue(&t.ticket, usersQueue)
	t.told.Users = append(t.told.Users, u.User)
	if was.Handle == u.Handle && was.Name == u.Name && was.Ghost == u.Ghost && was.Gone == u.Gone {
		return nil
	}
	if err := t.write(
		query{sql: `UPDATE members SET handle = $1, ghost = $2 WHERE person = $3`, args: []any{u.Handle, u.Ghost, u.ID}},
		query{sql: `DELETE FROM user_prefixes WHERE prefix = ANY ($1) AND handle = $2`,
			args: []any{form.EveryPrefix(was.Handle, was.Name), was.Handle}},
	); err != nil {
		return err
	}
	return t.list(u)
}

func (t users) OfRole(role wire.Role) ([]wire.User, error) {
	return t.faces(`SELECT `+userFace+` FROM users u WHERE u.role = $1 AND NOT u.ghost AND NOT u.gone`, string(role))
}

func (t users) CountRole(role wire.Role) (n int, err error) {
	err = t.one(func(r row) { n = int(r.Int(0)) }, `SELECT count(*) FROM users WHERE role = $1 AND NOT ghost AND NOT gone`, string(role))
	return n, err
}
