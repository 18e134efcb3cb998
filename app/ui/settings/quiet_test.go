//go:build !js

package settings

import (
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

func TestQuietHoursOfAnotherProgramStayToBeChosen(t *testing.T) {
	h, _ := hosttest.New(t)
	drawn := func(now wire.Quiet) string { return hosttest.Page(&quiet{H: h, now: &now}) }
	hosttest.Wants(t, drawn(wire.Quiet{}), `value="22:00"`, `value="08:00"`)
	hosttest.WantsNot(t, drawn(wire.Quiet{}), "On the days that are set now")
	hosttest.Wants(t, drawn(wire.Quiet{Days: 5, From: 61, To: 1439, Zone: "America/New_York"}), `value="01:01"`, `value="23:59"`,
		"On the days that are set now", "America, New York")
	for shown, want := range map[string]int{"00:00": 0, "22:05": 22*60 + 5} {
		if n, ok := minutes(shown); n != want || !ok {
			t.Errorf("%s is %d, %v", shown, n, ok)
		}
	}
	if _, ok := minutes(""); ok {
		t.Error("no time is one")
	}
	hosttest.InPseudo(t)
	hosttest.Translated(t, "the quiet hours", drawn(wire.Quiet{Days: 5, Zone: "UTC"}))
}
