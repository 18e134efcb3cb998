package ui

import (
	"slices"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/wire"
)

// guide goes from room to room.
type guide struct{ *view }

// arrive follows the address of the page.
func (v guide) arrive(path string) {
	r := parseRoute(path)
	if r.invite {
		platform.ReplacePath(roomOr(r.room))
	}
	r.invite = r.invite || v.route.invite
	v.route.invite = r.invite
	switch {
	case v.eng == nil: // begin arrives again
	case r.room != "":
		v.turn(r)
	case v.route.room == "":
		v.goHome()
	}
}

func roomOr(room string) string {
	if room == "" {
		return "/"
	}
	return roomPath(room, 0)
}

// turn shows the room of a route.
func (v guide) turn(r route) {
	changed := v.route.room != r.room
	v.route = r
	v.closeDrawer()
	if changed {
		v.write.keepDraft()
		v.door = door{}
		v.write.show(r.room)
		v.eng.OpenRoom(r.room)
		v.keepRoom(r.room)
		if v.panel {
			v.roster.open(v.view)
		}
		v.touch(partSidebar, partBar, partRoom, partComposer, partTyping, partMembers)
	}
	// What the state has of the room is shown when the engine has opened it:
	// only then is it known where reading goes on.
	v.line.show(r.room, r.seq)
	v.settle()
	v.title()
	if !touch() && v.over == nil && r.seq == 0 {
		v.afterFrame(v.focusComposer)
	}
}

// openRoom goes to a room.
func (v guide) openRoom(room string) {
	if v.over != nil {
		v.close()
	}
	if v.route.room == room {
		v.closeDrawer()
		return
	}
	path := roomPath(room, 0)
	v.frame.navigate(path)
	if v.route.room != room { // go-app takes the address for the one it has
		platform.ReplacePath(path)
		v.arrive(path)
	}
}

// openMessage goes to a message, in whatever room it is.
func openMessage(v *view, room string, seq int64) {
	v.close()
	platform.ReplacePath(roomPath(room, seq))
	v.turn(route{room: room, seq: seq, invite: v.route.invite})
}

// goHome goes to the room that was open last, else to the one everyone is in.
func (v guide) goHome() {
	rooms, talks := v.rooms()
	all := append(rooms, talks...)
	if len(all) == 0 {
		v.route.room = ""
		return
	}
	home := all[0].ID
	for _, want := range []string{v.main, v.kept.room} {
		in := func(r wire.Room) bool { return r.ID == want }
		if want != v.route.room && slices.ContainsFunc(all, in) {
			home = want
		}
	}
	platform.ReplacePath(roomPath(home, 0))
	v.turn(route{room: home, invite: v.route.invite})
}

// keepRoom remembers which room was open last.
func (v guide) keepRoom(room string) {
	v.kept.room = room
	k := v.kept
	go k.put(roomKept, room)
}

func (v stage) closeDrawer() {
	if v.drawer {
		v.drawer = false
		v.touch(partShell, partBar)
	}
}

// step goes to the next room of the list in a direction, with unread to the
// next one where something is new.
func (v guide) step(by int, unread bool) {
	rooms, talks := v.rooms()
	all := append(rooms, talks...)
	at := slices.IndexFunc(all, func(r wire.Room) bool { return r.ID == v.route.room })
	for i := 1; i <= len(all); i++ {
		r := all[((at+by*i)%len(all)+len(all))%len(all)]
		if r.ID != v.route.room && (!unread || r.Unread > 0) {
			v.openRoom(r.ID)
			return
		}
	}
}
