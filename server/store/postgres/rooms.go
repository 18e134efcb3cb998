package postgres

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/plain"
)

// rooms is package plain's, with Heads.
type rooms struct {
	plain.Rooms
	tx *tx
}

var roomColumns = plain.RoomColumns(`r.last_seq`)

// Create notes the room: what num finds of it is not remembered before the
// commit.
func (t *rooms) Create(r store.Room) error {
	if err := t.Rooms.Create(r); err != nil {
		return err
	}
	if t.tx.created == nil {
		t.tx.created = make(map[string]bool)
	}
	t.tx.created[r.ID] = true
	return nil
}

// Set notes the room: what is remembered of its members depends on its rules.
func (t *rooms) Set(r store.Room) error {
	if err := t.Rooms.Set(r); err != nil {
		return err
	}
	t.tx.changed.rooms = append(t.tx.changed.rooms, r.ID)
	return nil
}

func (t *rooms) Heads(ids []string) (map[string]int64, error) {
	heads := make(map[string]int64, len(ids))
	err := t.tx.each(func(r row) { heads[r.Text(0)] = r.Int(1) }, `SELECT id, last_seq FROM rooms WHERE id = ANY ($1)`, ids)
	return heads, err
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
