package ui

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/compose"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/route"
)

// shown is Nora's page.
func shown(t *testing.T) (*page, *state.State) {
	t.Helper()
	h, s := hosttest.New(t)
	p := newPage()
	p.h.State, p.h.Route = h.State, h.Route
	p.write.Turn(compose.Target{Room: "general"})
	return p, s
}

// An address that only one of the two knew would be "not found" after a reload, or show the
// wrong page.
func TestThePagesAreThoseThatTheServerAnswers(t *testing.T) {
	var heads []string
	for _, p := range pages {
		if p.draw == nil || p.title == nil {
			t.Errorf("the page %q is not drawn or has no title", p.head)
		}
		if p.head != "" {
			heads = append(heads, p.head)
		}
		if pageOf(p.head).head != p.head {
			t.Errorf("two pages have the head %q", p.head)
		}
	}
	if pages[0].head != "" || !slices.Equal(slices.Sorted(slices.Values(heads)), slices.Sorted(slices.Values(route.Heads))) {
		t.Errorf("the pages are %q, the server knows %q", heads, route.Heads)
	}
}

func TestEachPanelIsDrawnUnderItsName(t *testing.T) {
	p, _ := shown(t)
	for _, one := range panels {
		p.h.ShowPanel(one.name)
		html := hosttest.Page(&Root{p: p})
		hosttest.Wants(t, html, `data-panel="`+one.name+`"`, `id="`+one.name+`"`)
		p.h.ShowPanel("")
		hosttest.WantsNot(t, hosttest.Page(&Root{p: p}), `id="`+one.name+`"`)
	}
	p.h.ShowPanel("nowhere")
	hosttest.Wants(t, hosttest.Page(&Root{p: p}), `data-panel="none"`)
}

func TestFeaturesCanDoAllThatOthersAskOfThem(t *testing.T) {
	verbs := reflect.ValueOf(newPage().h.Verbs)
	for i := range verbs.NumField() {
		if verbs.Field(i).IsNil() {
			t.Errorf("nobody does %s", verbs.Type().Field(i).Name)
		}
	}
}

func TestNoIDIsOnThePageTwice(t *testing.T) {
	p, _ := shown(t)
	p.h.ShowPanel(host.PanelMembers)
	p.keyboard.list()
	p.rooms.Create() // over it
	seen := map[string]bool{}
	for _, part := range strings.Split(hosttest.Page(&Root{p: p}), ` id="`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		if seen[id] {
			t.Errorf("two elements have the id %s", id)
		}
		seen[id] = true
	}
	for _, id := range []string{host.SidebarID, host.TimelineID, "log", host.ComposerID, "dialog", "dialog-2"} {
		if !seen[id] {
			t.Errorf("nothing has the id %s", id)
		}
	}
}

func TestTheListIsDrawnAgainOnlyIfItLooksDifferent(t *testing.T) {
	rooms := func(id string, part state.Part) map[string]state.Part { return map[string]state.Part{id: part} }
	const message = state.PartRead | state.PartTimeline
	for what, step := range map[string]struct {
		changes state.Changes
		drawn   bool
	}{
		"a message in the room that is read": {state.Changes{List: true, Rooms: rooms("general", message)}, false},
		"a message in another room":          {state.Changes{List: true, Rooms: rooms("lab", message)}, true},
		"an edit in another room":            {state.Changes{Rooms: rooms("lab", message)}, false},
		"a new name of the room":             {state.Changes{List: true, Rooms: rooms("general", message|state.PartInfo)}, true},
		"all that was kept":                  {state.Changes{Self: true, List: true}, true},
		"nothing that is known here":         {state.Changes{List: true}, true},
		"a room that is left":                {state.Changes{List: true, Rooms: rooms("general", state.PartGone)}, true},
	} {
		if listShows(step.changes, "general", "general") != step.drawn {
			t.Errorf("%s: drawn is %v", what, !step.drawn)
		}
	}
	// It was marked unread by hand, and is read again.
	if !listShows(state.Changes{List: true, Rooms: rooms("general", state.PartRead)}, "", "general") {
		t.Error("a room that is being read again stays marked")
	}
}
