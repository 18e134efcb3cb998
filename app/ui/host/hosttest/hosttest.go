// Package hosttest is the page of Nora, for the tests of features: she is in general, and has
// unread messages elsewhere.
package hosttest

import (
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// The people and rooms of these tests.
var (
	Nora = wire.User{ID: "nora", Handle: "nora", Name: "Nora Vance", Role: wire.RoleOwner}
	Mara = wire.User{ID: "mara", Handle: "mara", Name: "Mara Lindqvist", Role: wire.RoleMember}
	Sam  = wire.User{ID: "sam", Handle: "sam", Name: "Sam <Okafor>", Role: wire.RoleMember}
	Old  = wire.User{ID: "old", Handle: "mar_old", Name: "Mar Old", Ghost: true}

	General = wire.Room{ID: "general", Kind: wire.RoomPublic, Name: "general", Top: 9, Members: 2, Joined: true, Read: 9, Epoch: "e"}
	Board   = wire.Room{ID: "board", Kind: wire.RoomPrivate, Name: "board", Top: 9, Members: 3, Joined: true, Unread: 3,
		Mentions: 2, Epoch: "e"}
	Support = wire.Room{ID: "support", Kind: wire.RoomPublic, Name: "support", Top: 9, Joined: true, Unread: 1, Epoch: "e"}
	Talk    = wire.Room{ID: "talk", Kind: wire.RoomDM, Peer: &Mara, Top: 9, Joined: true, Unread: 1, Epoch: "e"}
)

// Nobody has done anything yet.
var nothing = host.Verbs{
	Arrive: func(string) {}, Compose: func() {}, Write: func(string) {}, ToEnd: func() {}, Reload: func() {},
	Reply: func(*state.Item) {}, Edit: func(*state.Item) {}, HasDraft: func(string) bool { return false },
	Drafts: func() int { return 0 }, ClearDevice: func(func(error)) {},
	IsNew: func(string) bool { return false }, Editing: func(string, bool) {},
}

// New returns what Nora's page stands on, and its state.
func New(t *testing.T) (*host.Host, *state.State) {
	t.Helper()
	s := state.New()
	Apply(t, s, &wire.Welcome{Me: Nora, Workspace: "Tideline", UserTop: 0})
	Apply(t, s, &wire.Users{Users: []wire.User{Nora, Mara, Sam, Old}})
	for i, r := range []wire.Room{General, Board, Support, Talk} {
		Apply(t, s, &wire.Inbox{Useq: int64(i + 1), Kind: wire.InboxRoom, Room: r.ID, Info: &r})
	}
	Apply(t, s, &wire.Presence{Head: wire.Head{ID: "w1"}, Users: map[string]string{"mara": wire.Away}})
	h := host.New()
	On(h, s)
	h.Verbs = nothing
	return h, s
}

// On shows general to Nora, on a page that is made already.
func On(h *host.Host, s *state.State) {
	h.State.See = func(f func(*state.State)) { f(s) }
	h.Route = route.Route{Head: route.Room, Room: "general"}
}

// Apply applies an input to a state.
func Apply(t *testing.T, s *state.State, input any) {
	t.Helper()
	if err := s.Apply(input, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
}

// Page is the HTML of a component, without blanks between its elements.
func Page(c app.UI) string {
	var b strings.Builder
	for line := range strings.Lines(app.HTMLString(c)) {
		b.WriteString(strings.TrimSpace(line))
	}
	return b.String()
}

// Wants fails if a part is missing in an HTML.
func Wants(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(html, part) {
			t.Errorf("%q is missing in %s", part, html)
		}
	}
}

// WantsNot fails if a part is in an HTML.
func WantsNot(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(html, part) {
			t.Errorf("%q is in %s", part, html)
		}
	}
}
