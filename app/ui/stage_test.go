package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// The people and rooms of these tests.
var (
	nora = wire.User{ID: "nora", Handle: "nora", Name: "Nora Vance", Role: wire.RoleOwner}
	mara = wire.User{ID: "mara", Handle: "mara", Name: "Mara Lindqvist", Role: wire.RoleMember}
	sam  = wire.User{ID: "sam", Handle: "sam", Name: "Sam <Okafor>", Role: wire.RoleMember}
	old  = wire.User{ID: "old", Handle: "mar_old", Name: "Mar Old", Ghost: true}

	general = wire.Room{ID: "general", Kind: wire.RoomPublic, Name: "general", Top: 9, Members: 2, Joined: true, Read: 9, Epoch: "e"}
	board   = wire.Room{ID: "board", Kind: wire.RoomPrivate, Name: "board", Top: 9, Members: 3, Joined: true, Unread: 3, Mentions: 2, Epoch: "e"}
	support = wire.Room{ID: "support", Kind: wire.RoomPublic, Name: "support", Top: 9, Joined: true, Unread: 1, Epoch: "e"}
	talk    = wire.Room{ID: "talk", Kind: wire.RoomDM, Peer: &mara, Top: 9, Joined: true, Unread: 1, Epoch: "e"}
)

// noras is what Nora's program shows: she is in general, and has unread
// messages elsewhere.
func noras(t *testing.T) (*view, *state.State) {
	t.Helper()
	s := state.New()
	at := time.Unix(0, 0)
	apply := func(input any) {
		if err := s.Apply(input, at); err != nil {
			t.Fatal(err)
		}
	}
	apply(&wire.Welcome{Me: nora, Workspace: "Tideline", UserTop: 0})
	apply(&wire.Users{Users: []wire.User{nora, mara, sam, old}})
	for i, r := range []wire.Room{general, board, support, talk} {
		apply(&wire.Inbox{Useq: int64(i + 1), Kind: wire.InboxRoom, Room: r.ID, Info: &r})
	}
	apply(&wire.Presence{Head: wire.Head{ID: "w1"}, Users: map[string]string{"mara": wire.Away}})
	v := newView()
	v.see = func(f func(*state.State)) { f(s) }
	v.route.room = "general"
	return v, s
}

// page is the HTML of a component, without blanks between its elements.
func page(c app.UI) string {
	var b strings.Builder
	for line := range strings.Lines(app.HTMLString(c)) {
		b.WriteString(strings.TrimSpace(line))
	}
	return b.String()
}

// line is the part of the list of rooms about one of them.
func line(t *testing.T, html, name string) string {
	t.Helper()
	for _, li := range strings.Split(html, "<li>") {
		if strings.Contains(li, ">"+name+"<") {
			return li
		}
	}
	t.Fatalf("%s is not in the list: %s", name, html)
	return ""
}

func wants(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(html, part) {
			t.Errorf("%q is missing in %s", part, html)
		}
	}
}

func wantsNot(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(html, part) {
			t.Errorf("%q is in %s", part, html)
		}
	}
}
