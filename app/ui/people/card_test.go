package people

import (
	"strings"
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

// carded opens the card of somebody, of whom that is known.
func carded(t *testing.T, user string, told wire.Profile) (*host.Host, *People, func() string) {
	t.Helper()
	h, _ := hosttest.New(t)
	p := New(h)
	p.Card(platform.Element{}, user)
	p.told[user] = &told
	return h, p, func() string { return hosttest.Page(h.Overlays.Top().Draw(host.Layer{H: h})) }
}

func TestACardShowsWhatAPersonTells(t *testing.T) {
	h, _, card := carded(t, "mara", wire.Profile{Pronouns: "she/her", Title: "Skipper", Zone: "America/Argentina/Buenos_Aires",
		About: "Sails <anything>", Rooms: []string{"general", "talk", "board", "secret"}})
	hosttest.Wants(t, card(), "Mara Lindqvist", "@mara", "she/her", "Skipper", "Sails &lt;anything", "in Buenos Aires, 3 h behind you",
		">Away<", `href="/r/general"`, `href="/r/board"`, ">Message<", `aria-label="Mention"`)
	hosttest.WantsNot(t, card(), "/r/talk", "/r/secret", "more")

	h.Route.Room = "" // nothing can be written where no room is
	hosttest.WantsNot(t, card(), `aria-label="Mention"`)
}

func TestACardOfWhomNothingIsKnownHasNoEmptyLines(t *testing.T) {
	_, _, card := carded(t, "sam", wire.Profile{})
	hosttest.Wants(t, card(), "@sam", ">Message<")
	if n := strings.Count(card(), " hidden"); n != 3 {
		t.Errorf("%d parts are hidden, want title, about and facts: %s", n, card())
	}
	hosttest.WantsNot(t, card(), "Local time", "Rooms in common")
}

func TestACardOffersWhatCanBeDone(t *testing.T) {
	_, _, own := carded(t, "nora", wire.Profile{Rooms: []string{"general"}})
	hosttest.Wants(t, own(), "Edit your profile", ">Here now<", ">Owner<")
	hosttest.WantsNot(t, own(), ">Message<", "Rooms in common")
	_, _, imported := carded(t, "old", wire.Profile{})
	hosttest.Wants(t, imported(), ">Imported<", `aria-label="Mention"`)
	hosttest.WantsNot(t, imported(), ">Message<", "Here now")
	h, _ := hosttest.New(t)
	New(h).Card(platform.Element{}, "unknown")
	if h.Overlays.Any() {
		t.Error("there is a card of somebody who is not known")
	}
}

func TestHoursAreWrittenWithTheirRest(t *testing.T) {
	for minutes, want := range map[int]string{60: "1", 330: "5:30", 345: "5:45", 45: "0:45"} {
		if got := hours(minutes); got != want {
			t.Errorf("%d minutes are %s, want %s", minutes, got, want)
		}
	}
}

// A profile that has changed meanwhile must not be shown again.
func TestWhatIsToldOfAPersonIsReadAnew(t *testing.T) {
	h, p, _ := carded(t, "mara", wire.Profile{Title: "Skipper"})
	p.Told(map[string]struct{}{"mara": {}})
	if p.told["mara"] == nil {
		t.Error("the card is empty until the answer comes")
	}
	h.Overlays.Clear()
	p.Told(map[string]struct{}{"sam": {}})
	if p.told["mara"] == nil {
		t.Error("what Sam tells has changed, and what Mara tells is forgotten")
	}
	p.Told(map[string]struct{}{"mara": {}})
	if p.told["mara"] != nil {
		t.Error("the old title is kept")
	}
}
