//go:build !js

package room

import (
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/wire"
)

func TestEverySentenceOfRoomsIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	h, s := hosttest.New(t)
	o := New(h)
	dialog := kit.DialogState{H: h}
	link := wire.Invite{Token: "t", Path: "/invite"}
	for what, over := range map[string]host.Overlay{
		"leaving":           o.leaveRoom(hosttest.Board),
		"deleting":          deleting(o, hosttest.Board),
		"a new room":        newRoom(h),
		"the settings":      editRoom(h, hosttest.Board),
		"making it public":  newTurning(editRoom(h, hosttest.Board), wire.RoomPublic),
		"making it private": newTurning(editRoom(h, hosttest.Board), wire.RoomPrivate),
		"inviting, waiting": &inviteDialog{DialogState: dialog, rooms: o},
		"inviting":          &inviteDialog{DialogState: dialog, rooms: o, invite: link},
		"the first time":    &inviteDialog{DialogState: dialog, rooms: o, invite: link, first: true},
		"the menu":          &kit.Menu{Items: actions(h, hosttest.General)},
	} {
		hosttest.Translated(t, what, hosttest.Page(over.Draw(host.Layer{H: h})))
	}
	s.Me.Role = wire.RoleMember
	hosttest.Translated(t, "the topic", hosttest.Page(editRoom(h, hosttest.General).Draw(host.Layer{H: h})))
	h.Route.Room = "x"
	for _, d := range []door{{asked: "x", room: wire.Room{ID: "x", Name: "Floats", Members: 2}}, {asked: "x", missing: true}} {
		o.door = d
		hosttest.Translated(t, "the door", hosttest.Page(o.Instead()))
	}
}

func TestTheBarsButtonsOpenAndCloseWhatTheyName(t *testing.T) {
	h, _ := hosttest.New(t)
	b := Bar(h).(*bar)
	b.members(platform.Event{})
	if h.Panel != host.PanelMembers {
		t.Errorf("the panel is %q", h.Panel)
	}
	b.members(platform.Event{})
	b.menu(platform.Event{})
	if h.Panel != "" || !kit.MenuOpen(h, "room-button") {
		t.Errorf("the panel is %q; over the page: %T", h.Panel, h.Overlays.Top())
	}
	b.menu(platform.Event{})
	if h.Overlays.Any() {
		t.Error("the menu is still open")
	}
}
