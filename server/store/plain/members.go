package plain

import "github.com/confab/confab/server/store"

// A person's own of a room is in the table places, which has rows only for those who have
// made something of a room: members is read for every message, and stays small.

// JoinMine reads it along with a table of members called m, MineColumns are its columns, and
// MineFields is how many they are.
const (
	JoinMine    = ` LEFT JOIN places p ON p.room = m.room AND p.person = m.person`
	MineColumns = `p.starred, p.muted, p.backs, p.section`
	MineFields  = 4
)

// ReadMine reads MineColumns, which begin at column at.
func ReadMine[R Row](r R, at int, j *store.Joined) {
	j.Starred, j.Muted, j.Backs, j.Section = r.Bool(at), r.Bool(at+1), r.Int(at+2), r.Text(at+3)
}

// UpdateRead moves the read marker of a person ($3) in a room ($2) forward to $1, unless it
// was set back more often than $4 times.
const UpdateRead = `UPDATE members SET read = $1
	WHERE room = $2
		AND person = $3
		AND read < $1
		AND NOT EXISTS (SELECT 1 FROM places p WHERE p.room = $2 AND p.person = $3 AND p.backs > $4)`

const (
	setMine = `INSERT INTO places (room, person, starred, muted, section)
		SELECT room, person, coalesce($3, false), coalesce($4, false), coalesce($5, '')
		FROM members
		WHERE room = $1 AND person = $2
		ON CONFLICT (room, person) DO UPDATE
		SET starred = coalesce($3, places.starred), muted = coalesce($4, places.muted), section = coalesce($5, places.section)`
	setUnread = `UPDATE members SET read = $3 WHERE room = $1 AND person = $2`
	countBack = `INSERT INTO places (room, person, backs)
		VALUES ($1, $2, 1)
		ON CONFLICT (room, person) DO UPDATE SET backs = places.backs + 1`
	wrote    = `SELECT wrote FROM places WHERE room = $1 AND person = $2`
	setWrote = `INSERT INTO places (room, person, wrote)
		VALUES ($1, $2, $3)
		ON CONFLICT (room, person) DO UPDATE SET wrote = excluded.wrote`
	dropMine = `DELETE FROM places WHERE room = $1 AND person = $2`
)

// SetMine is the part of Members.Mine that is written once.
func SetMine(c Conn, room, user string, m store.Mine) error {
	num, err := c.Room(room)
	if err != nil {
		return err
	}
	return found(c.Exec(setMine, num, user, given(m.Starred), given(m.Muted), given(m.Section)))
}

// SetUnread is the part of Members.Unread that is written once.
func SetUnread(c Conn, room, user string, seq int64) error {
	num, err := c.Room(room)
	if err != nil {
		return err
	}
	if err := found(c.Exec(setUnread, num, user, seq)); err != nil {
		return err
	}
	_, err = c.Exec(countBack, num, user)
	return err
}

// Wrote is the part of Members.Wrote that is written once.
func Wrote(c Conn, room, user string) (at int64, err error) {
	num, err := c.Room(room)
	if err != nil {
		return 0, err
	}
	err = c.Each(func(r Row) { at = r.Int(0) }, wrote, num, user)
	return at, err
}

// SetWrote is the part of Members.SetWrote that is written once.
func SetWrote(c Conn, room, user string, at int64) error {
	num, err := c.Room(room)
	if err != nil {
		return err
	}
	_, err = c.Exec(setWrote, num, user, at)
	return err
}

// DropMine is called when a person is taken out of the room num.
func DropMine(c Conn, num int64, user string) error {
	_, err := c.Exec(dropMine, num, user)
	return err
}

// given is NULL for what is not given.
func given[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}
