package hub

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
)

// A room finds its members without looking through them: each stands where it
// is said to stand, whoever came and went.
func TestARoomKnowsWhereItsMembersStand(t *testing.T) {
	r := &room{}
	var in, out []*session
	for range 300 {
		out = append(out, &session{})
	}
	for step := range 20_000 {
		if n := len(out); n > 0 && (len(in) == 0 || rand.N(2) == 0) {
			i := rand.N(n)
			s := out[i]
			out[i], out = out[n-1], out[:n-1]
			in = append(in, s)
			if !r.add(s, 1, 0) || r.add(s, 1, 0) {
				t.Fatal("who comes twice is not taken once")
			}
		} else {
			i := rand.N(len(in))
			s := in[i]
			in[i], in = in[len(in)-1], in[:len(in)-1]
			out = append(out, s)
			r.remove(s)
			r.remove(s)
		}
		if len(r.members) != len(in) || len(in) > indexFrom && len(r.index) != len(in) {
			t.Fatalf("%d members, %d places, want %d", len(r.members), len(r.index), len(in))
		}
		if step%100 != 0 {
			continue
		}
		for i, m := range r.members {
			if r.indexOf(m.s) != i {
				t.Fatalf("member %d is said to stand at %d", i, r.indexOf(m.s))
			}
		}
		for _, s := range out {
			if r.indexOf(s) >= 0 {
				t.Fatal("who left is still there")
			}
		}
	}
}

// Ten thousand who arrive are found, added and taken out in a few steps each,
// however many are there: what is looked through is bounded.
func TestArrivingTakesAFewStepsHoweverManyAreThere(t *testing.T) {
	r := &room{}
	steps := 0
	count := func() {
		if r.index == nil {
			steps += len(r.members) // looked through
			return
		}
		steps++ // looked up
	}
	all := make([]*session, 10_000)
	for i := range all {
		all[i] = &session{}
		count()
		r.add(all[i], 1, 0)
	}
	for _, s := range all {
		count()
		r.remove(s)
	}
	if most := 2*len(all) + 4*indexFrom*indexFrom; steps > most || len(r.members) != 0 {
		t.Errorf("%d steps, want at most %d; %d are left", steps, most, len(r.members))
	}
}

// Who comes to a quiet room, and goes, needs no goroutine.
func TestComingAndGoingNeedsNoDeliverer(t *testing.T) {
	h := &Hub{}
	h.dir = directory{hub: h, users: map[string]*user{}, rooms: map[string]*room{}, attendance: attendances{}}
	h.presence.stopped = true
	s := newSession(h, chat.Actor{User: "sam"}, netip.Prefix{})
	s.user = h.dir.newUser("sam")
	s.user.sessions = append(s.user.sessions, s)
	h.dir.sockets++
	rooms := make([]store.Place, 1_000)
	for i := range rooms {
		rooms[i].ID, rooms[i].Top = fmt.Sprint(i), 3
	}
	h.dir.subscribeAll(s, rooms, 7)
	for _, r := range h.dir.rooms {
		if r.inbox.running || len(r.members) != 1 {
			t.Fatalf("%d members, a deliverer: %v", len(r.members), r.inbox.running)
		}
	}
	if len(h.dir.rooms) != len(rooms) || len(s.user.rooms) != len(rooms) || len(h.dir.attendance) != len(rooms) {
		t.Fatalf("%d rooms, %d of the person", len(h.dir.rooms), len(s.user.rooms))
	}
	h.dir.exit(s)
	if len(h.dir.rooms) != 0 || len(h.dir.users) != 0 || len(h.dir.attendance) != 0 {
		t.Errorf("%d rooms and %d people are kept", len(h.dir.rooms), len(h.dir.users))
	}
}
