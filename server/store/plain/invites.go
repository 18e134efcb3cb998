package plain

import "github.com/confab/confab/server/store"

type invites Tx

// Invites is a part of store.Tx.
func (t *Tx) Invites() store.Invites { return (*invites)(t) }

const (
	inviteColumns = `id, hash, maker, created, expires, uses, used, room, revoked`
	selectInvite  = `SELECT ` + inviteColumns + ` FROM invites`
	insertInvite  = `INSERT INTO invites (` + inviteColumns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT DO NOTHING`
	listInvites = selectInvite + `
		WHERE NOT revoked
			AND expires > $1
			AND (uses = 0 OR used < uses)
			AND ($2 = '' OR id < $2)
		ORDER BY id DESC
		LIMIT $3`
)

func readInvite(r Row) store.Invite {
	return store.Invite{ID: r.Text(0), Hash: r.Bytes(1), By: r.Text(2), Created: r.Int(3), Expires: r.Int(4),
		Uses: int(r.Int(5)), Used: int(r.Int(6)), Room: r.Text(7), Revoked: r.Bool(8)}
}

func (t *invites) Create(i store.Invite) error {
	return inserted(t.Conn.Exec(insertInvite, i.ID, i.Hash, i.By, i.Created, i.Expires, i.Uses, i.Used, i.Room, i.Revoked))
}

func (t *invites) ByHash(hash []byte) (store.Invite, error) { return t.by(`hash`, hash) }
func (t *invites) ByID(id string) (store.Invite, error)     { return t.by(`id`, id) }

// by reads one invite in order to change it: a use of it may be counted.
func (t *invites) by(column string, value any) (i store.Invite, err error) {
	err = t.Conn.One(func(r Row) { i = readInvite(r) },
		selectInvite+` WHERE `+column+` = $1`+t.Conn.ForUpdate(`invites`), value)
	return i, err
}

func (t *invites) List(at int64, after string, limit int) (list []store.Invite, err error) {
	err = t.Conn.Each(func(r Row) { list = append(list, readInvite(r)) },
		listInvites+t.Conn.ForUpdate(`invites`), at, after, limit)
	return list, err
}

func (t *invites) RevokeAll(by string) error {
	_, err := t.Conn.Exec(`UPDATE invites SET revoked = true WHERE maker = $1 AND NOT revoked`, by)
	return err
}

func (t *invites) Update(i store.Invite) error {
	return found(t.Conn.Exec(`UPDATE invites SET used = $1, revoked = $2 WHERE id = $3`, i.Used, i.Revoked, i.ID))
}

const forgetInvites = `DELETE FROM invites WHERE id IN
	(SELECT id FROM invites WHERE expires < $1 ORDER BY expires, id LIMIT $2)`

func (t *invites) Forget(at int64, most int) (more bool, err error) {
	n, err := t.Conn.Exec(forgetInvites, at, most)
	return n >= int64(most), err
}
