package sqlite

import "github.com/confab/confab/server/store"

type invites struct{ *tx }

const inviteColumns = `id, hash, maker, created, expires, uses, used, room, revoked`

func readInvite(r row) store.Invite {
	return store.Invite{ID: r.Text(0), Hash: r.Bytes(1), By: r.Text(2), Created: r.Int(3), Expires: r.Int(4),
		Uses: int(r.Int(5)), Used: int(r.Int(6)), Room: r.Text(7), Revoked: r.Bool(8)}
}

func (t invites) Create(i store.Invite) error {
	_, err := t.exec(`INSERT INTO invites (`+inviteColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		i.ID, i.Hash, i.By, i.Created, i.Expires, i.Uses, i.Used, i.Room, i.Revoked)
	return err
}

func (t invites) ByHash(hash []byte) (store.Invite, error) {
	return t.one(`SELECT `+inviteColumns+` FROM invites WHERE hash = ?`, hash)
}

func (t invites) ByID(id string) (store.Invite, error) {
	return t.one(`SELECT `+inviteColumns+` FROM invites WHERE id = ?`, id)
}

func (t invites) one(sql string, arg any) (store.Invite, error) {
	r, err := t.conn.one(sql, arg)
	if err != nil {
		return store.Invite{}, err
	}
	return readInvite(r), nil
}

func (t invites) List(at int64, after string, limit int) ([]store.Invite, error) {
	var out []store.Invite
	err := t.conn.each(func(r row) { out = append(out, readInvite(r)) },
		`SELECT `+inviteColumns+` FROM invites WHERE revoked = 0 AND expires > ? AND (uses = 0 OR used < uses) AND (? = '' OR id < ?)
		ORDER BY id DESC LIMIT ?`, at, after, after, limit)
	return out, err
}

func (t invites) RevokeAll(by string) error {
	_, err := t.exec(`UPDATE invites SET revoked = 1 WHERE maker = ? AND revoked = 0`, by)
	return err
}

func (t invites) Update(i store.Invite) error {
	n, err := t.exec(`UPDATE invites SET used = ?, revoked = ? WHERE id = ?`, i.Used, i.Revoked, i.ID)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}
