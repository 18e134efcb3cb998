package plain

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

type links Tx

// Links is a part of store.Tx.
func (t *Tx) Links() store.Links { return (*links)(t) }

const (
	putLink = `INSERT INTO links (address, preview, at)
		VALUES ($1, $2, $3)
		ON CONFLICT (address) DO UPDATE SET preview = excluded.preview, at = excluded.at`
	forgetLinks = `DELETE FROM links WHERE address IN
		(SELECT address FROM links WHERE at < $1 ORDER BY at, address LIMIT $2)`
)

func (t *links) Get(address string) (l store.Link, err error) {
	var preview string
	err = t.Conn.One(func(r Row) {
		l.Address, preview, l.At = r.Text(0), r.Text(1), r.Int(2)
	}, `SELECT address, preview, at FROM links WHERE address = $1`, address)
	if err == nil {
		err = wire.Unmarshal([]byte(preview), &l.Preview)
	}
	return l, err
}

func (t *links) Put(l store.Link) error {
	_, err := t.Conn.Exec(putLink, l.Address, string(wire.Marshal(&l.Preview)), l.At)
	return err
}

func (t *links) Forget(at int64, most int) (more bool, err error) {
	n, err := t.Conn.Exec(forgetLinks, at, most)
	return n >= int64(most), err
}
