package hub

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
)

// What is kept of people who went is bounded, and nothing is kept once it is
// left.
func TestTheRoomCacheIsBounded(t *testing.T) {
	h := &Hub{}
	d := &h.dir
	*d = directory{hub: h, users: map[string]*user{}, rooms: map[string]*room{}, attendance: attendances{}}
	d.roomCache = roomCache{dir: d, byUser: map[string]*cachedRooms{}}
	h.presence.stopped = true
	const each, people = 1_000, cacheMax/1_000 + 10
	for n := range people {
		who := fmt.Sprint("person ", n)
		s := newSession(h, chat.Actor{User: who}, netip.Prefix{})
		s.user = d.newUser(who)
		s.user.sessions = append(s.user.sessions, s)
		d.sockets++
		rooms := make([]store.Place, each)
		for i := range rooms {
			rooms[i].ID, rooms[i].Top = fmt.Sprintf("%d-%d", n, i), 3
		}
		d.subscribeAll(s, rooms, 7)
		d.roomCache.add(s, rooms, 7)
		d.exit(s)
		kept := &d.roomCache
		if kept.byUser[who] == nil || kept.rooms > cacheMax || kept.rooms != each*len(kept.byUser) || len(d.rooms) != kept.rooms {
			t.Fatalf("after %d: %d lists of %d rooms, and %d rooms", n, len(d.roomCache.byUser), d.roomCache.rooms, len(d.rooms))
		}
	}
	if len(d.users) != 0 || len(d.attendance) != 0 {
		t.Errorf("%d people and %d attendances are kept", len(d.users), len(d.attendance))
	}
	d.roomCache.dropAll()
	if len(d.rooms) != 0 || len(d.roomCache.byUser) != 0 || d.roomCache.rooms != 0 {
		t.Errorf("%d rooms are kept", len(d.rooms))
	}
}
