package sqlite

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

type rooms struct{ *tx }

// seqBits is the width of seq in events.key; the room's num is above.
const seqBits = 40

const seqMask = 1<<seqBits - 1

// key is the place of seq in the log of the room num. A seq that cannot be, as
// a client may send, stays in the room: at its beginning or its end, where no
// event is.
func key(num, seq int64) int64 { return num<<seqBits | min(max(seq, 0), seqMask) }

// roomColumns reads the top as the greatest key of the room.
const roomColumns = `r.num, r.id, r.kind, r.name, r.topic, r.creator, r.created, r.epoch, r.pair, r.members,
	(SELECT max(key) FROM events WHERE key BETWEEN r.num << 40 AND (r.num << 40) + 1099511627775) & 1099511627775, r.history`

func readRoom(r row) store.Room {
	return store.Room{ID: r.Text(1), Kind: wire.RoomKind(r.Text(2)), Name: r.Text(3), Topic: r.Text(4),
		Creator: r.Text(5), Created: r.Int(6), Epoch: r.Text(7), Pair: r.Text(8), Members: int(r.Int(9)), Top: r.Int(10),
		History: wire.History(r.Text(11))}
}

func (t rooms) Create(r store.Room) error {
	if _, err := t.exec(`INSERT INTO rooms (id, kind, name, name_key, topic, creator, created, epoch, pair, history)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, string(r.Kind), r.Name, form.RoomKey(r.Name), r.Topic, r.Creator, r.Created, r.Epoch, form.Null(r.Pair), string(r.History)); err != nil {
		return err
	}
	return nil
}

func (t rooms) ByID(id string) (store.Room, error)     { return t.by(`r.id`, id) }
func (t rooms) ByPair(pair string) (store.Room, error) { return t.by(`r.pair`, pair) }

func (t rooms) ByName(name string) (store.Room, error) {
	return t.by(`r.kind = 'public' AND r.name_key`, form.RoomKey(name))
}

// by returns the room that has value in a column; where is a condition up to
// the sign =.
func (t rooms) by(where, value string) (store.Room, error) {
	r, err := t.conn.one(`SELECT `+roomColumns+` FROM rooms r WHERE `+where+` = ?`, value)
	if err != nil {
		return store.Room{}, err
	}
	return readRoom(r), nil
}

func (t rooms) Heads(ids []string) (map[string]int64, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	heads := make(map[string]int64, len(ids))
	err = t.conn.each(func(r row) { heads[r.Text(0)] = r.Int(1) },
		`SELECT r.id, (SELECT max(key) FROM events WHERE key BETWEEN r.num << 40 AND (r.num << 40) + 1099511627775) & 1099511627775
		FROM rooms r WHERE r.id IN (SELECT value FROM json_each(?))`, string(list))
	return heads, err
}

func (t rooms) Set(r store.Room) error {
	n, err := t.exec(`UPDATE rooms SET name = ?, name_key = ?, topic = ?, history = ? WHERE id = ?`,
		r.Name, form.RoomKey(r.Name), r.Topic, string(r.History), r.ID)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

func (t rooms) Public(query, after string, limit int) ([]store.Room, error) {
	var out []store.Room
	err := t.conn.each(func(r row) { out = append(out, readRoom(r)) },
		`SELECT `+roomColumns+` FROM rooms r WHERE r.kind = 'public' AND r.name_key > ? AND (? = '' OR instr(r.name_key, ?) > 0 OR instr(r.name_key, ?) > 0)
		ORDER BY r.name_key LIMIT ?`, form.RoomKey(after), query, form.Fold(query), form.RoomKey(query), limit)
	return out, err
}

// num returns the short name of a room, or ErrNotFound.
func (t *tx) num(room string) (int64, error) {
	if t.write != nil {
		r, err := t.write.room(room)
		return r.num, err
	}
	if n, ok := t.store.nums.Load(room); ok {
		return n.(int64), nil
	}
	r, err := t.conn.one(`SELECT num FROM rooms WHERE id = ?`, room)
	if err != nil {
		return 0, err
	}
	t.store.nums.Store(room, r.Int(0))
	return r.Int(0), nil
}

// room returns what the writer needs to append to a room, or ErrNotFound.
func (w *writer) room(id string) (roomTop, error) {
	if r, ok := w.memory.rooms.get(id); ok {
		return r, nil
	}
	r, err := w.conn.one(`SELECT r.num, (SELECT max(key) FROM events WHERE key BETWEEN r.num << 40
		AND (r.num << 40) + 1099511627775) & 1099511627775 FROM rooms r WHERE r.id = ?`, id)
	if err != nil {
		return roomTop{}, err
	}
	found := roomTop{num: r.Int(0), top: r.Int(1)}
	w.memory.rooms.set(strings.Clone(id), found)
	return found, nil
}

// absent reports whether err is ErrNotFound.
func absent(err error) bool { return errors.Is(err, store.ErrNotFound) }
