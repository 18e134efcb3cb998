//go:build !js

package saved

import (
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

func TestWhatIsSavedIsShownAsFarAsItMayBeRead(t *testing.T) {
	h, _ := hosttest.New(t)
	s := New(h)
	s.feed.Loaded, s.todo = true, 4
	s.feed.Know([]wire.User{hosttest.Sam})
	s.list = []wire.SavedMessage{
		{Room: "general", Seq: 3, Said: 1000, Quote: &wire.Quote{Author: "sam", Text: "sign <this>"}},
		{Room: "general", Seq: 4, Said: 1000, Quote: &wire.Quote{Author: "mara"}},
		{Room: "general", Seq: 5, Said: 1000, Quote: &wire.Quote{Author: "mara", Deleted: true}},
		{Room: "attic", Seq: 6},
	}
	html := hosttest.Page(s.Page())
	hosttest.Wants(t, html, "sign &lt;this&gt;",
		"Sam &lt;Okafor&gt;", `href="/r/general/3"`, "A picture or a file", "This message was deleted",
		"You can no longer see this message", "A room you left")
	hosttest.WantsNot(t, html, `href="/r/attic`)
	if l, shown := s.Line(); !shown || l.Count != 4 {
		t.Errorf("the line above the rooms: %+v, %v", l, shown)
	}
}

func TestWhatIsTickedLeavesTheListAtOnce(t *testing.T) {
	h, _ := hosttest.New(t)
	s := New(h)
	s.feed.Loaded, s.todo, s.list = true, 2, []wire.SavedMessage{{Room: "general", Seq: 3}, {Room: "general", Seq: 4}}
	s.move(s.list[0])
	if len(s.list) != 1 || s.list[0].Seq != 4 || s.todo != 1 {
		t.Errorf("left: %v, %d to do", s.list, s.todo)
	}
	if last := h.Notices.List[len(h.Notices.List)-1]; last.Text != "Done" || last.Action != "Undo" {
		t.Errorf("the notice is %+v", last)
	}
	s.show(true)
	hosttest.WantsNot(t, hosttest.Page(s.Page()), "keep__tick")
	s.feed.Loaded = true
	s.feed.Fault = ""
	hosttest.Wants(t, hosttest.Page(s.Page()), "What you have ticked")
}

func TestEverySentenceOfTheListIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	h, _ := hosttest.New(t)
	s := New(h)
	for _, done := range []bool{false, true} {
		s.done, s.feed.Loaded, s.list = done, true, nil
		hosttest.Translated(t, "nothing", hosttest.Page(s.Page()))
		s.list = []wire.SavedMessage{{Room: "general", Seq: 3, Said: 1, Quote: &wire.Quote{Author: "mara"}}, {Room: "attic", Seq: 1}}
		hosttest.Translated(t, "the list", hosttest.Page(s.Page()))
	}
}
