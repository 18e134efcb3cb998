package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store/checkup"
)

func TestDoctorSaysWhatIsOverdueAndWhatWasGivenUp(t *testing.T) {
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	due := func(ago time.Duration) int64 { return now.Add(-ago).UnixMilli() }
	for _, c := range []struct {
		waits checkup.Waiting
		says  string
	}{
		{checkup.Waiting{Kind: chat.LaterJob, Jobs: 2, Due: due(-time.Hour)},
			"2 messages and reminders wait for their time, the first for 2026-12-01 10:00:00\n"},
		{checkup.Waiting{Kind: chat.LaterJob, Jobs: 2, Due: due(90 * time.Minute)},
			"2 messages and reminders wait, and the first is 1h30m0s overdue, since 2026-12-01 07:30:00\n"},
		{checkup.Waiting{Kind: "sweep", Jobs: 1, Due: due(time.Minute)}, ""},
		{checkup.Waiting{Kind: "sweep", Jobs: 3, Due: due(2 * time.Hour)},
			"of 3 jobs \"sweep\" that wait the first is 2h0m0s overdue, since 2026-12-01 07:00:00\n"},
		{checkup.Waiting{Kind: "sweep", Dead: 4}, "4 jobs \"sweep\" were given up\n"},
	} {
		var said strings.Builder
		backgroundOf(checkup.Work{Jobs: []checkup.Waiting{c.waits}}, now).write(&said)
		if said.String() != c.says {
			t.Errorf("of %+v it says %q, want %q", c.waits, said.String(), c.says)
		}
	}
}
