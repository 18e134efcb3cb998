package chat_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// role returns a person's current role.
func role(w *chattest.World, user string) wire.Role {
	w.T.Helper()
	return w.MustDo(w.Hana, &wire.UserGet{IDs: []string{user}}, wire.GetUsers.Type).(*wire.Users).Users[0].Role
}

func TestTheLastOwnerStays(t *testing.T) {
	w := chattest.New(t)
	_, e := w.Do(w.Nora, &wire.UserRole{User: w.Nora.ID, Role: wire.RoleMember}, wire.SetRole.Type)
	refused(t, e, wire.CodeConflict)
	w.MustDo(w.Nora, &wire.UserRole{User: w.Mara.ID, Role: wire.RoleOwner}, wire.SetRole.Type)
	w.MustDo(w.Nora, &wire.UserRole{User: w.Nora.ID, Role: wire.RoleMember}, wire.SetRole.Type)
	if got := role(w, w.Nora.ID); got != wire.RoleMember {
		t.Fatalf("Nora stepped down and is %s", got)
	}
	_, e = w.Do(w.Nora, &wire.UserRole{User: w.Nora.ID, Role: wire.RoleOwner}, wire.SetRole.Type)
	refused(t, e, wire.CodeForbidden)

	// A banned owner does not count as an owner.
	w.MustDo(w.Mara, &wire.UserRole{User: w.Sam.ID, Role: wire.RoleOwner}, wire.SetRole.Type)
	w.MustDo(w.Mara, &wire.UserBan{User: w.Sam.ID, Banned: true}, wire.BanUser.Type)
	_, e = w.Do(w.Mara, &wire.UserRole{User: w.Mara.ID, Role: wire.RoleAdmin}, wire.SetRole.Type)
	refused(t, e, wire.CodeConflict)
}

func TestTwoOwnersDemoteEachOtherAtOnce(t *testing.T) {
	for range 10 {
		w := chattest.New(t)
		w.MustDo(w.Nora, &wire.UserRole{User: w.Mara.ID, Role: wire.RoleOwner}, wire.SetRole.Type)
		owners := []chattest.Person{w.Nora, w.Mara}
		results := make([]*wire.Error, 2)
		var wg sync.WaitGroup
		for i, p := range owners {
			wg.Go(func() {
				_, results[i] = w.Do(p, &wire.UserRole{User: owners[1-i].ID, Role: wire.RoleMember}, wire.SetRole.Type)
			})
		}
		wg.Wait()
		if (results[0] == nil) == (results[1] == nil) {
			t.Fatalf("Nora was told %v, Mara %v; want one of them to win", results[0], results[1])
		}
		left := 0
		for _, p := range owners {
			if role(w, p.ID) == wire.RoleOwner {
				left++
			}
		}
		if left != 1 {
			t.Fatalf("%d owners are left, want 1", left)
		}
	}
}

func TestRolesThatCannotBeGiven(t *testing.T) {
	w := chattest.New(t)
	for _, c := range []struct {
		user string
		role wire.Role
		want wire.Code
	}{
		{w.Sam.ID, "root", wire.CodeInvalid}, {w.Sam.ID, "", wire.CodeInvalid},
		{id.New(), wire.RoleAdmin, wire.CodeNotFound}, {w.Bo.ID, wire.RoleAdmin, wire.CodeForbidden},
	} {
		_, e := w.Do(w.Nora, &wire.UserRole{User: c.user, Role: c.role}, wire.SetRole.Type)
		refused(t, e, c.want)
	}
	// People may lower their own role, but not raise it.
	w.MustDo(w.Mara, &wire.UserRole{User: w.Mara.ID, Role: wire.RoleMember}, wire.SetRole.Type)
	_, e := w.Do(w.Mara, &wire.UserRole{User: w.Mara.ID, Role: wire.RoleAdmin}, wire.SetRole.Type)
	refused(t, e, wire.CodeForbidden)
}

