package timeline

import (
	"testing"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

func TestWhoReadsHistorySeesTheDay(t *testing.T) {
	h, _ := hosttest.New(t)
	line := New(h, Of(h, "general"))
	hosttest.WantsNot(t, hosttest.Page(line.DayChip(false)), "button")
	at := time.Date(2004, 11, 3, 12, 0, 0, 0, time.UTC).UnixMilli()
	was := h.Rev(line.days.thing())
	line.days.show(localDay(at), at)
	hosttest.Wants(t, hosttest.Page(line.DayChip(false)), "3 November 2004", text.GoToDay.String())
	hosttest.WantsNot(t, hosttest.Page(line.DayChip(true)), "November")
	line.days.show(localDay(at), at+1)
	if now := h.Rev(line.days.thing()); now != was+1 {
		t.Errorf("the day was drawn %d times, want once", now-was)
	}
	line.days.look() // at the end
	hosttest.WantsNot(t, hosttest.Page(line.DayChip(false)), "button")
}

func TestADayIsAskedFor(t *testing.T) {
	h, s := hosttest.New(t)
	line := New(h, Of(h, "general"))
	s.Rooms["general"].Info.At = time.Date(2004, 11, 3, 12, 0, 0, 0, time.UTC).UnixMilli()
	line.GoToDay()
	d, ok := h.Overlays.Top().(*goToDay)
	if !ok || d.day != platform.LocalDay(platform.Now()).String() {
		t.Fatalf("asked is %+v", h.Overlays.Top())
	}
	for _, part := range d.Body() {
		hosttest.WantsNot(t, hosttest.Page(part), "undefined")
	}
	hosttest.Wants(t, hosttest.Page(d.Body()[0]), `type="date"`)
	hosttest.WantsNot(t, hosttest.Page(d.Body()[0]), `min="`) // conversations that were imported are older than their rooms
	d.Submit()                                                // nothing is in the field
	if d.Fault != text.PickDay.String() {
		t.Errorf("it says %q", d.Fault)
	}
	d.beginning(platform.Event{})
	if d.Fault != text.StillStarting.String() || d.Busy {
		t.Errorf("without a connection it says %q", d.Fault)
	}
}

func TestPeopleWhoJoinedAreShownOneByOneAndFoldedAgain(t *testing.T) {
	h, s := hosttest.New(t)
	line := New(h, Of(h, "general"))
	joined := func(seq int64, who string) wire.Event {
		return wire.Event{Room: "general", Seq: seq, Author: who, User: who, Kind: wire.KindMember, Action: wire.ActionJoined,
			At: 1795175673847, Event: "e" + who}
	}
	hosttest.Apply(t, s, &wire.Page{Room: "general", Epoch: "e", From: 1, To: 9, AsOf: 9,
		Events: []wire.Event{joined(8, "mara"), joined(9, "nora")}})
	folded, _ := line.picture()
	last := folded[len(folded)-1]
	hosttest.Wants(t, last.html, `aria-expanded="false"`, "<b>Mara Lindqvist</b> and <b>Nora Vance</b> joined", `data-seq="9"`)
	hosttest.WantsNot(t, last.html, "joins__list")
	line.open[last.key] = true
	open, _ := line.picture()
	hosttest.Wants(t, open[len(open)-1].html, `aria-expanded="true"`, "joins__list", "<li><b>Mara Lindqvist</b> joined")
	hosttest.Apply(t, s, &wire.Event{Room: "general", Seq: 10, Author: "sam", User: "sam", Kind: wire.KindMember,
		Action: wire.ActionJoined, At: 1795175673847, Event: "esam"})
	more, _ := line.picture()
	hosttest.Wants(t, more[len(more)-1].html, `aria-expanded="true"`, "Sam &lt;Okafor&gt;", "and 1 other joined")
	if steps := diff(open, more); len(steps) != 1 || steps[0].kind != replaceRow {
		t.Errorf("one more takes the steps %+v", steps)
	}
}
