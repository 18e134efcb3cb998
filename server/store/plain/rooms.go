package plain

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

// Rooms is the part of store.Rooms that is written once. Heads, which must be
// cheap, is each store's own.
type Rooms Tx

// RoomColumns are the columns of a room of a table called r. top is the
// expression of its top.
func RoomColumns(top string) string {
	return `r.num, r.id, r.kind, r.name, r.topic, r.creator, r.created, r.epoch, r.pair, r.members, ` + top +
		`, r.history, r.no_previews, r.picture, r.posting, r.calling, r.slow, r.archived`
}

// RoomFields is how many RoomColumns there are.
const RoomFields = 18

// ReadRoom reads RoomColumns, the first columns of a row.
func ReadRoom[R Row](r R) store.Room {
	return store.Room{ID: r.Text(1), Kind: wire.RoomKind(r.Text(2)), Name: r.Text(3), Topic: r.Text(4),
		Creator: r.Text(5), Created: r.Int(6), Epoch: r.Text(7), Pair: r.Text(8), Members: int(r.Int(9)), Top: r.Int(10),
		History: wire.History(r.Text(11)), NoPreviews: r.Bool(12), Picture: r.Text(13),
		Posting: wire.Scope(r.Text(14)), Calling: wire.Scope(r.Text(15)), Slow: int(r.Int(16)), Archived: r.Int(17)}
}

// Ruled is store.Member.Ruled of a member of a room r.
const Ruled = `(r.posting <> '' OR r.slow > 0 OR r.archived > 0)`

// NotGone is the condition that the person of $n counts as a member: who is gone does not, and stays one for
// the day they come back.
func NotGone(n string) string { return `NOT (SELECT gone FROM users WHERE id = ` + n + `)` }

const (
	insertRoom = `INSERT INTO rooms (id, kind, name, name_key, topic, creator, created, epoch, pair, history, no_previews,
			picture, posting, calling, slow, archived)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT DO NOTHING`
	updateRoom = `UPDATE rooms SET name = $2, name_key = $3, topic = $4, history = $5, no_previews = $6, kind = $7,
			picture = $8, posting = $9, calling = $10, slow = $11, archived = $12
		WHERE id = $1`
	publicRooms = ` FROM rooms r
		WHERE r.kind = 'public'
			AND r.name_key > $1
		ORDER BY r.name_key
		LIMIT $2`
	privateRooms = ` FROM members m
		JOIN rooms r ON r.num = m.room
		WHERE m.person = $1
			AND r.kind = 'private'
			AND r.id > $2
		ORDER BY r.id
		LIMIT $3`
	countRooms = `SELECT kind, count(*) FROM rooms GROUP BY kind`
)

func (t *Rooms) Create(r store.Room) error {
	if err := t.Conn.Decide(); err != nil {
		return err
	}
	return inserted(t.Conn.Exec(insertRoom, r.ID, string(r.Kind), r.Name, form.RoomKey(r.Name), r.Topic, r.Creator,
		r.Created, r.Epoch, form.Null(r.Pair), string(r.History), r.NoPreviews,
		r.Picture, string(r.Posting), string(r.Calling), r.Slow, r.Archived))
}

func (t *Rooms) ByID(id string) (store.Room, error)     { return t.by(`r.id`, id) }
func (t *Rooms) ByPair(pair string) (store.Room, error) { return t.by(`r.pair`, pair) }

func (t *Rooms) ByName(name string) (store.Room, error) {
	return t.by(`r.kind = 'public' AND r.name_key`, form.RoomKey(name))
}

// by returns the room that has value in a column; where is a condition up to
// the sign =.
func (t *Rooms) by(where, value string) (room store.Room, err error) {
	err = t.Conn.One(func(r Row) { room = ReadRoom(r) }, `SELECT `+t.Conn.RoomColumns()+` FROM rooms r WHERE `+where+` = $1`, value)
	return room, err
}

func (t *Rooms) Set(r store.Room) error {
	if err := t.Conn.Decide(); err != nil {
		return err
	}
	return found(t.Conn.Exec(updateRoom, r.ID, r.Name, form.RoomKey(r.Name), r.Topic, string(r.History), r.NoPreviews,
		string(r.Kind), r.Picture, string(r.Posting), string(r.Calling), r.Slow, r.Archived))
}

func (t *Rooms) Public(query, after string, limit int) ([]store.Room, error) {
	return named(query, limit, func(last *store.Room, n int, fn func(Row)) error {
		from := form.RoomKey(after)
		if last != nil {
			from = form.RoomKey(last.Name)
		}
		return t.Conn.Each(fn, `SELECT `+t.Conn.RoomColumns()+publicRooms, from, n)
	})
}

func (t *Rooms) Private(user, query, after string, limit int) ([]store.Room, error) {
	return named(query, limit, func(last *store.Room, n int, fn func(Row)) error {
		from := after
		if last != nil {
			from = last.ID
		}
		return t.Conn.Each(fn, `SELECT `+t.Conn.RoomColumns()+privateRooms, user, from, n)
	})
}

// named returns up to limit rooms whose name contains query. read reads the n rooms
// after last; nil: the first ones.
func named(query string, limit int, read func(last *store.Room, n int, fn func(Row)) error) (list []store.Room, err error) {
	meant := form.RoomsNamed(query)
	var last *store.Room
	for n := limit; ; n = namedPart {
		var part []store.Room
		if err := read(last, n, func(r Row) { part = append(part, ReadRoom(r)) }); err != nil {
			return nil, err
		}
		for _, r := range part {
			if meant(r.Name) {
				list = append(list, r)
			}
		}
		if len(list) >= limit || len(part) < n {
			return list[:min(len(list), limit)], nil
		}
		last = &part[len(part)-1]
	}
}

// namedPart is how many rooms are read at once to find those of a name.
const namedPart = 256

func (t *Rooms) Count() (map[wire.RoomKind]int, error) {
	of := map[wire.RoomKind]int{}
	err := t.Conn.Each(func(r Row) { of[wire.RoomKind(r.Text(0))] = int(r.Int(1)) }, countRooms)
	return of, err
}

func (t *Rooms) IDs(after string, limit int) (ids []string, err error) {
	err = t.Conn.Each(func(r Row) { ids = append(ids, r.Text(0)) }, `SELECT id FROM rooms WHERE id > $1 ORDER BY id LIMIT $2`, after, limit)
	return ids, err
}
