package sqlite

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/server/store/plain"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

type members struct{ tx *tx }

const (
	updateMember = `UPDATE members SET host = ?, read = ?, at = ?, since = ? WHERE room = ? AND person = ?`
	insertMember = `INSERT INTO members (room, person, host, read, at, since, handle, ghost)
		SELECT ?, id, ?, ?, ?, ?, handle, ghost FROM users WHERE id = ?`

	memberOf = `SELECT m.host, m.read, m.at, m.since, ` + plain.Ruled + `
		FROM members m CROSS JOIN rooms r ON r.num = m.room
		WHERE m.room = ? AND m.person = ?`
	membersAmong = `SELECT ` + plain.UserFace + `, m.host
		FROM (SELECT DISTINCT value FROM json_each(?)) j
			CROSS JOIN members m ON m.room = ? AND m.person = j.value
			CROSS JOIN users u ON u.id = m.person
		WHERE u.gone = 0
		ORDER BY m.handle
		LIMIT ?`
	peersAmong = `SELECT j.value
		FROM (SELECT DISTINCT value FROM json_each(?)) j
		WHERE EXISTS (
			SELECT 1
			FROM members mine CROSS JOIN members theirs ON theirs.room = mine.room AND theirs.person = j.value
			WHERE mine.person = ?)`

	// The events looked at are bounded, and so is the count.
	countUnread = `SELECT count(*) FROM (
		SELECT 1 FROM (SELECT kind, author, body, thread, in_room FROM events WHERE key > ? AND key <= ? ORDER BY key LIMIT ?)
		WHERE kind = 'message' AND author <> ? AND body IS NOT NULL AND (thread IS NULL OR in_room = 1)
		LIMIT ?)`
	countMentions = `SELECT count(*) FROM (
		SELECT m.key
		FROM mentions m CROSS JOIN events e ON e.key = m.key
		WHERE m.person = ? AND m.key > ? AND m.key <= ? AND (e.thread IS NULL OR e.in_room = 1)
		UNION
		SELECT m.key
		FROM mentions m CROSS JOIN events e ON e.key = m.key
		WHERE m.person = ? AND m.key > ? AND m.key <= ? AND e.author <> ? AND (e.thread IS NULL OR e.in_room = 1)
		LIMIT ?)`
)

// The rooms of a person.
var (
	topsOf   = `SELECT ` + roomColumns + `, m.since` + roomsOf
	joinedOf = `SELECT ` + roomColumns + `, m.host, m.read, m.at, m.since, ` + plain.MineColumns + roomsWith
	joinedIn = joinedOf + ` AND m.room = ?`
)

const (
	roomsOf   = ` FROM members m CROSS JOIN rooms r ON r.num = m.room WHERE m.person = ?`
	roomsWith = ` FROM members m CROSS JOIN rooms r ON r.num = m.room` + plain.JoinMine + ` WHERE m.person = ?`
)

func (t members) Get(room, user string) (store.Member, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return store.Member{}, err
	}
	if t.tx.write != nil {
		return t.tx.write.member(num, room, user)
	}
	return readMember(t.tx.conn, num, room, user)
}

// readMember returns the member of the room num, whose id is room.
func readMember(c *conn, num int64, room, user string) (store.Member, error) {
	r, err := c.one(memberOf, num, user)
	if err != nil {
		return store.Member{}, err
	}
	return store.Member{Room: room, User: user, Host: r.Bool(0), Read: r.Int(1), At: r.Int(2), Since: r.Int(3), Ruled: r.Bool(4)}, nil
}

// forget is called before the row of a member changes.
func (t members) forget(num int64, user string) {
	if t.tx.write != nil {
		t.tx.write.memory.members.forget(memberKey{num, user})
	}
}

func (t members) Put(m store.Member) error {
	num, err := t.tx.num(m.Room)
	if err != nil {
		return err
	}
	t.forget(num, m.User)
	n, err := t.tx.exec(updateMember, m.Host, m.Read, m.At, m.Since, num, m.User)
	if err != nil || n > 0 {
		return err
	}
	n, err = t.tx.exec(insertMember, num, m.Host, m.Read, m.At, m.Since, m.User)
	if err != nil {
		return err
	}
	if n == 0 {
		return store.ErrNotFound
	}
	_, err = t.tx.exec(`UPDATE rooms SET members = members + 1 WHERE num = ? AND `+plain.NotGone(`?`), num, m.User)
	return err
}

func (t members) Remove(room, user string) error {
	num, err := t.tx.num(room)
	if err != nil {
		return err
	}
	t.forget(num, user)
	n, err := t.tx.exec(`DELETE FROM members WHERE room = ? AND person = ?`, num, user)
	if err != nil {
		return err
	}
	if n == 0 {
		return store.ErrNotFound
	}
	if err := plain.DropMine(t.tx.nouns.Conn, num, user); err != nil {
		return err
	}
	_, err = t.tx.exec(`UPDATE rooms SET members = members - 1 WHERE num = ? AND `+plain.NotGone(`?`), num, user)
	return err
}

