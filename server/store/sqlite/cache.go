package sqlite

import (
	"strings"

	"github.com/confab/confab/server/store"
)

// memory caches what the writer reads most. It belongs to the writer's goroutine,
// which makes all changes, so it is never outdated: it is changed together with the
// transaction, and what a failed function had changed is undone.
type memory struct {
	rooms   cache[string, roomTop]
	users   cache[string, store.User]
	members cache[memberKey, store.Member]
}

// roomTop is what an Append needs to know about a room.
type roomTop struct {
	num int64
	top int64
}

// memberKey is the key of a member: a person in the room num.
type memberKey struct {
	num  int64
	user string
}

// cacheMax is how many entries a cache may have; one that has more is emptied.
const cacheMax = 16_384

// mark is a place to undo back to; the zero value is the transaction's beginning.
type mark struct{ rooms, users, members int }

func (m *memory) mark() mark {
	return mark{len(m.rooms.log), len(m.users.log), len(m.members.log)}
}

func (m *memory) undo(to mark) {
	m.rooms.undo(to.rooms)
	m.users.undo(to.users)
	m.members.undo(to.members)
}

// keep is called after a commit.
func (m *memory) keep() {
	m.rooms.keep()
	m.users.keep()
	m.members.keep()
}

// cache is one part of memory. The zero value is empty.
type cache[K comparable, V any] struct {
	known map[K]V
	log   []cacheChange[K, V]
}

// cacheChange is one change of a cache: the value that was there before.
type cacheChange[K comparable, V any] struct {
	key K
	was V
	had bool
}

func (r *cache[K, V]) get(k K) (V, bool) {
	v, ok := r.known[k]
	return v, ok
}

func (r *cache[K, V]) set(k K, v V) {
	if r.known == nil {
		r.known = make(map[K]V)
	}
	was, had := r.known[k]
	r.log = append(r.log, cacheChange[K, V]{k, was, had})
	r.known[k] = v
}

// forget is for what is about to change.
func (r *cache[K, V]) forget(k K) {
	if was, had := r.known[k]; had {
		r.log = append(r.log, cacheChange[K, V]{k, was, true})
		delete(r.known, k)
	}
}

func (r *cache[K, V]) undo(to int) {
	for i := len(r.log) - 1; i >= to; i-- {
		if t := r.log[i]; t.had {
			r.known[t.key] = t.was
		} else {
			delete(r.known, t.key)
		}
	}
	clear(r.log[to:])
	r.log = r.log[:to]
}

func (r *cache[K, V]) keep() {
	clear(r.log)
	r.log = r.log[:0]
	if len(r.known) > cacheMax {
		clear(r.known)
	}
}

// member is Members.Get for the writer, of the room whose num is given.
func (w *writer) member(num int64, room, user string) (store.Member, error) {
	if m, ok := w.memory.members.get(memberKey{num, user}); ok {
		return m, nil
	}
	// Of its own: what a command says may be a part of something larger.
	m, err := readMember(w.conn, num, strings.Clone(room), strings.Clone(user))
	if err == nil {
		w.memory.members.set(memberKey{num, m.User}, m)
	}
	return m, err
}