func TestABanEndsEverythingAtOnceAndCanBeTakenBack(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	second := w.SignIn(w.Mara)
	w.MustDo(w.Mara, &wire.InviteCreate{}, wire.CreateInvite.Type)
	var ended []string
	w.Store.OnCommit(func(c store.Commit) { ended = append(ended, c.Ended...) })
	w.MustDo(w.Nora, &wire.UserBan{User: w.Mara.ID, Banned: true}, wire.BanUser.Type)
	if len(ended) != 2 || !(ended[0] == second || ended[1] == second) {
		t.Errorf("ended sessions %v, want both of Mara's", ended)
	}
	_, e := w.Do(w.Mara, &wire.Send{CID: id.New(), Room: room, Body: "I am still here"}, wire.SendMessage.Type)
	refused(t, e, wire.CodeUnauthorized)
	if _, err := w.Chat.Resume(t.Context(), w.Mara.Actor(), wire.Resume{}); err == nil {
		t.Error("a banned person connects")
	}
	if l := w.MustDo(w.Nora, &wire.InviteList{}, wire.ListInvites.Type).(*wire.Invites); len(l.Invites) != 0 {
		t.Error("an invite outlived its maker's ban")
	}
	if l := w.MustDo(w.Sam, &wire.UserList{Query: "mara"}, wire.ListUsers.Type).(*wire.Users); len(l.Users) != 0 {
		t.Errorf("a banned person is found: %+v", l.Users)
	}
	if u := w.MustDo(w.Sam, &wire.UserGet{IDs: []string{w.Mara.ID}}, wire.GetUsers.Type).(*wire.Users).Users; len(u) != 1 || !u[0].Gone {
		t.Errorf("history shows %+v", u)
	}
	banned := func() (handles []string) {
		for _, u := range w.MustDo(w.Nora, &wire.UserList{Banned: true}, wire.ListUsers.Type).(*wire.Users).Users {
			handles = append(handles, u.Handle)
		}
		return handles
	}
	if got := banned(); !slices.Equal(got, []string{"bo", "mara"}) {
		t.Errorf("banned: %q", got)
	}

	w.MustDo(w.Nora, &wire.UserBan{User: w.Mara.ID, Banned: false}, wire.BanUser.Type)
	if got := banned(); !slices.Equal(got, []string{"bo"}) {
		t.Errorf("banned after the ban of Mara ended: %q", got)
	}
	w.Mara.Session = w.SignIn(w.Mara)
	w.Say(w.Mara, room, "back again")
	if sessions := w.MustDo(w.Mara, &wire.SessionList{}, wire.ListSessions.Type).(*wire.Sessions).Sessions; len(sessions) != 1 {
		t.Errorf("old sessions came back: %+v", sessions)
	}
}

func TestADemotedAdminsInvitesEnd(t *testing.T) {
	w := chattest.New(t)
	w.MustDo(w.Mara, &wire.InviteCreate{}, wire.CreateInvite.Type)
	noras := w.MustDo(w.Nora, &wire.InviteCreate{}, wire.CreateInvite.Type).(*wire.InviteInfo).Invite.ID
	w.MustDo(w.Nora, &wire.UserRole{User: w.Mara.ID, Role: wire.RoleMember}, wire.SetRole.Type)
	l := w.MustDo(w.Nora, &wire.InviteList{}, wire.ListInvites.Type).(*wire.Invites).Invites
	if len(l) != 1 || l[0].ID != noras {
		t.Errorf("invites left: %+v, want Nora's alone", l)
	}
}

