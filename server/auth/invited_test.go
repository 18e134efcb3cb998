package auth_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// cellar is a private room of Nora's, with Ada in it, who is an admin.
type cellar struct {
	*authtest.World
	t         *testing.T
	nora, ada auth.Grant
	room      string
}

func newCellar(t *testing.T) *cellar {
	w, nora := authtest.Settled(t)
	c := &cellar{World: w, t: t, nora: nora, ada: w.Ada(t, nora)}
	c.do(nora, wire.SetRole.Type, &wire.UserRole{User: c.ada.User, Role: wire.RoleAdmin})
	info := c.do(nora, wire.CreateRoom.Type, &wire.RoomCreate{Name: "cellar", Kind: wire.RoomPrivate})
	c.room = info.(*wire.RoomInfo).Room.ID
	c.add(c.ada)
	return c
}

func (c *cellar) do(who auth.Grant, kind wire.Type, req wire.Headed) wire.Headed {
	c.t.Helper()
	return c.Do(c.t, who, kind, req)
}

func (c *cellar) add(who auth.Grant) {
	c.t.Helper()
	c.do(c.nora, wire.AddMember.Type, &wire.MemberAdd{Room: c.room, User: who.User})
}

func (c *cellar) takeOut(who auth.Grant) {
	c.t.Helper()
	c.do(c.nora, wire.RemoveMember.Type, &wire.MemberRef{Room: c.room, User: who.User})
}

// link returns a link into the room, made by a person.
func (c *cellar) link(by auth.Grant) string {
	c.t.Helper()
	token, _ := c.Invite(c.t, by, wire.InviteCreate{Room: c.room})
	return token
}

// stranger joins by a link as a new person.
func (c *cellar) stranger(token, email string) (auth.Joined, error) {
	return c.Auth.Join(c.t.Context(), token, auth.NewAccount{Name: "Eve Moss", Email: email, Password: "a stranger's own phrase"},
		authtest.Client("192.0.2.9"))
}

// in reports whether somebody is in the room.
func (c *cellar) in(user string) bool {
	c.t.Helper()
	err := c.Store.View(c.t.Context(), func(tx store.Tx) error {
		_, err := tx.Members().Get(c.room, user)
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		c.t.Fatal(err)
	}
	return err == nil
}

// shut checks that a link does not lead a member into the room.
func (c *cellar) shut(who auth.Grant, token string) {
	c.t.Helper()
	if _, err := c.Auth.Offer(c.t.Context(), token, who.User); !errors.Is(err, auth.ErrInviteRoom) {
		c.t.Errorf("the link offers, or fails with %v", err)
	}
	if _, err := c.Auth.Enter(c.t.Context(), token, who.User); !errors.Is(err, auth.ErrInviteRoom) || c.in(who.User) {
		c.t.Errorf("the link leads in, or fails with %v", err)
	}
}

func TestWhoWasTakenOutDoesNotComeBackByTheirOwnLink(t *testing.T) {
	c := newCellar(t)
	own := c.link(c.ada)
	c.Clock.Move(time.Hour)
	c.takeOut(c.ada)
	c.shut(c.ada, own)
}

func TestWhoWasTakenOutDoesNotComeBackByTheLinkTheyCameBy(t *testing.T) {
	c := newCellar(t)
	forMany := c.link(c.nora)
	eve, err := c.stranger(forMany, "eve@tideline.example")
	if err != nil || !c.in(eve.User) {
		t.Fatalf("the link does not lead in: %v", err)
	}
	c.Clock.Move(time.Hour)
	c.takeOut(eve.Grant)
	c.shut(eve.Grant, forMany)
	c.Clock.Move(time.Hour)
	// A link made after the removal is meant for the removed person too.
	if _, err := c.Auth.Enter(t.Context(), c.link(c.nora), eve.User); err != nil || !c.in(eve.User) {
		t.Errorf("a new link does not lead in: %v", err)
	}
}

func TestWhoLeftByThemselvesMayComeBackByALink(t *testing.T) {
	c := newCellar(t)
	token := c.link(c.nora)
	c.Clock.Move(time.Hour)
	c.do(c.ada, wire.LeaveRoom.Type, &wire.RoomRef{Room: c.room})
	if _, err := c.Auth.Enter(t.Context(), token, c.ada.User); err != nil || !c.in(c.ada.User) {
		t.Errorf("the link does not lead back: %v", err)
	}
}

func TestALinkLeadsIntoARoomAsLongAsItsMakerIsInIt(t *testing.T) {
	c := newCellar(t)
	token := c.link(c.ada)
	c.takeOut(c.ada)
	info, err := c.Auth.Invitation(t.Context(), token)
	if err != nil || slices.Contains(info.Rooms, "cellar") {
		t.Errorf("the link names %q, or fails with %v", info.Rooms, err)
	}
	eve, err := c.stranger(token, "eve@tideline.example")
	if err != nil {
		t.Fatalf("the link does not let into the workspace: %v", err)
	}
	if c.in(eve.User) || eve.Room == c.room {
		t.Error("somebody came in by the link of one who is not there")
	}
	c.shut(eve.Grant, token)
	c.add(c.ada)
	if _, err := c.Auth.Enter(t.Context(), token, eve.User); err != nil || !c.in(eve.User) {
		t.Errorf("its maker is back, and it does not lead in: %v", err)
	}
}

func TestALinkOfOneWhoMayNotInviteAnyMoreIsWorthNothing(t *testing.T) {
	c := newCellar(t)
	token := c.link(c.ada)
	// This bypasses the rules of chat, which revoke such links themselves, as the
	// console does.
	if err := c.Auth.Accounts().SetRole(t.Context(), authtest.AdaEmail, wire.RoleMember); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Auth.Invitation(t.Context(), token); !errors.Is(err, auth.ErrInviteRevoked) {
		t.Errorf("the link says something, or fails with %v", err)
	}
	if _, err := c.stranger(token, "eve@tideline.example"); !errors.Is(err, auth.ErrInviteRevoked) {
		t.Errorf("somebody joined, or failed with %v", err)
	}
}

func TestWhoComesByALinkSeesNoMoreThanItsMaker(t *testing.T) {
	c := newCellar(t)
	all := wire.HistoryAll
	c.do(c.nora, wire.SetRoom.Type, &wire.RoomSet{Room: c.room, History: &all})
	for by, since := range map[string]int64{c.link(c.nora): 0, c.link(c.ada): 2} {
		eve, err := c.stranger(by, "eve"+by[:4]+"@tideline.example")
		if err != nil {
			t.Fatal(err)
		}
		room := c.do(eve.Grant, wire.GetRoom.Type, &wire.RoomRef{Room: c.room}).(*wire.RoomInfo).Room
		if room.Since != since {
			t.Errorf("sees from %d on, want %d", room.Since, since)
		}
	}
}
