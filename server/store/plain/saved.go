package plain

import (
	"math"

	"github.com/confab/confab/server/store"
)

type savedMessages Tx

// SavedMessages is a part of store.Tx.
func (t *Tx) SavedMessages() store.SavedMessages { return (*savedMessages)(t) }

const (
	insertSaved = `INSERT INTO saved_messages (person, room, seq, at, done)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING`
	selectSaved = `SELECT person, room, seq, at, done FROM saved_messages
		WHERE person = $1 AND room = $2 AND seq = $3`
	tickSaved = `UPDATE saved_messages SET done = $4
		WHERE person = $1 AND room = $2 AND seq = $3`
	deleteSaved = `DELETE FROM saved_messages WHERE person = $1 AND room = $2 AND seq = $3`
	// Several may have been saved at the same time.
	listSaved = `SELECT person, room, seq, at, done FROM saved_messages
		WHERE person = $1
			AND done >= $2
			AND (done, at, room, seq) < ($3, $4, $5, $6)
		ORDER BY done DESC, at DESC, room DESC, seq DESC
		LIMIT $7`
)

func (t *savedMessages) Add(m store.SavedMessage) (added bool, err error) {
	if _, err := t.Conn.Room(m.Room); err != nil {
		return false, err
	}
	n, err := t.Conn.Exec(insertSaved, m.User, m.Room, m.Seq, m.At, m.Done)
	return n > 0, err
}

func (t *savedMessages) Remove(user, room string, seq int64) error {
	return found(t.Conn.Exec(deleteSaved, user, room, seq))
}

func savedOf(r Row) store.SavedMessage {
	return store.SavedMessage{User: r.Text(0), Room: r.Text(1), Seq: r.Int(2), At: r.Int(3), Done: r.Int(4)}
}

func (t *savedMessages) Get(user, room string, seq int64) (m store.SavedMessage, err error) {
	err = t.Conn.One(func(r Row) { m = savedOf(r) }, selectSaved, user, room, seq)
	return m, err
}

func (t *savedMessages) Tick(user, room string, seq, done int64) error {
	return found(t.Conn.Exec(tickSaved, user, room, seq, done))
}

func (t *savedMessages) List(user string, done bool, last store.SavedMessage, limit int) (list []store.SavedMessage, err error) {
	from := int64(0) // the least done
	if done {
		from = 1
	}
	switch {
	case last != (store.SavedMessage{}):
	case done:
		last.Done = math.MaxInt64
	default:
		last.Done = 1 // none that is to do
	}
	err = t.Conn.Each(func(r Row) { list = append(list, savedOf(r)) }, listSaved,
		user, from, last.Done, last.At, last.Room, last.Seq, limit)
	return list, err
}

func (t *savedMessages) Todo(user string) (n int, err error) {
	err = t.Conn.One(func(r Row) { n = int(r.Int(0)) }, `SELECT count(*) FROM saved_messages WHERE person = $1 AND done = 0`, user)
	return n, err
}

func (t *savedMessages) Count(user string) (n int, err error) {
	if err := t.Conn.Lock("saved/" + user); err != nil {
		return 0, err
	}
	err = t.Conn.One(func(r Row) { n = int(r.Int(0)) }, `SELECT count(*) FROM saved_messages WHERE person = $1`, user)
	return n, err
}
