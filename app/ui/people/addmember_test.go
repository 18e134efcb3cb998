package people

import (
	"strings"
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

func TestWhoAddsSomebodyChoosesOrIsToldWhatTheySee(t *testing.T) {
	h, _ := hosttest.New(t)
	dialog := func(d *addMember) string {
		d.H, d.user = h, hosttest.Mara
		html := ""
		for _, part := range d.Body() {
			html += hosttest.Page(part)
		}
		return html
	}
	html := dialog(&addMember{room: hosttest.Board, share: true, see: wire.HistoryNone})
	hosttest.Wants(t, html, "From now on", "Everything", "From a day on", `type="date"`)
	if got := chosenIn(html); got != seeNothing {
		t.Errorf("chosen at first: %q", got)
	}
	if got := chosenIn(dialog(&addMember{room: hosttest.Board, share: true, see: wire.HistoryAll})); got != seeAll {
		t.Errorf("chosen at first in a room that shows newcomers everything: %q", got)
	}
	hosttest.Wants(t, dialog(&addMember{room: wire.Room{Since: 4}, share: true}), "All that you see here yourself.")

	told := dialog(&addMember{room: hosttest.Board})
	hosttest.Wants(t, told, "They see messages from now on, none of those before.")
	hosttest.WantsNot(t, told, "radio")
	hosttest.Wants(t, dialog(&addMember{room: wire.Room{History: wire.HistoryAll}}), "They see all earlier messages.")
	hosttest.Wants(t, dialog(&addMember{room: wire.Room{History: wire.HistoryAll, Since: 4}}), "the earlier messages that you see yourself")
}

// chosenIn is the id of the radio button that is on, if it is the only one.
func chosenIn(html string) (id string) {
	for _, tag := range strings.Split(html, "<input")[1:] {
		tag, _, _ = strings.Cut(tag, ">")
		if strings.Contains(tag, " checked") {
			_, rest, _ := strings.Cut(tag, `id="`)
			name, _, _ := strings.Cut(rest, `"`)
			id += name
		}
	}
	return id
}
