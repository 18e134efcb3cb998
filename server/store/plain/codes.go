package plain

import "github.com/confab/confab/server/store"

type codes Tx

// Codes is a part of store.Tx.
func (t *Tx) Codes() store.Codes { return (*codes)(t) }

const (
	codeColumns = `kind, person, hash, maker, created, expires`
	insertCode  = `INSERT INTO codes (` + codeColumns + `)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (kind, person) DO UPDATE
		SET hash = excluded.hash, maker = excluded.maker, created = excluded.created, expires = excluded.expires`
	selectCode  = `SELECT ` + codeColumns + ` FROM codes WHERE hash = $1 AND kind = $2`
	deleteCodes = `DELETE FROM codes WHERE person = $1`
	sweepCodes  = `DELETE FROM codes WHERE (kind, person) IN
		(SELECT kind, person FROM codes WHERE expires < $1 ORDER BY expires LIMIT $2)`
)

func (t *codes) Put(c store.Code) error {
	_, err := t.Conn.Exec(insertCode, c.Kind, c.User, c.Hash, c.By, c.Created, c.Expires)
	return err
}

func (t *codes) ByHash(kind string, hash []byte) (c store.Code, err error) {
	err = t.Conn.One(func(r Row) {
		c = store.Code{Kind: r.Text(0), User: r.Text(1), Hash: r.Bytes(2), By: r.Text(3), Created: r.Int(4), Expires: r.Int(5)}
	}, selectCode+t.Conn.ForUpdate(`codes`), hash, kind)
	return c, err
}

func (t *codes) RemoveAll(user string) error {
	_, err := t.Conn.Exec(deleteCodes, user)
	return err
}

func (t *codes) Sweep(at int64, most int) (more bool, err error) {
	n, err := t.Conn.Exec(sweepCodes, at, most)
	return n >= int64(most), err
}
