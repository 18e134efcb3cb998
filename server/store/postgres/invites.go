package postgres

import "github.com/confab/confab/server/store"

type invites struct{ *tx }

const inviteColumns = `id, hash, maker, created, expires, uses, used, room, revoked`

func readInvite(r row) store.Invite {
	return store.Invite{ID: r.Text(0), Hash: r.Bytes(1), By: r.Text(2), Created: r.Int(3), Expires: r.Int(4),
		Uses: int(r.Int(5)), Used: int(r.Int(6)), Room: r.Text(7), Revoked: r.Bool(8)}
}

func (t invites) Create(i store.Invite) error {
	n, err := t.exec(`INSERT INTO invites (`+inviteColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
		i.ID, i.Hash, i.By, i.Created, i.Expires, i.Uses, i.Used, i.Room, i.Revoked)
	if err == nil && n == 0 {
		err = store.ErrExists
	}
	return err
}

func (t invites) ByHash(hash []byte) (store.Invite, error) { return t.by(`hash`, hash) }
func (t invites) ByID(id string) (store.Invite, error)     { return t.by(`id`, id) }

// by reads one invite. An Update keeps it from others until its end: it may be
// about to count a use.
func (t invites) by(column string, value any) (i store.Invite, err error) {
	sql := `SELECT ` + inviteColumns + ` FROM invites WHERE ` + column + ` = $1`
	if t.class != viewing {
		sql += ` FOR UPDATE`
	}
	err = t.one(func(r row) { i = readInvite(r) }, sql, value)
	return i, err
}

func (t invites) List(at int64, after string, limit int) ([]store.Invite, error) {
	sql := `SELECT ` + inviteColumns + ` FROM invites WHERE NOT revoked AND expires > $1 AND (uses = 0 OR used < uses) AND ($2 = '' OR id < $2)
		ORDER BY id DESC LIMIT $3`
	if t.class != viewing {
		sql += ` FOR UPDATE`
	}
	var out []store.Invite
	err := t.each(func(r row) { out = append(out, readInvite(r)) }, sql, at, after, limit)
	return out, err
}

func (t invites) RevokeAll(by string) error {
	_, err := t.exec(`UPDATE invites SET revoked = true WHERE maker = $1 AND NOT revoked`, by)
	return err
}

func (t invites) Update(i store.Invite) error {
	n, err := t.exec(`UPDATE invites SET used = $1, revoked = $2 WHERE id = $3`, i.Used, i.Revoked, i.ID)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}
