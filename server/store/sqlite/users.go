package sqlite

import (
	"encoding/json"

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
	_, err := t.exec(`INSERT INTO users (id, handle, name, role, ghost, gone, email, password, created)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		u.ID, u.Handle, u.Name, string(u.Role), u.Ghost, u.Gone, form.Null(u.Email), u.Password, u.Created)
	if err != nil {
		return err
	}
	return t.list(u)
}

// list lets a person be found. Who is gone is not to be.
func (t users) list(u store.User) error {
	if u.Gone {
		return nil
	}
	list, err := json.Marshal(form.Prefixes(u.Handle, u.Name))
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO user_prefixes (prefix, handle, ghost) SELECT value, ?, ? FROM json_each(?)`,
		u.Handle, u.Ghost, string(list))
	return err
}

// unlist undoes list.
func (t users) unlist(u store.User) error {
	list, err := json.Marshal(form.EveryPrefix(u.Handle, u.Name))
	if err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM user_prefixes WHERE prefix IN (SELECT value FROM json_each(?)) AND handle = ?`, string(list), u.Handle)
	return err
}

func (t users) ByID(id string) (store.User, error) {
	if t.write != nil {
		return t.write.user(id)
	}
	return readOneUser(t.conn, `u.id`, id)
}

func (t users) ByHandle(h string) (store.User, error)   { return readOneUser(t.conn, `u.handle`, h) }
func (t users) ByEmail(mail string) (store.User, error) { return readOneUser(t.conn, `u.email`, mail) }

// readOneUser returns the person who has value in a column.
func readOneUser(c *conn, column, value string) (store.User, error) {
	r, err := c.one(`SELECT `+userAll+` FROM users u WHERE `+column+` = ?`, value)
	if err != nil {
		return store.User{}, err
	}
	return readUser(r), nil
}

func (t users) ByIDs(ids []string) ([]wire.User, error)         { return t.among(`u.id`, ids) }
func (t users) ByHandles(handles []string) ([]wire.User, error) { return t.among(`u.handle`, handles) }

// among returns those whose column is one of values.
func (t users) among(column string, values []string) ([]wire.User, error) {
	if len(values) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	return t.faces(`SELECT `+userFace+` FROM (SELECT DISTINCT value FROM json_each(?)) j
		CROSS JOIN users u ON `+column+` = j.value`, string(list))
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
	alsoListed, alsoUser := ` AND ghost = 0`, `INDEXED BY users_real WHERE u.ghost = 0 AND `
	if ghosts {
		alsoListed, alsoUser = "", `WHERE `
	}
	if prefix != "" {
		return t.faces(`SELECT `+userFace+` FROM (SELECT handle FROM user_prefixes WHERE prefix = ? AND handle > ?`+alsoListed+`
			ORDER BY handle LIMIT ?) w CROSS JOIN users u ON u.handle = w.handle ORDER BY w.handle`, prefix, after, limit)
	}
	return t.faces(`SELECT `+userFace+` FROM users u `+alsoUser+`u.handle > ? AND u.gone = 0
		ORDER BY u.handle LIMIT ?`, after, limit)
}

func (t users) faces(sql string, args ...any) ([]wire.User, error) {
	var out []wire.User
	err := t.conn.each(func(r row) { out = append(out, readFace(r)) }, sql, args...)
	return out, err
}

func (t users) Update(u store.User) error {
	was, err := t.ByID(u.ID)
	if err != nil {
		return err
	}
	if t.write != nil {
		t.write.memory.users.forget(u.ID)
	}
	if _, err := t.exec(`UPDATE users SET handle = ?, name = ?, role = ?, ghost = ?, gone = ?, email = ?,
		password = ?, created = ? WHERE id = ?`,
		u.Handle, u.Name, string(u.Role), u.Ghost, u.Gone, form.Null(u.Email), u.Password, u.Created, u.ID); err != nil {
		return err
	}
	if was.User == u.User {
		return nil
	}
	t.told.Users = append(t.told.Users, u.User)
	if was.Handle == u.Handle && was.Name == u.Name && was.Ghost == u.Ghost && was.Gone == u.Gone {
		return nil
	}
	if _, err := t.exec(`UPDATE members SET handle = ?, ghost = ? WHERE person = ?`, u.Handle, u.Ghost, u.ID); err != nil {
		return err
	}
	if err := t.unlist(was); err != nil {
		return err
	}
	return t.list(u)
}

func (t users) OfRole(role wire.Role) ([]wire.User, error) {
	return t.faces(`SELECT `+userFace+` FROM users u WHERE u.role = ? AND u.ghost = 0 AND u.gone = 0`, string(role))
}

func (t users) CountRole(role wire.Role) (int, error) {
	r, err := t.conn.one(`SELECT count(*) FROM users WHERE role = ? AND ghost = 0 AND gone = 0`, string(role))
	if err != nil {
		return 0, err
	}
	return int(r.Int(0)), nil
}
