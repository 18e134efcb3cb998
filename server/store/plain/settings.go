package plain

import "github.com/confab/confab/server/store"

type settings Tx

// Settings is a part of store.Tx, as are the methods below that are named for a
// noun.
func (t *Tx) Settings() store.Settings { return (*settings)(t) }

func (t *settings) Get(key string) (value string, err error) {
	err = t.Conn.One(func(r Row) { value = r.Text(0) }, `SELECT value FROM settings WHERE key = $1`, key)
	return value, err
}

func (t *settings) Set(key, value string) error {
	if err := t.Conn.Decide(); err != nil {
		return err
	}
	_, err := t.Conn.Exec(`INSERT INTO settings (key, value) VALUES ($1, $2)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}