func TestLookingPeopleUp(t *testing.T) {
	w := chattest.New(t)
	u := w.MustDo(w.Sam, &wire.UserGet{IDs: []string{w.Stan.ID, id.New(), w.Nora.ID, w.Nora.ID}}, wire.GetUsers.Type).(*wire.Users).Users
	if len(u) != 2 || u[0].ID != w.Nora.ID || u[1].ID != w.Stan.ID {
		t.Errorf("found %+v, want Nora and Stan", u)
	}
	_, e := w.Do(w.Sam, &wire.UserGet{IDs: make([]string, limits.UserBatch+1)}, wire.GetUsers.Type)
	refused(t, e, wire.CodeInvalid)
	_, e = w.Do(w.Sam, &wire.UserGet{IDs: []string{"nora"}}, wire.GetUsers.Type)
	refused(t, e, wire.CodeInvalid)

	var found []string
	after := ""
	for {
		l := w.MustDo(w.Sam, &wire.UserList{After: after, Limit: 2}, wire.ListUsers.Type).(*wire.Users)
		for _, u := range l.Users {
			found = append(found, u.Handle)
		}
		if after = l.Next; after == "" {
			break
		}
	}
	if len(found) != 7 || found[0] != "finn" || found[6] != "stan" {
		t.Errorf("page by page: %v, want the seven who are not banned", found)
	}
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	w := chattest.New(t)
	phone := w.SignIn(w.Sam)
	list := func(p chattest.Person, q *wire.SessionList) []wire.Session {
		t.Helper()
		return w.MustDo(p, q, wire.ListSessions.Type).(*wire.Sessions).Sessions
	}
	mine := list(w.Sam, &wire.SessionList{})
	if len(mine) != 2 {
		t.Fatalf("Sam has %+v", mine)
	}
	for _, s := range mine {
		if s.Current != (s.ID == w.Sam.Session) {
			t.Errorf("session %+v, Sam asks from %s", s, w.Sam.Session)
		}
	}
	if theirs := list(w.Mara, &wire.SessionList{User: w.Sam.ID}); len(theirs) != 2 || theirs[0].Current || theirs[1].Current {
		t.Errorf("Mara sees %+v", theirs)
	}
	w.MustDo(w.Sam, &wire.SessionEnd{Session: phone}, wire.EndSession.Type)
	w.MustDo(w.Sam, &wire.SessionEnd{Session: phone}, wire.EndSession.Type)
	if left := list(w.Sam, &wire.SessionList{}); len(left) != 1 || left[0].ID != w.Sam.Session {
		t.Errorf("left are %+v", left)
	}
	_, e := w.Do(w.Mara, &wire.SessionList{User: id.New()}, wire.ListSessions.Type)
	refused(t, e, wire.CodeNotFound)
}

func TestAllOtherSessionsAreEndedAtOnce(t *testing.T) {
	w := chattest.New(t)
	left := func(p chattest.Person) []wire.Session {
		t.Helper()
		return w.MustDo(w.Nora, &wire.SessionList{User: p.ID}, wire.ListSessions.Type).(*wire.Sessions).Sessions
	}
	w.SignIn(w.Sam)
	w.SignIn(w.Sam)
	hanas := len(left(w.Hana))
	for range 2 {
		w.MustDo(w.Sam, &wire.SessionEndOthers{}, wire.EndOtherSessions.Type)
		if l := left(w.Sam); len(l) != 1 || l[0].ID != w.Sam.Session {
			t.Errorf("left are %+v", l)
		}
	}
	w.MustDo(w.Mara, &wire.SessionEndOthers{User: w.Sam.ID}, wire.EndOtherSessions.Type)
	if l := left(w.Sam); len(l) != 0 {
		t.Errorf("an admin ended all, and left are %+v", l)
	}
	if l := left(w.Hana); len(l) != hanas {
		t.Errorf("Hana has %d sessions, had %d", len(l), hanas)
	}
	_, e := w.Do(w.Mara, &wire.SessionEndOthers{User: id.New()}, wire.EndOtherSessions.Type)
	refused(t, e, wire.CodeNotFound)
}

func TestNobodyIsRefusedBeforeAnythingElse(t *testing.T) {
	w := chattest.New(t)
	for _, c := range chat.Table() {
		_, err := w.Chat.Do(t.Context(), chat.Actor{}, &c, c.New())
		if e, fault := chat.Public(err); fault || e.Code != wire.CodeUnauthorized {
			t.Errorf("%s by nobody: %v", c.Type, err)
		}
	}
}
