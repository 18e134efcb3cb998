package chat_test

import (
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// hostile are strings that mean something to SQL, LIKE, FTS5, JSON, a shell or a
// template. The server must treat them as text.
var hostile = []string{
	"'", "''", `"`, "`", `\`, `\\`, ";", "--", "/*", "*/", "%", "_", "%%", "%_%", `\%`, "[", "]", "[a-z]", "^", "?", "?1", ":a", "@a", "$a",
	"' OR '1'='1", "' OR 1=1 --", "'; DROP TABLE users; --", "'; DROP TABLE events; --", "\"; DROP TABLE rooms; --",
	"1; ATTACH DATABASE '/tmp/x' AS x; --", "' UNION SELECT password FROM users --", "') OR ('a'='a", "x' AND 1=(SELECT COUNT(*) FROM sqlite_master) --",
	"'||(SELECT password FROM users LIMIT 1)||'", "admin'--", "admin' #", "' AND sleep(5) --", "' AND randomblob(1000000000) --",
	"0x27", "char(39)", "%27", "%2527", "\\u0027", "＇", "ʼ", "‘ OR 1=1", "%' ESCAPE '", "a%' OR name LIKE '%",
	"NULL", "null", "nil", "undefined", "true", "NaN", "-1", "1e309", "0", "9223372036854775808",
	"AND", "OR", "NOT", "NEAR", "NEAR(a b, 5)", "a NEAR b", "a* OR b*", "name:x", "{a b}: c", "^a", "\"a b\"*", "a + b", "-a", "a AND", "(", ")", "((((", "*",
	"{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "`id`", "$(id)", "|id", "&&id", "../../../etc/passwd", "file:///etc/passwd",
	"{\"$ne\":null}", "[object Object]", "__proto__", "constructor", "＜script＞", "<script>alert(1)</script>", "%s%n%d", "%!s(MISSING)",
}

// SQL, markup and search syntax in every field that takes text.
func TestHostileTextIsTextEverywhere(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	public := create(w, w.Hana, "plaza", wire.RoomPublic).ID
	for _, s := range hostile {
		seq := w.Say(w.Sam, room, "x"+s+"y")
		if got := at(w, room, seq).Body; got != "x"+s+"y" {
			t.Errorf("%q came back as %q", "x"+s+"y", got)
		}
		w.MustDo(w.Sam, &wire.Edit{Room: room, Seq: seq, Body: "z" + s}, wire.EditMessage.Type)
		w.Do(w.Sam, &wire.React{Room: room, Seq: seq, Emoji: s, On: true}, wire.ReactToMessage.Type)

		// A query finds what has it in its name, and nothing else.
		for _, r := range w.MustDo(w.Sam, &wire.RoomList{Query: "pla" + s}, wire.ListRooms.Type).(*wire.Rooms).Rooms {
			t.Errorf("looking for %q found the room %q", "pla"+s, r.Name)
		}
		for _, u := range w.MustDo(w.Sam, &wire.UserList{Query: "sa" + s}, wire.ListUsers.Type).(*wire.Users).Users {
			t.Errorf("looking for %q found %q", "sa"+s, u.Handle)
		}
		w.MustDo(w.Sam, &wire.MemberList{Room: room, Query: s, After: s}, wire.ListMembers.Type)
		w.MustDo(w.Sam, &wire.UserList{After: s}, wire.ListUsers.Type)
		w.MustDo(w.Sam, &wire.RoomList{After: s, Query: s}, wire.ListRooms.Type)

		name := "name " + s + " ."
		got := w.MustDo(w.Hana, &wire.RoomSet{Room: public, Name: &name, Topic: &name}, wire.SetRoom.Type).(*wire.RoomInfo).Room
		if got.Name != name || got.Topic != name {
			t.Errorf("a room called %q is %q about %q", name, got.Name, got.Topic)
		}
		if l := w.MustDo(w.Sam, &wire.RoomList{Query: got.Name}, wire.ListRooms.Type).(*wire.Rooms).Rooms; len(l) != 1 {
			t.Errorf("looking for %q found %d rooms, want it alone", got.Name, len(l))
		}
		plaza := "plaza"
		w.MustDo(w.Hana, &wire.RoomSet{Room: public, Name: &plaza}, wire.SetRoom.Type)
	}
	err := w.Store.View(t.Context(), func(tx store.Tx) error {
		n, err := tx.Users().CountRole(wire.RoleMember)
		if n != 5 {
			t.Errorf("%d members are left of the five who are not banned", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestHostileIDsAreNoIDs(t *testing.T) {
	w := chattest.New(t)
	for _, s := range hostile {
		for typ, q := range map[wire.Type]wire.Headed{
			wire.SendMessage.Type:      &wire.Send{CID: id.New(), Room: s, Body: "x"},
			wire.FetchHistory.Type:     &wire.Fetch{Room: s},
			wire.JoinRoom.Type:         &wire.RoomRef{Room: s},
			wire.AddMember.Type:        &wire.MemberAdd{Room: w.Main, User: s},
			wire.GetUsers.Type:         &wire.UserGet{IDs: []string{s}},
			wire.GetProfile.Type:       &wire.ProfileRef{User: s},
			wire.SetProfile.Type:       &wire.ProfileSet{User: s},
			wire.SetRole.Type:          &wire.UserRole{User: s, Role: wire.RoleMember},
			wire.BanUser.Type:          &wire.UserBan{User: s},
			wire.ResetPassword.Type:    &wire.UserReset{User: s},
			wire.RevokeInvite.Type:     &wire.InviteRevoke{Invite: s},
			wire.EndSession.Type:       &wire.SessionEnd{Session: s},
			wire.EndOtherSessions.Type: &wire.SessionEndOthers{User: s},
			wire.ListSessions.Type:     &wire.SessionList{User: s},
			wire.OpenDM.Type:           &wire.DMOpen{User: s},
		} {
			if _, e := w.Do(w.Nora, q, typ); e == nil || e.Code != wire.CodeInvalid {
				t.Errorf("%s of %q: %v, want invalid", typ, s, e)
			}
		}
	}
}
