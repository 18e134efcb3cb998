package postgres

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

type rooms struct{ *tx }

const roomColumns = `r.num, r.id, r.kind, r.name, r.topic, r.creator, r.created, r.epoch, r.pair, r.members, r.last_seq, r.history`

func readRoom(r row) store.Room {
	return store.Room{ID: r.Text(1), Kind: wire.RoomKind(r.Text(2)), Name: r.Text(3), Topic: r.Text(4),
		Creator: r.Text(5), Created: r.Int(6), Epoch: r.Text(7), Pair: r.Text(8), Members: int(r.Int(9)), Top: r.Int(10),
		History: wire.History(r.Text(11))}
}

func (t rooms) Create(r store.Room) error {
	if err := t.change(); err != nil {
		return err
	}
	n, err := t.exec(`INSERT INTO rooms (id, kind, name, name_key, topic, creator, created, epoch, pair, history)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
		r.ID, string(r.Kind), r.Name, form.RoomKey(r.Name), r.Topic, r.Creator, r.Created, r.Epoch, form.Null(r.Pair), string(r.History))
	if err != nil {
		return err
	}
	if n == 0 {
		return store.ErrExists
	}
	if t.created == nil {
		t.created = make(map[string]bool)
	}
	t.created[r.ID] = true
	return nil
}

func (t rooms) ByID(id string) (store.Room, error)     { return t.by(`r.id`, id) }
func (t rooms) ByPair(pair string) (store.Room, error) { return t.by(`r.pair`, pair) }

func (t rooms) ByName(name string) (store.Room, error) {
	return t.by(`r.kind = 'public' AND r.name_key`, form.RoomKey(name))
}

// by returns the room that has value in a column; where is a condition up to
// the sign =.
func (t rooms) by(where, value string) (found store.Room, err error) {
	err = t.one(func(r row) { found = readRoom(r) }, `SELECT `+roomColumns+` FROM rooms r WHERE `+where+` = $1`, value)
	return found, err
}

func (t rooms) Heads(ids []string) (map[string]int64, error) {
	heads := make(map[string]int64, len(ids))
	err := t.each(func(r row) { heads[r.Text(0)] = r.Int(1) }, `SELECT id, last_seq FROM rooms WHERE id = ANY ($1)`, ids)
	return heads, err
}

func (t rooms) Set(r store.Room) error {
	if err := t.change(); err != nil {
		return err
	}
	n, err := t.exec(`UPDATE rooms SET name = $1, name_key = $2, topic = $3, history = $4 WHERE id = $5`,
		r.Name, form.RoomKey(r.Name), r.Topic, string(r.History), r.ID)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

func (t rooms) Public(query, after string, limit int) ([]store.Room, error) {
	var out []store.Room
	err := t.each(func(r row) { out = append(out, readRoom(r)) }, `SELECT `+roomColumns+` FROM rooms r
		WHERE r.kind = 'public' AND r.name_key > $1 AND (strpos(r.name_key, $2) > 0 OR strpos(r.name_key, $3) > 0) ORDER BY r.name_key LIMIT $4`,
		form.RoomKey(after), form.Fold(query), form.RoomKey(query), limit)
	return out, err
}

// num returns the short name of a room, or store.ErrNotFound.
func (t *tx) num(room string) (num int64, err error) {
	if n, ok := t.store.nums.Load(room); ok {
		if t.again != 0 {
			return 0, errAgain
		}
		return n.(int64), t.failed
	}
	if err = t.one(func(r row) { num = r.Int(0) }, `SELECT num FROM rooms WHERE id = $1`, room); err == nil && !t.created[room] {
		t.store.nums.Store(room, num)
	}
	return num, err
}
