package room

import (
	"testing"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

func TestARoomIsNeverBlank(t *testing.T) {
	h, s := hosttest.New(t)
	o := New(h)
	pane := func() string { return hosttest.Page(o.Instead()) }
	hosttest.Wants(t, pane(), "Loading messages")

	trouble := wire.Fail(wire.CodeUnavailable, "The server cannot be reached.")
	hosttest.Apply(t, s, state.Loads{Room: "general", Trouble: trouble})
	hosttest.Wants(t, pane(), "This room could not be loaded", "Try again")

	h.Route.Room = "elsewhere"
	hosttest.Wants(t, pane(), "Loading messages")
	o.door = door{asked: "elsewhere", missing: true}
	hosttest.Wants(t, pane(), "You can&#39;t open this room")
	o.door = door{asked: "elsewhere", room: wire.Room{ID: "elsewhere", Name: "boats", Topic: "Everything that floats"}}
	hosttest.Wants(t, pane(), "boats", "Everything that floats", "Join room")
}

func TestTheBarSaysWhereOneIs(t *testing.T) {
	h, _ := hosttest.New(t)
	hosttest.Wants(t, hosttest.Page(Bar(h)), "general", "2 members", "Open room list, 3 unread")
	h.Route.Room = "talk"
	bar := hosttest.Page(Bar(h))
	hosttest.Wants(t, bar, "Mara Lindqvist", "@mara, away")
	hosttest.WantsNot(t, bar, "members-button")
}

func TestAConversationOfSeveralShowsThemAndIsNotLeft(t *testing.T) {
	h, s := hosttest.New(t)
	group := wire.Room{ID: "group", Kind: wire.RoomDM, Peers: []wire.User{hosttest.Mara, hosttest.Sam}, Members: 3, Top: 9, Joined: true,
		Epoch: "e"}
	hosttest.Apply(t, s, &wire.Inbox{Useq: 9, Kind: wire.InboxRoom, Room: "group", Info: &group})
	h.Route.Room = "group"
	hosttest.Wants(t, hosttest.Page(Bar(h)), "Mara Lindqvist, Sam &lt;Okafor&gt;", "avatar--group", "members-button", "3 members")
	lines := map[string]bool{}
	for _, it := range actions(h, group) {
		lines[host.Said(it.Label)] = true
	}
	for line, want := range map[string]bool{
		"Members": true, "Add people": true, "Mute": true, "Leave room": false, "Room settings": false, "Archive room": false,
	} {
		if lines[line] != want {
			t.Errorf("%q in the menu: %v; it has %v", line, lines[line], lines)
		}
	}
	hosttest.Apply(t, s, &wire.Page{Room: "group", Epoch: "e", To: 9, AsOf: 9})
	hosttest.Wants(t, hosttest.Page(New(h).Instead()), "Only the 3 of you can see it.")
}
