package chat_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func TestTheFoundedWorkspaceHasItsMainRoomAndOwner(t *testing.T) {
	w := chattest.New(t)
	r := w.MustDo(w.Nora, &wire.RoomRef{Room: w.Main}, wire.GetRoom.Type).(*wire.RoomInfo).Room
	const members = 7 // without Bo, who is banned
	if r.Name != chat.MainRoom || r.Kind != wire.RoomPublic || !r.Host || r.Creator != w.Nora.ID || r.Members != members {
		t.Errorf("the main room is %+v", r)
	}
	c, err := w.Chat.Resume(t.Context(), w.Sam.Actor(), wire.Resume{})
	if err != nil || c.Workspace != "Acme" || len(c.Rooms) != 1 || c.Rooms[0].ID != w.Main {
		t.Errorf("a newcomer finds %+v, %v", c, err)
	}
	w.MustDo(w.Mara, &wire.WorkspaceSet{Name: " New\nName "}, wire.SetWorkspace.Type)
	if c, err = w.Chat.Resume(t.Context(), w.Sam.Actor(), wire.Resume{}); err != nil || c.Workspace != "New Name" {
		t.Errorf("after renaming: %q, %v", c.Workspace, err)
	}
}

func TestAWorkspaceNeedsAName(t *testing.T) {
	w := chattest.New(t)
	for _, name := range []string{"", "  ", "\u202e", "\xff", strings.Repeat("x", 200)} {
		err := w.Store.Update(t.Context(), func(tx store.Tx) error {
			return w.Chat.Found(tx, store.User{User: w.Nora.User}, name)
		})
		if e := (*wire.Error)(nil); !errors.As(err, &e) {
			t.Errorf("Found(%.10q) = %v, want a refusal for people", name, err)
		}
	}
}

func TestEnteringTakesNewcomersToTheMainRoomAndTheirInvitesRoom(t *testing.T) {
	w := chattest.New(t)
	private, dm := w.Room(wire.RoomPrivate), w.DM(w.Hana, w.Sam)
	for _, room := range []string{private, dm, "", id.New(), w.Main} {
		p := chattest.Person{User: wire.User{ID: id.New(), Name: "New", Role: wire.RoleMember}, Session: id.New()}
		p.Handle = "new" + p.ID[24:]
		w.Update(func(tx store.Tx) error {
			u := store.User{User: p.User}
			if err := tx.Users().Create(u); err != nil {
				return err
			}
			if err := w.Chat.Enter(tx, u, room); err != nil {
				return err
			}
			return w.Chat.Enter(tx, u, room) // the second call changes nothing
		})
		c, err := w.Chat.Resume(t.Context(), p.Actor(), wire.Resume{})
		if err != nil {
			t.Fatal(err)
		}
		in := map[string]bool{}
		for _, f := range c.Inbox {
			in[f.Room] = f.Info != nil && f.Info.Joined
		}
		if !in[w.Main] || in[private] != (room == private) || in[dm] {
			t.Errorf("invited to %q: in %v", room, in)
		}
		events := page(w, w.Nora, w.Main).Events
		joined := 0
		for _, e := range events {
			if e.User == p.ID && e.Kind == wire.KindMember {
				joined++
			}
		}
		if joined != 1 {
			t.Errorf("the main room was told %d times", joined)
		}
	}
}

