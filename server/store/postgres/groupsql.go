package postgres

// lockRooms takes the rows of rooms in one order for all groups, so that no two
// of them wait for each other.
const lockRooms = `SELECT 1 FROM rooms WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE`

// insertGroup is appendSQL for many events. $1 and $2 are the rooms and how
// many events each gets, $3 to $12 the events, with their places among those of
// their room, $13 to $15 whom they mention.
const insertGroup = `WITH r AS (UPDATE rooms SET last_seq = last_seq + n.k FROM unnest($1::text[], $2::bigint[]) n (id, k)
		WHERE rooms.id = n.id RETURNING rooms.num, rooms.id, rooms.last_seq - n.k AS base),
	i AS (INSERT INTO events (room, seq, id, author, cid, kind, at, target, body, extra)
		SELECT r.num, r.base + x.place, x.id, x.author, nullif(x.cid, ''), x.kind, x.at, nullif(x.target, 0), nullif(x.body, ''), nullif(x.extra, '')
		FROM unnest($3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::text[], $12::text[])
			x (room, place, id, author, cid, kind, at, target, body, extra) JOIN r ON r.id = x.room
		ON CONFLICT (room, cid, author) WHERE cid IS NOT NULL DO NOTHING RETURNING 1),
	m AS (INSERT INTO mentions (person, room, seq) SELECT DISTINCT p.person, r.num, r.base + p.place
		FROM unnest($13::text[], $14::text[], $15::bigint[]) p (person, room, place) JOIN r ON r.id = p.room)
	SELECT r.id, r.base, (SELECT count(*) FROM i) FROM r`

// added is what a room got: its events have the seqs from base+1 on. all is how
// many events all rooms of the group got.
type added struct{ base, all int64 }

// statements insert the group's events and put what each room got into rows.
func (g *group) statements(rows map[string]added) []query {
	n := len(g.updates)
	counts := make(map[string]int64)
	var ids []string
	room, id, author, cid, kind := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	body, extra := make([]string, n), make([]string, n)
	place, at, target := make([]int64, n), make([]int64, n), make([]int64, n)
	persons, in, places := []string{}, []string{}, []int64{}
	for i, j := range g.updates {
		e := &j.event
		if counts[e.Room] == 0 {
			ids = append(ids, e.Room)
		}
		counts[e.Room]++
		room[i], place[i], id[i], author[i], cid[i] = e.Room, counts[e.Room], e.Event, e.Author, e.CID
		kind[i], at[i], target[i], body[i], extra[i] = string(e.Kind), e.At, e.Target, e.Body, j.extra
		for _, person := range mentioned(e) {
			persons, in, places = append(persons, person), append(in, e.Room), append(places, counts[e.Room])
		}
	}
	ks := make([]int64, len(ids))
	for i, id := range ids {
		ks[i] = counts[id]
	}
	insert := query{sql: insertGroup, args: []any{ids, ks, room, place, id, author, cid, kind, at, target, body, extra, persons, in, places},
		each: func(r row) { rows[r.Text(0)] = added{base: r.Int(1), all: r.Int(2)} }}
	if len(ids) == 1 {
		return []query{insert}
	}
	return []query{{sql: lockRooms, args: []any{ids}}, insert}
}
