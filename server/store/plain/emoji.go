package plain

import (
	"errors"
	"strconv"
	"strings"

	"github.com/confab/confab/server/store"
)

type emojis Tx

// Emoji is a part of store.Tx.
func (t *Tx) Emoji() store.Emojis { return (*emojis)(t) }

const (
	emojiColumns = `name, id, person, aliases, picture, still, at`
	insertEmoji  = `INSERT INTO emoji (` + emojiColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`
	emojiBlob    = `SELECT b.file, b.role, b.place, b.name, b.size, b.type
		FROM file_blobs b
		JOIN emoji e ON e.id = b.file
		WHERE b.name = $1
		LIMIT 1`
)

func readEmoji(r Row) store.Emoji {
	return store.Emoji{
		Name: r.Text(0), ID: r.Text(1), User: r.Text(2), Aliases: strings.Fields(r.Text(3)), Picture: r.Text(4), Still: r.Text(5),
		At: r.Int(6),
	}
}

func (t *emojis) Hold() error { return t.Conn.Lock("emoji") }

func (t *emojis) Revision() (int64, error) {
	value, err := (*settings)(t).Get(store.SettingEmoji)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(value, 10, 64)
}

// changed makes the revision larger.
func (t *emojis) changed() error {
	revision, err := t.Revision()
	if err != nil {
		return err
	}
	revision++
	t.Conn.Changes().Emoji = revision
	return (*settings)(t).Set(store.SettingEmoji, strconv.FormatInt(revision, 10))
}

func (t *emojis) List(after string, limit int) (list []store.Emoji, err error) {
	err = t.Conn.Each(func(r Row) { list = append(list, readEmoji(r)) },
		`SELECT `+emojiColumns+` FROM emoji WHERE name > $1 ORDER BY name LIMIT $2`, after, limit)
	return list, err
}

func (t *emojis) ByName(name string) (e store.Emoji, err error) {
	err = t.Conn.One(func(r Row) { e = readEmoji(r) }, `SELECT `+emojiColumns+` FROM emoji WHERE name = $1`, name)
	return e, err
}

func (t *emojis) Create(e store.Emoji) error {
	err := inserted(t.Conn.Exec(insertEmoji, e.Name, e.ID, e.User, strings.Join(e.Aliases, " "), e.Picture, e.Still, e.At))
	if err != nil {
		return err
	}
	return t.changed()
}

func (t *emojis) Alias(name string, aliases []string) error {
	if err := found(t.Conn.Exec(`UPDATE emoji SET aliases = $2 WHERE name = $1`, name, strings.Join(aliases, " "))); err != nil {
		return err
	}
	return t.changed()
}

func (t *emojis) Remove(name string) error {
	if err := found(t.Conn.Exec(`DELETE FROM emoji WHERE name = $1`, name)); err != nil {
		return err
	}
	return t.changed()
}

func (t *emojis) Picture(blob string) (b store.FileBlob, err error) {
	err = t.Conn.One(func(r Row) { b = readBlob(r) }, emojiBlob, blob)
	return b, err
}
