package nav

import (
	"strings"
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
)

func TestTheListOfRoomsSaysWhatIsNewInWordsToo(t *testing.T) {
	h, _ := hosttest.New(t)
	html := hosttest.Page(Sidebar(h))

	hosttest.Wants(t, line(t, html, "board"), "has-mentions", ", private", "unread for you: ", ">2", "#i-lock")
	hosttest.Wants(t, line(t, html, "support"), "is-unread", ", unread")
	hosttest.WantsNot(t, line(t, html, "support"), "has-mentions", "badge")
	hosttest.Wants(t, line(t, html, "general"), `aria-current="page"`)
	hosttest.WantsNot(t, line(t, html, "general"), "is-unread")
}

func TestAConversationShowsThePersonAndTheirPresence(t *testing.T) {
	h, _ := hosttest.New(t)
	entry := line(t, hosttest.Page(Sidebar(h)), "Mara Lindqvist")
	hosttest.Wants(t, entry, "dot--away", ", away", "badge", ">1")
}

func TestARoomWithADraftHasAPencilUnlessSomethingIsNewThere(t *testing.T) {
	h, s := hosttest.New(t)
	h.Verbs.HasDraft = func(room string) bool { return room == "support" }
	hosttest.WantsNot(t, line(t, hosttest.Page(Sidebar(h)), "support"), ", draft")
	s.Rooms["support"].Info.Unread = 0
	hosttest.Wants(t, line(t, hosttest.Page(Sidebar(h)), "support"), ", draft")
}

func TestNamesAreTextWhateverIsInThem(t *testing.T) {
	h, s := hosttest.New(t)
	s.Rooms["support"].Info.Name = `<img src=x onerror="alert(1)">`
	html := hosttest.Page(Sidebar(h))
	hosttest.WantsNot(t, html, "<img")
	hosttest.Wants(t, html, "&lt;img")
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
