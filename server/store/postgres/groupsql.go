package postgres

import (
	"slices"
	"strconv"
	"strings"

	"github.com/confab/confab/server/store/form"
)

// lockRooms takes the rows of rooms in one order for all groups, so that no two
// of them wait for each other.
const lockRooms = `SELECT 1 FROM rooms WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE`

// groupColumns are the columns of an event in a group: it answers nothing, and is in no thread.
var groupColumns = slices.DeleteFunc(slices.Clone(form.EachEventColumn()), func(c form.EventColumn) bool {
	return c.Name == "reply_to" || c.Name == "thread" || c.Name == "in_room"
})

// insertGroup is appendSQL for many events. $1 and $2 are the rooms and how
// many events each gets; then come the events, column by column: the room and the
// event's place among those of the group in that room, and groupColumns; then the
// mentions: the person, the room, and the event's place.
var insertGroup = groupSQL()

func groupSQL() string {
	var names, values, lists []string
	n := 3
	list := func(of string) {
		lists = append(lists, `$`+strconv.Itoa(n)+`::`+of+`[]`)
		n++
	}
	list(`text`)
	list(`bigint`)
	for _, c := range groupColumns {
		value := `x.` + c.Name
		if c.Null && c.Text != nil {
			value = `nullif(` + value + `, '')`
		} else if c.Null {
			value = `nullif(` + value + `, 0)`
		}
		names, values = append(names, c.Name), append(values, value)
		list(sqlType(c))
	}
	columns := strings.Join(names, `, `)
	events := strings.Join(lists, `, `)
	lists = nil
	list(`text`)
	list(`text`)
	list(`bigint`)
	return `WITH r AS (UPDATE rooms SET last_seq = last_seq + n.k FROM unnest($1::text[], $2::bigint[]) n (id, k)
		WHERE rooms.id = n.id
		RETURNING rooms.num, rooms.id, rooms.last_seq - n.k AS base),
	i AS (INSERT INTO events (room, seq, ` + columns + `)
		SELECT r.num, r.base + x.place, ` + strings.Join(values, `, `) + `
		FROM unnest(` + events + `) x (room, place, ` + columns + `)
			JOIN r ON r.id = x.room
		ON CONFLICT (room, cid, author) WHERE cid IS NOT NULL DO NOTHING
		RETURNING 1),
	m AS (INSERT INTO mentions (person, room, seq)
		SELECT DISTINCT p.person, r.num, r.base + p.place
		FROM unnest(` + strings.Join(lists, `, `) + `) p (person, room, place)
			JOIN r ON r.id = p.room)
	SELECT r.id, r.base, (SELECT count(*) FROM i) FROM r`
}

// added is what a room got: its events have the seqs from base+1 on. all is how
// many events all rooms of the group got.
type added struct{ base, all int64 }

// statements insert the group's events and put what each room got into rows.
func (g *group) statements(rows map[string]added) []query {
	n := len(g.updates)
	counts := make(map[string]int64)
	var ids []string
	rooms, places := make([]string, n), make([]int64, n)
	persons, in, at := []string{}, []string{}, []int64{}
	for i, u := range g.updates {
		e := &u.event
		if counts[e.Room] == 0 {
			ids = append(ids, e.Room)
		}
		counts[e.Room]++
		rooms[i], places[i] = e.Room, counts[e.Room]
		for _, person := range mentioned(e) {
			persons, in, at = append(persons, person), append(in, e.Room), append(at, counts[e.Room])
		}
	}
	ks := make([]int64, len(ids))
	for i, id := range ids {
		ks[i] = counts[id]
	}
	args := append(make([]any, 0, 7+len(groupColumns)), ids, ks, rooms, places)
	args = append(g.columns(args), persons, in, at)
	insert := query{sql: insertGroup, args: args,
		each: func(r row) { rows[r.Text(0)] = added{base: r.Int(1), all: r.Int(2)} }}
	if len(ids) == 1 {
		return []query{insert}
	}
	return []query{{sql: lockRooms, args: []any{ids}}, insert}
}

// columns appends to args a list for each of groupColumns.
func (g *group) columns(args []any) []any {
	for _, c := range groupColumns {
		if c.Text != nil {
			list := make([]string, len(g.updates))
			for i, u := range g.updates {
				list[i] = c.Text(&u.event, u.extra)
			}
			args = append(args, list)
			continue
		}
		list := make([]int64, len(g.updates))
		for i, u := range g.updates {
			list[i] = c.Number(&u.event)
		}
		args = append(args, list)
	}
	return args
}
