package postgres

import (
	"strconv"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/server/store/plain"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

type members struct{ tx *tx }

const (
	updateMember = `UPDATE members SET host = $1, read = $2, at = $3, since = $4 WHERE room = $5 AND person = $6`
	insertMember = `INSERT INTO members (room, person, host, read, at, since, handle, ghost)
		SELECT $1::bigint, id, $2::boolean, $3::bigint, $4::bigint, $5::bigint, handle, ghost FROM users WHERE id = $6`

	memberOf = `SELECT m.host, m.read, m.at, m.since, ` + plain.Ruled + `
		FROM members m JOIN rooms r ON r.num = m.room
		WHERE m.room = $1 AND m.person = $2`
	membersAmong = `SELECT ` + plain.UserFace + `, m.host
		FROM members m JOIN users u ON u.id = m.person
		WHERE m.room = $1 AND m.person = ANY ($2) AND NOT u.gone
		ORDER BY m.handle
		LIMIT $3`
	peersAmong = `SELECT DISTINCT theirs.person
		FROM members mine JOIN members theirs ON theirs.room = mine.room
		WHERE mine.person = $1 AND theirs.person = ANY ($2)`
)

// The rooms of a person.
var (
	topsOf = `SELECT ` + roomColumns + `, m.since
		FROM members m JOIN rooms r ON r.num = m.room
		WHERE m.person = $1`
	joinedIn = joinedOf + ` AND r.id = $3`
)

func (t members) Get(room, user string) (store.Member, error) {
	p := memberKey{room, user}
	if version, ok := t.tx.cachedVersion(); ok && !t.marked(p) {
		if m, ok := t.tx.store.rights.member(version, p); ok {
			t.tx.relyOn(version)
			return m, nil
		}
	}
	num, err := t.tx.num(room)
	if err != nil {
		return store.Member{}, err
	}
	m := store.Member{Room: room, User: user}
	if err := t.tx.one(func(r row) {
		m.Host, m.Read, m.At, m.Since, m.Ruled = r.Bool(0), r.Int(1), r.Int(2), r.Int(3), r.Bool(4)
	},
		memberOf, num, user); err != nil {
		return store.Member{}, err
	}
	if t.tx.class == light && !t.marked(p) {
		t.tx.store.rights.addMember(t.tx.version, m)
	}
	return m, nil
}

// marked reports whether t moved the read marker of p.
func (t members) marked(p memberKey) bool {
	for _, m := range t.tx.marks {
		if m == p {
			return true
		}
	}
	return false
}

func (t members) Put(m store.Member) error {
	if err := t.tx.change(); err != nil {
		return err
	}
	num, err := t.tx.num(m.Room)
	if err != nil {
		return err
	}
	t.tx.changed.members = append(t.tx.changed.members, memberKey{m.Room, m.User})
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
	_, err = t.tx.exec(`UPDATE rooms SET members = members + 1 WHERE num = $1 AND `+plain.NotGone(`$2`), num, m.User)
	return err
}

func (t members) Remove(room, user string) error {
	if err := t.tx.change(); err != nil {
		return err
	}
	num, err := t.tx.num(room)
	if err != nil {
		return err
	}
	t.tx.changed.members = append(t.tx.changed.members, memberKey{room, user})
	n, err := t.tx.exec(`DELETE FROM members WHERE room = $1 AND person = $2`, num, user)
	if err != nil {
		return err
	}
	if n == 0 {
		return store.ErrNotFound
	}
	if err := plain.DropMine(t.tx.nouns.Conn, num, user); err != nil {
		return err
	}
	_, err = t.tx.exec(`UPDATE rooms SET members = members - 1 WHERE num = $1 AND `+plain.NotGone(`$2`), num, user)
	return err
}

func (t members) Among(room string, ids []string, limit int) ([]wire.Member, error) {
	num, err := t.tx.num(room)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return t.list(membersAmong, num, ids, limit)
}

func (t members) IDs(room string) ([]string, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return nil, err
	}
	var out []string
	err = t.tx.each(func(r row) { out = append(out, r.Text(0)) }, `SELECT person FROM members WHERE room = $1 AND NOT ghost`, num)
	return out, err
}

func (t members) Tops(user string) ([]store.Place, error) {
	var out []store.Place
	err := t.tx.each(func(r row) { out = append(out, store.Place{Room: plain.ReadRoom(r), Since: r.Int(plain.RoomFields)}) },
		topsOf, user)
	return out, err
}

