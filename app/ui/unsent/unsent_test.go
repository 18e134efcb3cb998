package unsent

import (
	"testing"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

const at = 1795175673847

// holding is the place on Nora's page with entries in the outbox.
func holding(t *testing.T, letters ...engine.Letter) (*Unsent, *host.Host) {
	h, _ := hosttest.New(t)
	u := New(h)
	u.list = func() []engine.Letter { return letters }
	return u, h
}

var (
	gone = wire.Refused(wire.CodeRoomGone, text.NotInRoom)
	lost = engine.Letter{ID: "l1", Kind: wire.KindMessage, Room: "gone", Place: "field-ops", Body: "The spare modem", At: at, Fail: gone}
	edit = engine.Letter{ID: "l2", Kind: wire.KindEdit, Room: "general", Place: "general", Body: "A better text", At: at,
		Fail: wire.Refused(wire.CodeDeleted, text.MessageDeleted)}
	waits = engine.Letter{ID: "l3", Kind: wire.KindMessage, Room: "general", Place: "general", Body: "On its way", At: at}
	likes = engine.Letter{ID: "l4", Kind: wire.KindReaction, Room: "general", Place: "general", Emoji: "🎉", On: true, At: at}
)

func TestWhatCouldNotBeSentStaysWithItsReason(t *testing.T) {
	u, _ := holding(t, lost, edit, waits, likes)
	u.Changed(nil)
	if l, shown := u.Line(); l.Count != 2 || !shown {
		t.Errorf("%d could not be sent, want 2", l.Count)
	}
	page := hosttest.Page(u.Page())
	hosttest.Wants(t, page, "Could not be delivered", "field-ops", "The spare modem", host.Reason(gone), "Send it somewhere else",
		"A better text", "Try again", "Copy text", "Waiting for the network", "On its way", "Your 🎉 on a message", "Take back: On its way")
	empty, _ := holding(t)
	page = hosttest.Page(empty.Page())
	hosttest.Wants(t, page, "Everything is sent")
	hosttest.WantsNot(t, page, "Could not be delivered", "Waiting for the network")
}

func TestAMessageOfFilesAloneIsKnownByTheirNames(t *testing.T) {
	files := engine.Letter{ID: "l5", Kind: wire.KindMessage, Room: "general", Place: "general", At: at, Fail: gone,
		Files: []wire.File{{ID: "f1", Name: "buoy.jpg"}, {ID: "f2", Name: "log.csv"}}}
	u, _ := holding(t, files)
	u.Changed(nil)
	hosttest.Wants(t, hosttest.Page(u.Page()), "buoy.jpg", "log.csv")
}

func TestThePersonIsToldWhatWasRefused(t *testing.T) {
	for _, c := range []struct {
		refused state.Refused
		says    string // "": the failed row on the page does
	}{
		{state.Refused{Room: "gone", Kind: wire.KindMessage, Fail: gone}, "A message was not sent."},
		{state.Refused{Room: "general", Kind: wire.KindMessage, Fail: gone}, ""},
		{state.Refused{Room: "general", Kind: wire.KindEdit, Fail: gone}, "The change was not saved"},
		{state.Refused{Room: "general", Kind: wire.KindReaction, Fail: gone}, "That could not be done."},
	} {
		u, h := holding(t)
		u.Changed([]state.Refused{c.refused})
		switch list := h.Notices.List; {
		case c.says == "" && len(list) > 0:
			t.Errorf("%+v is told twice: %+v", c.refused, list)
		case c.says != "" && len(list) != 1:
			t.Errorf("%+v is told %d times", c.refused, len(list))
		case c.says != "":
			hosttest.Wants(t, list[0].Text, c.says)
		}
	}
}

func TestATextCanBeSentToAnyRoomOfThePerson(t *testing.T) {
	u, _ := holding(t, lost)
	sent := ""
	from := &rooms{u, func(room string) { sent = room }}
	groups := from.Groups("boa")
	if len(groups[0].Options) != 1 || len(groups[1].Options) != 0 {
		t.Fatalf("offered are %+v", groups)
	}
	groups[0].Options[0].Act()
	if sent != "board" {
		t.Errorf("it goes to %q", sent)
	}
}