func TestAnInviteIsShownOnceAndEnds(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	q := &wire.InviteCreate{Uses: 3, Hours: 2, Room: room}
	made := w.MustDo(w.Nora, q, wire.CreateInvite.Type).(*wire.InviteInfo).Invite
	if made.Path != "/join/"+made.Token || len(made.Token) != 43 || made.Uses != 3 || made.By != w.Nora.ID ||
		made.Expires-made.At != (2*time.Hour).Milliseconds() {
		t.Fatalf("made %+v", made)
	}
	err := w.Store.View(t.Context(), func(tx store.Tx) error {
		kept, err := tx.Invites().ByHash(secret.Hash(made.Token))
		if err == nil && (kept.ID != made.ID || kept.Room != room) {
			t.Errorf("kept %+v", kept)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	list := func(p chattest.Person) []wire.Invite {
		t.Helper()
		return w.MustDo(p, &wire.InviteList{}, wire.ListInvites.Type).(*wire.Invites).Invites
	}
	if l := list(w.Mara); len(l) != 1 || l[0].Token != "" || l[0].Path != "" || l[0].ID != made.ID || l[0].Room != room {
		t.Errorf("listed %+v", l)
	}
	// Where an invite leads is shown only to the members of that room.
	w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Mara.ID}, wire.RemoveMember.Type)
	if l := list(w.Mara); len(l) != 1 || l[0].Room != "" {
		t.Errorf("Mara left the room and sees %+v", l)
	}
	w.MustDo(w.Mara, &wire.InviteRevoke{Invite: made.ID}, wire.RevokeInvite.Type)
	w.MustDo(w.Mara, &wire.InviteRevoke{Invite: made.ID}, wire.RevokeInvite.Type)
	if l := list(w.Nora); len(l) != 0 {
		t.Errorf("revoked, yet listed: %+v", l)
	}

	week := w.MustDo(w.Nora, &wire.InviteCreate{}, wire.CreateInvite.Type).(*wire.InviteInfo).Invite
	if week.Uses != 25 {
		t.Errorf("an invite is for %d people by itself", week.Uses)
	}
	if week.Expires-week.At != (7 * 24 * time.Hour).Milliseconds() {
		t.Errorf("an invite lasts %v by itself", time.Duration(week.Expires-week.At)*time.Millisecond)
	}
	w.Advance(7*24*time.Hour + time.Second)
	if l := list(w.Nora); len(l) != 0 {
		t.Errorf("expired, yet listed: %+v", l)
	}
}

func TestInvitesOutsideTheirBounds(t *testing.T) {
	w := chattest.New(t)
	for _, q := range []wire.InviteCreate{{Uses: -1}, {Hours: -1}, {Hours: 1 << 40}, {Uses: 1 << 40}, {Room: "x"}} {
		_, e := w.Do(w.Nora, &q, wire.CreateInvite.Type)
		refused(t, e, wire.CodeInvalid)
	}
	_, e := w.Do(w.Nora, &wire.InviteCreate{Room: w.DM(w.Nora, w.Sam)}, wire.CreateInvite.Type)
	refused(t, e, wire.CodeForbidden)
	_, e = w.Do(w.Nora, &wire.InviteRevoke{Invite: id.New()}, wire.RevokeInvite.Type)
	refused(t, e, wire.CodeNotFound)
}

func TestInvitesAreListedInPages(t *testing.T) {
	w := chattest.New(t)
	var made []string
	for range limits.PageMax + 5 {
		made = append(made, w.MustDo(w.Nora, &wire.InviteCreate{}, wire.CreateInvite.Type).(*wire.InviteInfo).Invite.ID)
	}
	slices.Reverse(made)
	var listed []string
	pages := 0
	for after := ""; pages == 0 || after != ""; pages++ {
		page := w.MustDo(w.Nora, &wire.InviteList{After: after, Limit: limits.PageMax}, wire.ListInvites.Type).(*wire.Invites)
		for _, i := range page.Invites {
			listed = append(listed, i.ID)
		}
		if size := len(wire.Marshal(page)); size > limits.Frame {
			t.Errorf("a page of %d bytes does not fit into a frame", size)
		}
		after = page.Next
	}
	if pages != 2 || !slices.Equal(listed, made) {
		t.Errorf("%d invites in %d pages, want %d in 2, the newest first", len(listed), pages, len(made))
	}
	if l := w.MustDo(w.Nora, &wire.InviteList{}, wire.ListInvites.Type).(*wire.Invites); len(l.Invites) != limits.PageDefault ||
		l.Next == "" {
		t.Errorf("%d without a limit, next %q", len(l.Invites), l.Next)
	}
	_, e := w.Do(w.Nora, &wire.InviteList{Limit: limits.PageMax + 1}, wire.ListInvites.Type)
	refused(t, e, wire.CodeInvalid)
}