func (t members) Among(room string, ids []string, limit int) ([]wire.Member, error) {
	num, err := t.tx.num(room)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var out []wire.Member
	err = t.tx.conn.each(func(r row) { out = append(out, wire.Member{User: plain.ReadFace(r), Host: r.Bool(plain.FaceFields)}) },
		membersAmong, ids, num, limit)
	return out, err
}

func (t members) IDs(room string) ([]string, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return nil, err
	}
	var out []string
	err = t.tx.conn.each(func(r row) { out = append(out, r.Text(0)) },
		`SELECT person FROM members WHERE room = ? AND ghost = 0`, num)
	return out, err
}

func (t members) Tops(user string) ([]store.Place, error) {
	var out []store.Place
	err := t.tx.conn.each(func(r row) { out = append(out, store.Place{Room: plain.ReadRoom(r), Since: r.Int(plain.RoomFields)}) },
		topsOf, user)
	return out, err
}

func (t members) Joined(user, room string) ([]store.Joined, error) {
	sql, args := joinedOf, []any{user}
	if room != "" {
		num, err := t.tx.num(room)
		if absent(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		sql, args = joinedIn, append(args, num)
	}
	var out []store.Joined
	var nums []int64
	if err := t.tx.conn.each(func(r row) {
		j := store.Joined{Room: plain.ReadRoom(r)}
		const at = plain.RoomFields
		j.Member = store.Member{Room: j.Room.ID, User: user, Host: r.Bool(at), Read: r.Int(at + 1), At: r.Int(at + 2), Since: r.Int(at + 3)}
		plain.ReadMine(r, at+4, &j)
		out, nums = append(out, j), append(nums, r.Int(0))
	}, sql, args...); err != nil {
		return nil, err
	}
	for i := range out {
		if err := t.hydrate(&out[i], nums[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// unreadScan bounds the events looked at for one room's unread count: a room
// full of reactions, or of one's own messages, costs no more than this.
const unreadScan = 8 * limits.UnreadCount

// hydrate fills in Peers, Unread and Mentions.
func (t members) hydrate(j *store.Joined, num int64) error {
	if j.Kind == wire.RoomDM {
		for _, id := range form.Peers(j.Pair, j.User) {
			peer, err := t.tx.nouns.Users().ByID(id)
			if err != nil && !absent(err) {
				return err
			}
			if err == nil {
				j.Peers = append(j.Peers, peer.User)
			}
		}
	}
	if j.Read >= j.Top {
		return nil
	}
	from, to := key(num, max(j.Read, j.Since-1)), key(num, seqMask)
	r, err := t.tx.conn.one(countUnread, from, to, unreadScan, j.User, limits.UnreadCount)
	if err != nil {
		return err
	}
	j.Unread = int(r.Int(0))
	r, err = t.tx.conn.one(countMentions, j.User, from, to, wire.MentionAll, from, to, j.User, limits.UnreadCount)
	if err != nil {
		return err
	}
	j.Mentions = int(r.Int(0))
	return nil
}

func (t members) Read(room, user string, seq, backs int64) (bool, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return false, err
	}
	if t.tx.write == nil {
		return false, store.ErrReadOnly
	}
	m, known := t.tx.write.memory.members.get(memberKey{num, user})
	if known && m.Read >= seq {
		return false, nil
	}
	n, err := t.tx.exec(plain.UpdateRead, seq, num, user, backs)
	if known && n > 0 {
		m.Read = seq
		t.tx.write.memory.members.set(memberKey{num, user}, m)
	}
	return n > 0, err
}

func (t members) Unread(room, user string, seq int64) error {
	if t.tx.write == nil {
		return store.ErrReadOnly
	}
	num, err := t.tx.num(room)
	if err != nil {
		return err
	}
	t.forget(num, user)
	return plain.SetUnread(t.tx.nouns.Conn, room, user, seq)
}

func (t members) Mine(room, user string, m store.Mine) error {
	return plain.SetMine(t.tx.nouns.Conn, room, user, m)
}

func (t members) Wrote(room, user string) (int64, error) {
	return plain.Wrote(t.tx.nouns.Conn, room, user)
}

func (t members) SetWrote(room, user string, at int64) error {
	return plain.SetWrote(t.tx.nouns.Conn, room, user, at)
}

func (t members) Peers(user string, ids []string) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var out []string
	err := t.tx.conn.each(func(r row) { out = append(out, r.Text(0)) }, peersAmong, ids, user)
	return out, err
}
