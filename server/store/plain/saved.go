package plain

import (
	"math"

	"github.com/confab/confab/server/store"
)

type savedMessages Tx

// SavedMessages is a part of store.Tx.
func (t *Tx) SavedMessages() store.SavedMessages { return (*savedMessages)(t) }

const (
	insertSaved = `INSERT INTO saved_messages (person, room, seq, at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING`
	deleteSaved = `DELETE FROM saved_messages WHERE person = $1 AND room = $2 AND seq = $3`
	// Several may have been saved at the same time.
	listSaved = `SELECT person, room, seq, at FROM saved_messages
		WHERE person = $1
			AND (at, room, seq) < ($2, $3, $4)
		ORDER BY at DESC, room DESC, seq DESC
		LIMIT $5`
)

func (t *savedMessages) Add(m store.SavedMessage) (added bool, err error) {
	if _, err := t.Conn.Room(m.Room); err != nil {
		return false, err
	}
	n, err := t.Conn.Exec(insertSaved, m.User, m.Room, m.Seq, m.At)
	return n > 0, err
}

func (t *savedMessages) Remove(user, room string, seq int64) error {
	return found(t.Conn.Exec(deleteSaved, user, room, seq))
}

func (t *savedMessages) List(user string, last store.SavedMessage, limit int) (list []store.SavedMessage, err error) {
	if last == (store.SavedMessage{}) {
		last.At = math.MaxInt64
	}
	err = t.Conn.Each(func(r Row) {
		list = append(list, store.SavedMessage{User: r.Text(0), Room: r.Text(1), Seq: r.Int(2), At: r.Int(3)})
	}, listSaved, user, last.At, last.Room, last.Seq, limit)
	return list, err
}

func (t *savedMessages) Count(user string) (n int, err error) {
	if err := t.Conn.Lock("saved/" + user); err != nil {
		return 0, err
	}
	err = t.Conn.One(func(r Row) { n = int(r.Int(0)) }, `SELECT count(*) FROM saved_messages WHERE person = $1`, user)
	return n, err
}
