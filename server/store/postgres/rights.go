package postgres

import (
	"slices"
	"sync"

	"github.com/confab/confab/server/store"
)

// rightsMax is how many people, and how many members, rights may hold; it is
// emptied before there are more.
const rightsMax = 100_000

// memberKey is a member's key.
type memberKey struct{ room, user string }

// rights is this node's cache of people and members, as they are at one version
// of table rights. An Update reads from it before it has sent anything to the
// database. Its first statement reads the version, under the shared lock: if it is
// another one, the function is run again. Safe for concurrent use.
type rights struct {
	mu      sync.RWMutex
	version int64
	users   map[string]store.User
	members map[memberKey]store.Member
}

// now returns the version remembered, 0: none.
func (r *rights) now() int64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.version
}

// user returns a person as of version.
func (r *rights) user(version int64, id string) (store.User, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if version != r.version {
		return store.User{}, false
	}
	u, ok := r.users[id]
	return u, ok
}

// member returns a member as of version; Read may be older.
func (r *rights) member(version int64, p memberKey) (store.Member, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if version != r.version {
		return store.Member{}, false
	}
	m, ok := r.members[p]
	return m, ok
}

// at makes version the one remembered, and forgets what was of an older one.
func (r *rights) at(version int64) {
	r.mu.RLock()
	same := r.version >= version
	r.mu.RUnlock()
	if same {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if version > r.version {
		r.version, r.users, r.members = version, make(map[string]store.User), make(map[memberKey]store.Member)
	}
}

func (r *rights) addUser(version int64, u store.User) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if version != r.version {
		return
	}
	if len(r.users) >= rightsMax {
		clear(r.users)
	}
	r.users[u.ID] = u
}

func (r *rights) addMember(version int64, m store.Member) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if version != r.version {
		return
	}
	if len(r.members) >= rightsMax {
		clear(r.members)
	}
	r.members[memberKey{m.Room, m.User}] = m
}

// advance goes from version to the next, which changed users, places and all places in
// rooms, and nothing else.
func (r *rights) advance(version int64, users []string, places []memberKey, rooms []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if version != r.version {
		return // the next one to ask finds out
	}
	r.version++
	for _, id := range users {
		delete(r.users, id)
	}
	for _, p := range places {
		delete(r.members, p)
	}
	if len(rooms) == 0 {
		return
	}
	for p := range r.members {
		if slices.Contains(rooms, p.room) {
			delete(r.members, p)
		}
	}
}

// forget drops a member whose read marker moved.
func (r *rights) forget(places []memberKey) {
	if len(places) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range places {
		delete(r.members, p)
	}
}

// cachedVersion returns the version of the rights whose cache t may read from, if
// it may: a light transaction may, as long as that version is the one it began
// with.
func (t *tx) cachedVersion() (int64, bool) {
	if t.class != light || t.again != 0 || t.failed != nil {
		return 0, false
	}
	if t.version != 0 {
		return t.version, true
	}
	version := t.store.rights.now()
	return version, version != 0
}

// relyOn notes that t read from the cache of version.
func (t *tx) relyOn(version int64) {
	if t.conn == nil && t.grouped == nil {
		t.version, t.assumed = version, true
	}
}
