package nav

import (
	"strings"
	"testing"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

func TestTheListOfRoomsSaysWhatIsNewInWordsToo(t *testing.T) {
	h, _ := hosttest.New(t)
	html := hosttest.Page(sidebarOf(h))

	hosttest.Wants(t, line(t, html, "board"), "has-mentions", ", private", "unread for you: ", ">2", "#i-lock")
	hosttest.Wants(t, line(t, html, "support"), "is-unread", ", unread")
	hosttest.WantsNot(t, line(t, html, "support"), "has-mentions", "badge")
	hosttest.Wants(t, line(t, html, "general"), `aria-current="page"`)
	hosttest.WantsNot(t, line(t, html, "general"), "is-unread")
}

func TestAConversationShowsThePersonAndTheirPresence(t *testing.T) {
	h, _ := hosttest.New(t)
	entry := line(t, hosttest.Page(sidebarOf(h)), "Mara Lindqvist")
	hosttest.Wants(t, entry, "dot--away", ", away", "badge", ">1")
}

func TestAConversationOfSeveralIsCalledAfterThemAndFoundByEach(t *testing.T) {
	h, s := hosttest.New(t)
	group := wire.Room{ID: "group", Kind: wire.RoomDM, Peers: []wire.User{hosttest.Mara, hosttest.Sam}, Members: 3, Top: 9, Joined: true,
		Unread: 2, Epoch: "e"}
	hosttest.Apply(t, s, &wire.Inbox{Useq: 9, Kind: wire.InboxRoom, Room: "group", Info: &group})
	hosttest.Wants(t, line(t, hosttest.Page(sidebarOf(h)), "Mara Lindqvist, Sam &lt;Okafor&gt;"), "avatar--group", "badge", ">2")
	for _, query := range []string{"mara", "okafor"} {
		if got := names((&jumpSource{nav: made(h)}).Groups(query), "Rooms"); len(got) != 1 || got[0] != "Mara Lindqvist, Sam <Okafor>" {
			t.Errorf("rooms for %q: %q", query, got)
		}
	}
}

func TestARoomWithADraftHasAPencilUnlessSomethingIsNewThere(t *testing.T) {
	h, s := hosttest.New(t)
	h.Verbs.HasDraft = func(room string) bool { return room == "support" }
	hosttest.WantsNot(t, line(t, hosttest.Page(sidebarOf(h)), "support"), ", draft")
	s.Rooms["support"].Info.Unread = 0
	hosttest.Wants(t, line(t, hosttest.Page(sidebarOf(h)), "support"), ", draft")
}

func TestWhatIsMutedIsBelowTheOthersAndSaysNothingUnlessItNamesThePerson(t *testing.T) {
	h, s := hosttest.New(t)
	s.Rooms["board"].Info.Muted, s.Rooms["support"].Info.Muted = true, true
	html := hosttest.Page(sidebarOf(h))
	hosttest.Wants(t, line(t, html, "support"), "is-muted", ", muted", "#i-bell-off")
	hosttest.WantsNot(t, line(t, html, "support"), "is-unread")
	hosttest.Wants(t, line(t, html, "board"), "is-muted", "has-mentions")
	if strings.Index(html, ">board<") < strings.Index(html, ">general<") {
		t.Error("a muted room is above one that is not")
	}
}

func TestWhatIsStarredIsAboveTheOthersAndOnlyThere(t *testing.T) {
	h, s := hosttest.New(t)
	hosttest.WantsNot(t, hosttest.Page(sidebarOf(h)), "Starred")
	s.Rooms["support"].Info.Starred = true
	html := hosttest.Page(sidebarOf(h))
	if n := strings.Count(html, ">support<"); n != 1 || strings.Index(html, ">support<") > strings.Index(html, ">board<") {
		t.Errorf("the starred room is there %d times: %s", n, html)
	}
	hosttest.Wants(t, html, "Starred")
}

func TestAFoldedSectionShowsWhatIsNewInItsHead(t *testing.T) {
	h, s := hosttest.New(t)
	n := New(h, nil, func() []host.Line { return nil })
	n.sections.kept = []wire.Section{{ID: "sea", Name: "At sea", Folded: true}, {ID: "rooms"}}
	s.Rooms["board"].Info.Section, s.Rooms["support"].Info.Section = "sea", "gone"
	html := hosttest.Page(n.Sidebar())
	hosttest.WantsNot(t, html, ">board<")
	hosttest.Wants(t, html, ">At sea<", `aria-expanded="false"`, ">2<", ">support<")
	s.Rooms["board"].Info.Unread, s.Rooms["board"].Info.Mentions = 0, 0
	hosttest.WantsNot(t, hosttest.Page(n.Sidebar()), ">2<")
	n.sections.kept[0].Folded = false
	html = hosttest.Page(n.Sidebar())
	if strings.Index(html, ">board<") > strings.Index(html, ">support<") {
		t.Error("the section is not where it was put")
	}
}

func TestNamesAreTextWhateverIsInThem(t *testing.T) {
	h, s := hosttest.New(t)
	s.Rooms["support"].Info.Name = `<img src=x onerror="alert(1)">`
	html := hosttest.Page(sidebarOf(h))
	hosttest.WantsNot(t, html, "<img")
	hosttest.Wants(t, html, "&lt;img")
}

func TestPagesHaveLinesAboveTheRooms(t *testing.T) {
	h, _ := hosttest.New(t)
	h.Route.Head = "unsent"
	html := hosttest.Page(sidebarOf(h,
		host.Line{Head: "unsent", Icon: "alert", Name: text.Unsent, Count: 3, Alarm: true},
		host.Line{Head: "people", Icon: "users", Name: text.People, Count: 120, Strong: true, Aside: text.UnreadAside},
		host.Line{Head: "settings", Icon: "settings", Name: text.Settings, Strong: true}))
	hosttest.Wants(t, line(t, html, "Not sent"), `href="/unsent"`, `aria-current="page"`, "roomlink--alarm", "roomlink__hint", ">3")
	hosttest.Wants(t, html, `href="/people"`, "has-mentions", `class="badge"`, "99+")
	hosttest.Wants(t, line(t, html, "Settings"), "is-unread", ", unread")
	hosttest.WantsNot(t, line(t, html, "Settings"), "badge", "roomlink__hint")
}

// sidebarOf is the sidebar with the lines of pages.
func sidebarOf(h *host.Host, lines ...host.Line) app.UI {
	return New(h, nil, func() []host.Line { return lines }).Sidebar()
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

func TestWhatPeopleAreDoingStandsBesideTheirNames(t *testing.T) {
	h, s := hosttest.New(t)
	mara := hosttest.Mara
	mara.Emoji, mara.Status = "⛵", "On the boat"
	hosttest.Apply(t, s, &wire.Users{Users: []wire.User{mara}})
	hosttest.Wants(t, line(t, hosttest.Page(sidebarOf(h)), "Mara Lindqvist"), `class="mood"`, `title="On the boat"`, "⛵")
}
