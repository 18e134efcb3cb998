package timeline

import (
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

func TestAListOfPinsThatBecomesEmptyLoadsTheNextPage(t *testing.T) {
	h, _ := hosttest.New(t)
	pins := []wire.Event{{Room: "general", Seq: 7}, {Room: "general", Seq: 3}}
	d := &pinsDialog{DialogState: kit.DialogState{H: h}, room: hosttest.General, pins: pins, next: 5}
	says := func() string { return hosttest.Page(kit.El("div", d.Body())) }
	d.drop(7)
	if d.Fault != "" || len(d.pins) != 1 {
		t.Errorf("with %d pins left, the next page was asked for: %q", len(d.pins), d.Fault)
	}
	d.drop(3) // there is no engine yet, so asking fails at once
	hosttest.Wants(t, says(), text.StillStarting.String())
	hosttest.WantsNot(t, says(), text.NothingPinned.String())
}
