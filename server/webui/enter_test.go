package webui_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// launch creates a private room of Nora's and an invite to it.
func (s *site) launch(t *testing.T, nora auth.Grant, uses int) (room, token, invite string) {
	t.Helper()
	room = s.Do(t, nora, wire.CreateRoom.Type, &wire.RoomCreate{Kind: wire.RoomPrivate, Name: "launch"}).(*wire.RoomInfo).Room.ID
	token, invite = s.Invite(t, nora, wire.InviteCreate{Uses: uses, Room: room})
	return room, token, invite
}

// ada is Ada's browser, signed in.
func (s *site) ada(t *testing.T, nora auth.Grant) (*visitor, auth.Grant) {
	t.Helper()
	g := s.Ada(t, nora)
	v := s.visitor(t)
	v.sends("/signin", "email", authtest.AdaEmail, "password", authtest.AdaPassword).to(t, "/")
	return v, g
}

// uses returns how often an invite was used.
func (s *site) uses(t *testing.T, invite string) (used int) {
	t.Helper()
	err := s.Store.View(t.Context(), func(tx store.Tx) error {
		i, err := tx.Invites().ByID(invite)
		used = i.Used
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return used
}

// inside reports whether somebody is in a room.
func (s *site) inside(t *testing.T, room, user string) bool {
	t.Helper()
	err := s.Store.View(t.Context(), func(tx store.Tx) error {
		_, err := tx.Members().Get(room, user)
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		t.Fatal(err)
	}
	return err == nil
}

func TestAMemberEntersTheRoomOfAnInvite(t *testing.T) {
	s, nora := settled(t)
	room, token, invite := s.launch(t, nora, 1)
	ada, who := s.ada(t, nora)

	page := ada.opens("/join/" + token)
	if page.StatusCode != 200 || !strings.Contains(page.text, "Enter launch?") || !strings.Contains(page.text, "Nora Vance invited you") ||
		page.field(t, "email") != nil {
		t.Fatalf("%d\n%s", page.StatusCode, page.text)
	}
	if s.inside(t, room, who.User) || s.uses(t, invite) != 0 {
		t.Fatal("a link alone took Ada in")
	}
	if at := ada.sends("/join/"+token+"/enter").to(t, "/r/"); at != "/r/"+room {
		t.Errorf("led to %s", at)
	}
	if !s.inside(t, room, who.User) || s.uses(t, invite) != 1 {
		t.Errorf("inside: %v, uses: %d", s.inside(t, room, who.User), s.uses(t, invite))
	}

	// She is in the room, so the invite, which is used up by now, does not
	// matter.
	ada.opens("/join/"+token).to(t, "/r/"+room)
	ada.sends("/join/"+token+"/enter").to(t, "/r/"+room)
	if s.uses(t, invite) != 1 {
		t.Error("coming back was counted")
	}
}

func TestAMemberIsLedToTheMainRoomByAnInviteToThePlace(t *testing.T) {
	s, nora := settled(t)
	token, invite := s.Invite(t, nora, wire.InviteCreate{Uses: 1})
	ada, _ := s.ada(t, nora)
	ada.opens("/join/"+token).to(t, "/r/")
	if s.uses(t, invite) != 0 {
		t.Error("it was counted")
	}
}

func TestAMemberIsToldThatAnInviteDoesNotWork(t *testing.T) {
	s, nora := settled(t)
	room, token, invite := s.launch(t, nora, 0)
	ada, who := s.ada(t, nora)
	s.Do(t, nora, wire.RevokeInvite.Type, &wire.InviteRevoke{Invite: invite})
	for name, page := range map[string]answer{
		"opened": ada.opens("/join/" + token), "sent": ada.sends("/join/" + token + "/enter"),
		"unknown": ada.opens("/join/x"), "unknown, sent": ada.sends("/join/x/enter"),
	} {
		if page.StatusCode != 404 || !strings.Contains(page.text, "does not work") || !strings.Contains(page.text, "Open Tideline") {
			t.Errorf("%s: %d\n%s", name, page.StatusCode, page.text)
		}
	}
	if s.inside(t, room, who.User) {
		t.Error("Ada is in the room")
	}
}

func TestOnlyMembersEnterByInviteAlone(t *testing.T) {
	s, nora := settled(t)
	_, token, invite := s.launch(t, nora, 0)
	s.visitor(t).sends("/join/"+token+"/enter").to(t, "/join/"+token)

	ada, who := s.ada(t, nora)
	foreign := s.visitor(t)
	foreign.cookies = ada.cookies
	foreign.header.Set("Sec-Fetch-Site", "cross-site")
	if page := foreign.sends("/join/" + token + "/enter"); page.StatusCode != 403 {
		t.Errorf("another site's form: %d", page.StatusCode)
	}
	s.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: who.User, Banned: true})
	ada.sends("/join/"+token+"/enter").to(t, "/join/"+token)
	if s.uses(t, invite) != 0 {
		t.Error("somebody entered")
	}
}

func TestAnInviteIsOpenedForThoseWhoseAccessRanOut(t *testing.T) {
	s, nora := settled(t)
	room, token, _ := s.launch(t, nora, 0)
	ada, _ := s.ada(t, nora)
	s.Clock.Move(time.Hour)
	if page := ada.opens("/join/" + token); !strings.Contains(page.text, "Enter launch?") || !ada.signedIn() {
		t.Errorf("%d, signed in: %v\n%s", page.StatusCode, ada.signedIn(), page.text)
	}
	s.Clock.Move(time.Hour)
	ada.sends("/join/"+token+"/enter").to(t, "/r/"+room)
}

// The browser holds strict cookies back when a link on another site is followed.
func TestAnInviteIsOpenedFromALinkElsewhere(t *testing.T) {
	s, _ := settled(t)
	nora := s.visitor(t)
	nora.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword).to(t, "/")
	g, err := s.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.9"))
	if err != nil {
		t.Fatal(err)
	}
	room, token, _ := s.launch(t, g, 0)
	kept := nora.cookies
	nora.cookies = nil
	nora.header.Set("Sec-Fetch-Site", "cross-site")
	page := nora.opens("/join/" + token)
	again, found := strings.CutPrefix(page.Header.Get("Refresh"), "0; url=")
	if page.StatusCode != 200 || !found || page.field(t, "email") != nil {
		t.Fatalf("%d %q\n%s", page.StatusCode, page.Header.Get("Refresh"), page.text)
	}
	stranger := s.visitor(t)
	stranger.header.Set("Sec-Fetch-Site", "cross-site")
	if page := stranger.opens(again); page.Header.Get("Refresh") != "" || page.field(t, "email") == nil {
		t.Errorf("a stranger goes in circles: %d\n%s", page.StatusCode, page.text)
	}
	nora.cookies = kept
	nora.header.Set("Sec-Fetch-Site", "same-origin")
	nora.opens(again).to(t, "/r/"+room)
}
