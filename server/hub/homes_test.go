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
func TestHomesAreBounded(t *testing.T) {
	h := &Hub{}
	d := &h.dir
	*d = directory{hub: h, users: map[string]*user{}, rooms: map[string]*room{}, attendance: attendances{}}
	d.homes = homes{dir: d, of: map[string]*home{}}
	h.presence.stopped = true
	const each, people = 1_000, homeRooms/1_000 + 10
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
		d.homes.make(s, rooms, 7)
		d.exit(s)
		if d.homes.of[who] == nil || d.homes.rooms > homeRooms || d.homes.rooms != each*len(d.homes.of) || len(d.rooms) != d.homes.rooms {
			t.Fatalf("after %d: %d homes of %d rooms, and %d rooms", n, len(d.homes.of), d.homes.rooms, len(d.rooms))
		}
	}
	if len(d.users) != 0 || len(d.attendance) != 0 {
		t.Errorf("%d people and %d attendances are kept", len(d.users), len(d.attendance))
	}
	d.homes.leaveAll()
	if len(d.rooms) != 0 || len(d.homes.of) != 0 || d.homes.rooms != 0 {
		t.Errorf("%d rooms are kept", len(d.rooms))
	}
}
