package room

import (
	"testing"

	"github.com/confab/confab/app/state"
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