// unreadScan bounds the events looked at for one room's unread count: a room
// full of reactions, or of one's own messages, costs no more than this.
const unreadScan = 8 * limits.UnreadCount

// joinedOf reads a person's rooms with what they may read of each and have not.
var joinedOf = `SELECT ` + roomColumns + `, m.host, m.read, m.at, m.since, unread.n, named.n, ` + plain.MineColumns + `
	FROM (SELECT *, greatest(read, since - 1) AS known FROM members) m
		JOIN rooms r ON r.num = m.room` + plain.JoinMine + `
		CROSS JOIN LATERAL (
			SELECT count(*) AS n FROM (
				SELECT 1 FROM (
					SELECT kind, author, body, thread, in_room FROM events e
					WHERE e.room = m.room AND e.seq > m.known AND m.read < r.last_seq
					ORDER BY e.seq
					LIMIT ` + strconv.Itoa(unreadScan) + `) e
				WHERE kind = 'message' AND author <> m.person AND body IS NOT NULL AND (thread IS NULL OR in_room = 1)
				LIMIT ` + strconv.Itoa(limits.UnreadCount) + `) e) unread
		CROSS JOIN LATERAL (
			SELECT count(*) AS n FROM (
				SELECT x.seq FROM mentions x JOIN events e ON e.room = x.room AND e.seq = x.seq
				WHERE x.person = m.person AND x.room = m.room AND x.seq > m.known AND (e.thread IS NULL OR e.in_room = 1)
				UNION
				SELECT x.seq FROM mentions x JOIN events e ON e.room = x.room AND e.seq = x.seq
				WHERE x.person = $2 AND x.room = m.room AND x.seq > m.known AND e.author <> m.person
					AND (e.thread IS NULL OR e.in_room = 1)
				LIMIT ` + strconv.Itoa(limits.UnreadCount) + `) x) named
	WHERE m.person = $1`

func (t members) Joined(user, room string) ([]store.Joined, error) {
	sql, args := joinedOf, []any{user, wire.MentionAll}
	if room != "" {
		sql, args = joinedIn, append(args, room)
	}
	var out []store.Joined
	var peers []string
	if err := t.tx.each(func(r row) {
		j := store.Joined{Room: plain.ReadRoom(r), Unread: int(r.Int(plain.RoomFields + 4)), Mentions: int(r.Int(plain.RoomFields + 5))}
		const at = plain.RoomFields
		j.Member = store.Member{Room: j.Room.ID, User: user, Host: r.Bool(at), Read: r.Int(at + 1), At: r.Int(at + 2), Since: r.Int(at + 3)}
		plain.ReadMine(r, at+6, &j)
		if j.Kind == wire.RoomDM {
			peers = append(peers, form.Peers(j.Pair, user)...)
		}
		out = append(out, j)
	}, sql, args...); err != nil {
		return nil, err
	}
	faces, err := t.tx.nouns.Users().ByIDs(peers)
	if err != nil {
		return nil, err
	}
	known := make(map[string]wire.User, len(faces))
	for _, f := range faces {
		known[f.ID] = f
	}
	for i := range out {
		if out[i].Kind != wire.RoomDM {
			continue
		}
		for _, id := range form.Peers(out[i].Pair, user) {
			if f, there := known[id]; there {
				out[i].Peers = append(out[i].Peers, f)
			}
		}
	}
	return out, nil
}

func (t members) Read(room, user string, seq, backs int64) (bool, error) {
	if t.tx.class == viewing {
		return false, store.ErrReadOnly
	}
	num, err := t.tx.num(room)
	if err != nil {
		return false, err
	}
	n, err := t.tx.exec(plain.UpdateRead, seq, num, user, backs)
	if n > 0 {
		t.tx.marks = append(t.tx.marks, memberKey{room, user})
	}
	return n > 0, err
}

func (t members) Unread(room, user string, seq int64) error {
	if err := plain.SetUnread(t.tx.nouns.Conn, room, user, seq); err != nil {
		return err
	}
	t.tx.marks = append(t.tx.marks, memberKey{room, user})
	return nil
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
	err := t.tx.each(func(r row) { out = append(out, r.Text(0)) }, peersAmong, user, ids)
	return out, err
}
