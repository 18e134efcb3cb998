package host

import (
	"testing"

	"github.com/confab/confab/shared/text"
)

func TestARevisionRisesWithWhatItIsMadeOf(t *testing.T) {
	h := New()
	bar, list := func() int { return h.Rev(Room("a"), Presence) }, func() int { return h.Rev(List) }
	wasBar, wasList := bar(), list()
	h.Raise(Room("b"), Messages("a"), Typing("a"))
	if bar() != wasBar || list() != wasList {
		t.Error("what nobody shows has been drawn")
	}
	h.Raise(Room("a"))
	h.Raise(Presence, List)
	if bar() != wasBar+2 || list() != wasList+1 {
		t.Errorf("the bar rose by %d, the list by %d", bar()-wasBar, list()-wasList)
	}
}

func TestOpeningAndClosingIsShownByWhatShowsThePlace(t *testing.T) {
	h := New()
	for what, change := range map[string]func(){
		"a panel opens":     func() { h.ShowPanel(PanelMembers) },
		"the panel closes":  func() { h.ShowPanel("") },
		"the drawer opens":  func() { h.SetDrawer(true) },
		"the drawer closes": func() { h.CloseDrawer() },
	} {
		h.Panel, h.Drawer = "", false
		if what == "the panel closes" {
			h.Panel = PanelMembers
		}
		h.Drawer = what == "the drawer closes"
		was := h.Rev(Place)
		change()
		if h.Rev(Place) == was {
			t.Errorf("%s, and nobody draws it", what)
		}
		was = h.Rev(Place)
		change()
		if h.Rev(Place) != was {
			t.Errorf("%s once more, and it is drawn again", what)
		}
	}
}

func TestANoticesButtonWorksOnce(t *testing.T) {
	h, done := New(), 0
	h.Say("check", text.LinkCopied)
	h.Offer("pin", text.MessagePinned, text.Undo, func() { done++ })
	offered := h.Notices.List[1]
	h.Notices.Act(h.Notices.List[0].ID) // has no button
	h.Notices.Act(offered.ID)
	h.Notices.Act(offered.ID)
	if done != 1 || len(h.Notices.List) != 1 || offered.Action == "" {
		t.Errorf("done %d times; shown: %v", done, h.Notices.List)
	}
}

func TestTheMostImportantPeopleAreWatchedFirstAndOnce(t *testing.T) {
	h := New()
	h.Watching.Show(WatchSidebar, "mara", "sam")
	h.Watching.Show(WatchOverlay, "ines", "mara", "")
	h.Watching.Show(WatchComposer, "tom")
	h.Watching.Show(WatchComposer)
	got := h.Watching.All()
	if len(got) != 3 || got[0] != "ines" || got[1] != "mara" || got[2] != "sam" {
		t.Errorf("watched: %q", got)
	}
}

// Many notices do not cover the page, and what can be taken back is not pushed out by what
// is only said.
func TestNoticesAreFew(t *testing.T) {
	h, undone := New(), 0
	h.Offer("trash", text.LinkCopied, text.Close, func() { undone++ })
	for range 3 {
		h.Say("alert", text.CopyRefused)
	}
	if len(h.Notices.List) != 2 {
		t.Errorf("the same sentence is said %d times", len(h.Notices.List)-1)
	}
	for _, said := range []text.Text{text.LinkCopied, text.Looking, text.NothingPinned} {
		h.Say("check", said)
	}
	if list := h.Notices.List; len(list) != noticesShown || list[0].act == nil || list[2].Text != text.NothingPinned.String() {
		t.Errorf("shown: %v", list)
	}
	for range noticesShown {
		h.Offer("trash", text.LinkCopied, text.Close, func() { undone++ })
	}
	for _, d := range h.Notices.List {
		h.Notices.Act(d.ID)
	}
	if undone != noticesShown || len(h.Notices.List) != 0 {
		t.Errorf("%d taken back, %d left", undone, len(h.Notices.List))
	}
}

func TestANoticeThatIsKeptStaysUntilItIsForgotten(t *testing.T) {
	h := New()
	h.Keep("role", "shield", text.LinkCopied, text.Text{}, nil)
	h.Keep("role", "shield", text.MessagePinned, text.Text{}, nil)
	for range 4 {
		h.Say("check", text.LinkCopied)
		h.Offer("pin", text.MessagePinned, text.Undo, func() {})
	}
	kept := 0
	for _, n := range h.Notices.List {
		if n.Kept {
			kept++
		}
	}
	if kept != 1 {
		t.Errorf("%d are kept: %+v", kept, h.Notices.List)
	}
	h.Notices.Forget("role")
	h.Notices.Forget("role")
	for _, n := range h.Notices.List {
		if n.Kept {
			t.Errorf("kept still: %+v", n)
		}
	}
}
