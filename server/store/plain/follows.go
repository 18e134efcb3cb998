package plain

import "github.com/confab/confab/server/store"

type follows Tx

func (t *feed) Follows() store.Follows { return (*follows)(t) }

const (
	followColumns = `f.person, f.room, f.thread, f.stopped, f.readto, f.last, f.at`
	addFollow     = `INSERT INTO follows AS f (person, room, thread, stopped, readto, last, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (person, room, thread) DO `
	wroteFollow  = `UPDATE SET stopped = 0, readto = excluded.readto WHERE f.readto < excluded.readto`
	chooseFollow = `UPDATE SET stopped = excluded.stopped, readto = excluded.readto WHERE f.stopped <> excluded.stopped`
	getFollow    = `SELECT ` + followColumns + ` FROM follows f
		WHERE f.person = $1
			AND f.room = $2
			AND f.thread = $3`
	saidFollow = `UPDATE follows SET last = $3, at = $4
		WHERE room = $1
			AND thread = $2`
	whoFollow  = `SELECT person FROM follows WHERE room = $1 AND thread = $2 AND stopped = 0 ORDER BY person`
	readFollow = `UPDATE follows SET readto = $4
		WHERE person = $1
			AND room = $2
			AND thread = $3
			AND stopped = 0
			AND readto < $4`
	readFollows = `UPDATE follows SET readto = last
		WHERE person = $1
			AND at <= $2
			AND readto < last`
	followUnread = `CASE WHEN f.last > f.readto THEN 1 ELSE 0 END`
	followsOf    = ` FROM follows f
		JOIN rooms r ON r.id = f.room
		JOIN members m ON m.room = r.num AND m.person = f.person
		WHERE f.person = $1
			AND f.stopped = 0
			AND f.thread >= m.since`
	listFollows = `SELECT ` + followColumns + followsOf + `
			AND ` + followUnread + ` >= $2
			AND (` + followUnread + `, f.at, f.room, f.thread) < ($3, $4, $5, $6)
		ORDER BY ` + followUnread + ` DESC, f.at DESC, f.room DESC, f.thread DESC
		LIMIT $7`
	countFollows = `SELECT count(*) FROM (SELECT 1` + followsOf + ` AND f.last > f.readto LIMIT $2) j`
	trimFollows  = `DELETE FROM follows
		WHERE person = $1
			AND at < (SELECT at FROM follows WHERE person = $1 ORDER BY at DESC LIMIT 1 OFFSET $2)`
)

func readFollowRow(r Row) store.Follow {
	return store.Follow{User: r.Text(0), Room: r.Text(1), Thread: r.Int(2), Stopped: r.Int(3) != 0, Read: r.Int(4), Last: r.Int(5),
		At: r.Int(6)}
}

// number is what a database has for a bool in a column of numbers.
func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func (t *follows) put(f store.Follow, otherwise string) (bool, error) {
	n, err := t.Conn.Exec(addFollow+otherwise, f.User, f.Room, f.Thread, number(f.Stopped), f.Read, f.Last, f.At)
	return n > 0, err
}

func (t *follows) Add(f store.Follow) (bool, error)    { return t.put(f, `NOTHING`) }
func (t *follows) Wrote(f store.Follow) (bool, error)  { return t.put(f, wroteFollow) }
func (t *follows) Choose(f store.Follow) (bool, error) { return t.put(f, chooseFollow) }

func (t *follows) Get(user, room string, thread int64) (f store.Follow, err error) {
	err = t.Conn.One(func(r Row) { f = readFollowRow(r) }, getFollow, user, room, thread)
	return f, err
}

func (t *follows) Said(room string, thread, last, at int64) (users []string, err error) {
	if _, err := t.Conn.Exec(saidFollow, room, thread, last, at); err != nil {
		return nil, err
	}
	err = t.Conn.Each(func(r Row) { users = append(users, r.Text(0)) }, whoFollow, room, thread)
	return users, err
}

func (t *follows) Read(user, room string, thread, seq int64) (bool, error) {
	n, err := t.Conn.Exec(readFollow, user, room, thread, seq)
	return n > 0, err
}

func (t *follows) ReadAll(user string, at int64) (bool, error) {
	n, err := t.Conn.Exec(readFollows, user, at)
	return n > 0, err
}

func (t *follows) List(user string, unread bool, after *store.FollowPlace, limit int) (list []store.Follow, err error) {
	first, at := int64(2), store.FollowPlace{} // above all that there are
	if after != nil {
		first, at = number(after.Unread), *after
	}
	err = t.Conn.Each(func(r Row) { list = append(list, readFollowRow(r)) }, listFollows, user, number(unread), first, at.At, at.Room,
		at.Thread, limit)
	return list, err
}

func (t *follows) Unread(user string, most int) (n int, err error) {
	err = t.Conn.One(func(r Row) { n = int(r.Int(0)) }, countFollows, user, most)
	return n, err
}

func (t *follows) Trim(user string, keep int) error {
	_, err := t.Conn.Exec(trimFollows, user, keep-1)
	return err
}
