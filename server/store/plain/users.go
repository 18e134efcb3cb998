package plain

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

// Users is the part of store.Users that is written once. ByID, which a store
// remembers, and List, which is read off indexes, are each store's own.
type Users Tx

// UserFace lists the columns of a person as others see them, of a table called u.
const UserFace = `u.id, u.handle, u.name, u.role, u.ghost, u.gone, u.picture, u.emoji, u.status, u.until, u.quiet`

// FaceFields is how many UserFace are.
const FaceFields = 11

const (
	selectUser = `SELECT ` + UserFace + `, u.email, u.password, u.created FROM users u`
	selectFace = `SELECT ` + UserFace + ` FROM users u`
	insertUser = `INSERT INTO users (id, handle, name, role, ghost, gone, email, password, created, picture, emoji, status, until, quiet)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT DO NOTHING`
	updateUser = `UPDATE users
		SET handle = $2, name = $3, role = $4, ghost = $5, gone = $6, email = $7, password = $8, created = $9, picture = $10,
			emoji = $11, status = $12, until = $13, quiet = $14
		WHERE id = $1`
	goneUsers = selectFace + `
		WHERE u.gone AND u.handle > $1
		ORDER BY u.handle
		LIMIT $2` // the condition of the index users_gone
	ofRole = `role = $1 AND NOT ghost AND NOT gone` // the condition of the index users_role
)

// ReadFace reads UserFace, the first columns of a row.
func ReadFace[R Row](r R) wire.User {
	return wire.User{ID: r.Text(0), Handle: r.Text(1), Name: r.Text(2), Role: wire.Role(r.Text(3)),
		Ghost: r.Bool(4), Gone: r.Bool(5), Picture: r.Text(6), Emoji: r.Text(7), Status: r.Text(8), Until: r.Int(9),
		Quiet: r.Int(10)}
}

func readUser(r Row) store.User {
	return store.User{User: ReadFace(r), Email: r.Text(FaceFields), Password: r.Text(FaceFields + 1), Created: r.Int(FaceFields + 2)}
}

// write runs insertUser or updateUser.
func (t *Users) write(sql string, u store.User) (int64, error) {
	return t.Conn.Exec(sql, u.ID, u.Handle, u.Name, string(u.Role), u.Ghost, u.Gone, form.Null(u.Email), u.Password, u.Created,
		u.Picture, u.Emoji, u.Status, u.Until, u.Quiet)
}

func (t *Users) Create(u store.User) error {
	if err := t.Conn.Decide(); err != nil {
		return err
	}
	if err := inserted(t.write(insertUser, u)); err != nil {
		return err
	}
	return t.addPrefixes(u)
}

// addPrefixes lets a person be found, unless they are gone.
func (t *Users) addPrefixes(u store.User) error {
	if u.Gone {
		return nil
	}
	_, err := t.Conn.Exec(`INSERT INTO user_prefixes (prefix, handle, ghost) SELECT value, $2, $3 FROM `+t.Conn.List(1),
		form.Prefixes(u.Handle, u.Name), u.Handle, u.Ghost)
	return err
}

// Read returns the person of that id as the database has them.
func (t *Users) Read(id string) (store.User, error) { return t.by(`u.id`, id) }

func (t *Users) ByHandle(h string) (store.User, error)   { return t.by(`u.handle`, h) }
func (t *Users) ByEmail(mail string) (store.User, error) { return t.by(`u.email`, mail) }

func (t *Users) by(column, value string) (u store.User, err error) {
	err = t.Conn.One(func(r Row) { u = readUser(r) }, selectUser+` WHERE `+column+` = $1`, value)
	return u, err
}

func (t *Users) ByIDs(ids []string) ([]wire.User, error)         { return t.among(`u.id`, ids) }
func (t *Users) ByHandles(handles []string) ([]wire.User, error) { return t.among(`u.handle`, handles) }

// among returns the people whose column is one of values.
func (t *Users) among(column string, values []string) ([]wire.User, error) {
	if len(values) == 0 {
		return nil, nil
	}
	return t.faces(selectFace+` WHERE `+t.Conn.In(column, 1), values)
}

func (t *Users) faces(sql string, args ...any) (list []wire.User, err error) {
	err = t.Conn.Each(func(r Row) { list = append(list, ReadFace(r)) }, sql, args...)
	return list, err
}

func (t *Users) ListGone(query, after string, limit int) ([]wire.User, string, error) {
	return form.Gather(form.Seek(query).Unlisted(), after, limit, form.UserName, func(after string, n int) ([]wire.User, string, error) {
		found, err := t.faces(goneUsers, after, n+1)
		page, next := form.FirstOf(found, n, form.UserName)
		return page, next, err
	})
}

func (t *Users) Update(u store.User) error {
	if err := t.Conn.Decide(u.ID); err != nil {
		return err
	}
	was, err := t.Read(u.ID)
	if err != nil {
		return err
	}
	if _, err := t.write(updateUser, u); err != nil {
		return err
	}
	if was.User == u.User {
		return nil
	}
	c := t.Conn.Changes()
	c.Users = append(c.Users, u.User)
	if was.Gone != u.Gone {
		if err := t.countIn(u); err != nil {
			return err
		}
	}
	if was.Handle == u.Handle && was.Name == u.Name && was.Ghost == u.Ghost && was.Gone == u.Gone {
		return nil
	}
	if _, err := t.Conn.Exec(`UPDATE members SET handle = $1, ghost = $2 WHERE person = $3`, u.Handle, u.Ghost, u.ID); err != nil {
		return err
	}
	if _, err := t.Conn.Exec(`DELETE FROM user_prefixes WHERE `+t.Conn.In(`prefix`, 1)+` AND handle = $2`,
		form.EveryPrefix(was.Handle, was.Name), was.Handle); err != nil {
		return err
	}
	return t.addPrefixes(u)
}

// countIn takes a person who is gone now out of the counts of members of their rooms, or puts back who came back.
func (t *Users) countIn(u store.User) error {
	more := 1
	if u.Gone {
		more = -1
	}
	_, err := t.Conn.Exec(`UPDATE rooms SET members = members + $1 WHERE num IN (SELECT room FROM members WHERE person = $2)`, more, u.ID)
	return err
}

func (t *Users) OfRole(role wire.Role) ([]wire.User, error) {
	return t.faces(selectFace+` WHERE `+ofRole, string(role))
}

func (t *Users) CountRole(role wire.Role) (n int, err error) {
	err = t.Conn.One(func(r Row) { n = int(r.Int(0)) }, `SELECT count(*) FROM users WHERE `+ofRole, string(role))
	return n, err
}
