package postgres

import (
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/server/store/plain"
	"github.com/confab/confab/shared/wire"
)

// The members of a room in the order of their handles.
const (
	allMembers = `SELECT ` + plain.UserFace + `, m.host
		FROM members m JOIN users u ON u.id = m.person
		WHERE m.room = $1 AND m.handle > $2
		ORDER BY m.handle
		LIMIT $3`
	realMembers = `SELECT ` + plain.UserFace + `, m.host
		FROM members m JOIN users u ON u.id = m.person
		WHERE m.room = $1 AND m.handle > $2 AND NOT m.ghost
		ORDER BY m.handle
		LIMIT $3`
)

func (t members) List(room, query, after string, ghosts bool, limit int) ([]wire.Member, string, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return nil, "", err
	}
	sought := form.Seek(query)
	return form.Gather(sought, after, limit, form.MemberName, func(after string, n int) ([]wire.Member, string, error) {
		if sought.Prefix != "" {
			return t.meet(num, sought.Prefix, after, ghosts, n)
		}
		sql := realMembers
		if ghosts {
			sql = allMembers
		}
		found, err := t.list(sql, num, after, n+1)
		page, next := form.FirstOf(found, n, form.MemberName)
		return page, next, err
	})
}

func (t members) list(sql string, args ...any) ([]wire.Member, error) {
	var out []wire.Member
	err := t.tx.each(func(r row) { out = append(out, wire.Member{User: plain.ReadFace(r), Host: r.Bool(plain.FaceFields)}) }, sql, args...)
	return out, err
}

// meet returns up to limit members whom prefix lists, beyond the handle after,
// and from where to go on. The room's members and those whom the prefix lists
// are both in the order of handles: each step seeks, in the one, the first that
// is not before where the other stands. So few of either are few steps, and
// what both have is found at once; a page ends after form.LooksMax steps, which
// needs two long lists that have nothing in common.
func (t members) meet(num int64, prefix, after string, ghosts bool, limit int) (out []wire.Member, next string, err error) {
	sql := meetAll
	if !ghosts {
		sql = meetReal
	}
	more := true
	var settled, at string // no handle up to settled is unlooked at
	err = t.tx.each(func(r row) {
		if r.Null(plain.FaceFields + 1) { // one of the two is at its end
			more = false
			return
		}
		if settled, at = r.Text(plain.FaceFields+2), r.Text(plain.FaceFields+1); settled == at {
			out = append(out, wire.Member{User: plain.ReadFace(r), Host: r.Bool(plain.FaceFields)})
		}
	}, sql, prefix, after, num, form.LooksMax, limit+1)
	if err != nil {
		return nil, "", err
	}
	if page, next := form.FirstOf(out, limit, form.MemberName); next != "" {
		return page, next, nil
	}
	if !more {
		settled = ""
	}
	return out, settled, nil
}

// meetSQL walks the two lists. A step stands at a handle of one of them, prev
// is where it stood before: if they are the same, both have it. The rows are
// those, and the last.
func meetSQL(alsoListed, alsoMember string) string {
	return `WITH RECURSIVE hop (n, hits, side, prev, at) AS (
		SELECT 0, 0, 0, ''::text COLLATE "C", (
			SELECT w.handle FROM user_prefixes w
			WHERE w.prefix = $1 AND w.handle > $2` + alsoListed + `
			ORDER BY w.handle LIMIT 1)
		UNION ALL
		SELECT n + 1, hits + (at = prev)::int, 1 - side, at, CASE side
			WHEN 0 THEN (
				SELECT m.handle FROM members m
				WHERE m.room = $3 AND m.handle >= hop.at` + alsoMember + ` AND (hop.at <> hop.prev OR m.handle > hop.at)
				ORDER BY m.handle LIMIT 1)
			ELSE (
				SELECT w.handle FROM user_prefixes w
				WHERE w.prefix = $1 AND w.handle >= hop.at` + alsoListed + ` AND (hop.at <> hop.prev OR w.handle > hop.at)
				ORDER BY w.handle LIMIT 1)
			END
		FROM hop
		WHERE at IS NOT NULL AND n < $4::int AND hits + (at = prev)::int < $5::int)
	SELECT ` + plain.UserFace + `, m.host, hop.at, hop.prev
	FROM hop
		LEFT JOIN users u ON u.handle = hop.at AND hop.at = hop.prev
		LEFT JOIN members m ON m.room = $3 AND m.person = u.id
	WHERE hop.at = hop.prev OR hop.at IS NULL OR hop.n = $4::int
	ORDER BY hop.n`
}

var (
	meetAll  = meetSQL("", "")
	meetReal = meetSQL(` AND NOT w.ghost`, ` AND NOT m.ghost`)
)
