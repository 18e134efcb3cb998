package sqlite

import (
	"errors"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/plain"
)

// rooms is package plain's, with Heads.
type rooms struct {
	plain.Rooms
	tx *tx
}

// seqBits is the width of seq in events.key; the room's num is above.
const seqBits = 40

const seqMask = 1<<seqBits - 1

// key is the place of seq in the log of the room num. A seq that cannot be, as
// a client may send, stays in the room: at its beginning or its end, where no
// event is.
func key(num, seq int64) int64 { return num<<seqBits | min(max(seq, 0), seqMask) }

// topOf is the top of a room r: the greatest of its keys.
const topOf = `(SELECT max(key) FROM events
	WHERE key BETWEEN r.num << 40 AND (r.num << 40) + 1099511627775) & 1099511627775`

var roomColumns = plain.RoomColumns(topOf)

const (
	roomHeads = `SELECT r.id, ` + topOf + ` FROM rooms r WHERE r.id IN (SELECT value FROM json_each(?))`
	roomEnd   = `SELECT r.num, ` + topOf + ` FROM rooms r WHERE r.id = ?`
)

func (t *rooms) Heads(ids []string) (map[string]int64, error) {
	heads := make(map[string]int64, len(ids))
	err := t.tx.conn.each(func(r row) { heads[r.Text(0)] = r.Int(1) }, roomHeads, ids)
	return heads, err
}

// Set has the writer forget the members of the room: what it remembers of them depends on
// the room's rules.
func (t *rooms) Set(r store.Room) error {
	num, err := t.tx.num(r.ID)
	if err != nil {
		return err
	}
	if t.tx.write != nil {
		known := &t.tx.write.memory.members
		for k := range known.known {
			if k.num == num {
				known.forget(k)
			}
		}
	}
	return t.Rooms.Set(r)
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
	r, err := w.conn.one(roomEnd, id)
	if err != nil {
		return roomTop{}, err
	}
	found := roomTop{num: r.Int(0), top: r.Int(1)}
	w.memory.rooms.set(strings.Clone(id), found)
	return found, nil
}

// absent reports whether err is ErrNotFound.
func absent(err error) bool { return errors.Is(err, store.ErrNotFound) }
