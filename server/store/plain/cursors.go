package plain

import (
	"errors"

	"github.com/confab/confab/server/store"
)

type cursors Tx

// Cursors is a part of store.Tx.
func (t *Tx) Cursors() store.Cursors { return (*cursors)(t) }

const (
	cursorColumns = `follower, room, seq, tries, due`
	insertCursor  = `INSERT INTO cursors (` + cursorColumns + `)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING`
	moveCursor = `UPDATE cursors SET seq = $3, tries = $4, due = $5
		WHERE follower = $1 AND room = $2 AND seq = $6`
	cursorRange = `SELECT ` + cursorColumns + ` FROM cursors
		WHERE follower = $1
			AND room > $2
			AND room <= $3
		ORDER BY room`
	insertDeadEvent = `INSERT INTO dead_events (follower, room, seq, at, error)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING`
	listDeadEvents = `SELECT follower, room, seq, at, error FROM dead_events
		ORDER BY at DESC, follower, room, seq
		LIMIT $1`
	oldDeadEvents = `SELECT follower, room, seq FROM dead_events
		WHERE at < $1
		ORDER BY at, follower, room, seq
		LIMIT $2`
)

func readCursor(r Row) store.Cursor {
	return store.Cursor{Follower: r.Text(0), Room: r.Text(1), Seq: r.Int(2), Tries: int(r.Int(3)), Due: r.Int(4)}
}

func (t *cursors) Get(follower, room string) (c store.Cursor, err error) {
	err = t.Conn.One(func(r Row) { c = readCursor(r) },
		`SELECT `+cursorColumns+` FROM cursors WHERE follower = $1 AND room = $2`, follower, room)
	return c, err
}

func (t *cursors) Range(follower, after, last string) (list []store.Cursor, err error) {
	err = t.Conn.Each(func(r Row) { list = append(list, readCursor(r)) }, cursorRange, follower, after, last)
	return list, err
}

func (t *cursors) Create(c store.Cursor) error {
	return inserted(t.Conn.Exec(insertCursor, c.Follower, c.Room, c.Seq, c.Tries, c.Due))
}

func (t *cursors) Move(c store.Cursor, from int64) error {
	err := found(t.Conn.Exec(moveCursor, c.Follower, c.Room, c.Seq, c.Tries, c.Due, from))
	switch {
	case !errors.Is(err, store.ErrNotFound):
		return err
	case from == 0:
		return t.Create(c)
	}
	return store.ErrExists
}

func (t *cursors) Bury(d store.DeadEvent) error {
	_, err := t.Conn.Exec(insertDeadEvent, d.Follower, d.Room, d.Seq, d.At, d.Error)
	return err
}

func (t *cursors) Dead(limit int) (list []store.DeadEvent, err error) {
	err = t.Conn.Each(func(r Row) {
		list = append(list, store.DeadEvent{Follower: r.Text(0), Room: r.Text(1), Seq: r.Int(2), At: r.Int(3), Error: r.Text(4)})
	}, listDeadEvents, limit)
	return list, err
}

func (t *cursors) Forget(at int64, most int) (more bool, err error) {
	n, err := t.Conn.Exec(`DELETE FROM dead_events WHERE (follower, room, seq) IN (`+oldDeadEvents+`)`, at, most)
	return n >= int64(most), err
}
