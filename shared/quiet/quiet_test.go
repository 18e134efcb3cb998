package quiet

import (
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every host

	"github.com/confab/confab/shared/wire"
)

func TestWhenSomebodyDoesNotWantToBeDisturbed(t *testing.T) {
	const all = 127
	nights := wire.Quiet{Days: all, From: 22 * 60, To: 8 * 60, Zone: "Europe/Berlin"}
	lunch := wire.Quiet{Days: 1 | 2 | 4 | 8 | 16, From: 12 * 60, To: 13 * 60, Zone: "Europe/Berlin"}
	friday := wire.Quiet{Days: 16, From: 18 * 60, To: 9 * 60, Zone: "Asia/Kolkata"}
	gap := wire.Quiet{Days: all, From: 2*60 + 30, To: 4 * 60, Zone: "Europe/Berlin"}
	twice := wire.Quiet{Days: all, From: 60, To: 2*60 + 30, Zone: "Europe/Berlin"}
	always := wire.Quiet{Days: all, Zone: "UTC"}
	moment := func(s string) time.Time {
		if s == "" {
			return time.Time{}
		}
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	paused := func(q wire.Quiet, until string) wire.Quiet {
		q.Pause = moment(until).UnixMilli()
		return q
	}
	for _, c := range []struct {
		name           string
		q              wire.Quiet
		now            string
		until, changes string // "": they may be disturbed; nothing will change
	}{
		{"nothing is set", wire.Quiet{Zone: "UTC"}, "2026-11-19T09:00:00Z", "", ""},
		{"a pause", paused(wire.Quiet{Zone: "UTC"}, "2026-11-19T10:00:00Z"), "2026-11-19T09:00:00Z", "2026-11-19T10:00:00Z",
			"2026-11-19T10:00:00Z"},
		{"its end", paused(wire.Quiet{Zone: "UTC"}, "2026-11-19T10:00:00Z"), "2026-11-19T10:00:00Z", "", ""},
		{"before the night", nights, "2026-11-19T21:59:59+01:00", "", "2026-11-19T22:00:00+01:00"},
		{"its first moment", nights, "2026-11-19T22:00:00+01:00", "2026-11-20T08:00:00+01:00", "2026-11-20T08:00:00+01:00"},
		{"midnight", nights, "2026-11-20T00:00:00+01:00", "2026-11-20T08:00:00+01:00", "2026-11-20T08:00:00+01:00"},
		{"its last moment", nights, "2026-11-20T07:59:59+01:00", "2026-11-20T08:00:00+01:00", "2026-11-20T08:00:00+01:00"},
		{"the morning", nights, "2026-11-20T08:00:00+01:00", "", "2026-11-20T22:00:00+01:00"},
		{"a night with an hour less", nights, "2026-03-28T23:00:00+01:00", "2026-03-29T08:00:00+02:00", "2026-03-29T08:00:00+02:00"},
		{"a night with an hour more", nights, "2026-10-24T23:00:00+02:00", "2026-10-25T08:00:00+01:00", "2026-10-25T08:00:00+01:00"},
		{"a beginning that the clocks leave out", gap, "2026-03-29T00:00:00+01:00", "", "2026-03-29T03:30:00+02:00"},
		{"an end that they show twice", twice, "2026-10-25T02:15:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00"},
		{"and after it", twice, "2026-10-25T02:15:00+01:00", "", "2026-10-26T01:00:00+01:00"},
		{"a working day", lunch, "2026-11-20T12:30:00+01:00", "2026-11-20T13:00:00+01:00", "2026-11-20T13:00:00+01:00"},
		{"not on Saturday", lunch, "2026-11-21T12:30:00+01:00", "", "2026-11-23T12:00:00+01:00"},
		{"the person's zone counts", lunch, "2026-11-20T12:30:00Z", "", "2026-11-23T12:00:00+01:00"},
		{"from Friday into Saturday", friday, "2026-11-21T03:29:00Z", "2026-11-21T03:30:00Z", "2026-11-21T03:30:00Z"},
		{"not from Saturday", friday, "2026-11-21T13:00:00Z", "", "2026-11-27T12:30:00Z"},
		{"a pause into the night is one", paused(nights, "2026-11-19T22:00:00+01:00"), "2026-11-19T20:00:00+01:00",
			"2026-11-20T08:00:00+01:00", "2026-11-20T08:00:00+01:00"},
		{"a pause longer than the night", paused(nights, "2026-11-20T10:00:00+01:00"), "2026-11-20T07:00:00+01:00",
			"2026-11-20T10:00:00+01:00", "2026-11-20T10:00:00+01:00"},
		{"always, for two weeks", always, "2026-11-20T09:00:00Z", "2026-12-05T00:00:00Z", "2026-12-05T00:00:00Z"},
	} {
		in, err := time.LoadLocation(c.q.Zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := Until(c.q, in, moment(c.now)); !got.Equal(moment(c.until)) {
			t.Errorf("%s: until %v, want %s", c.name, got, c.until)
		}
		if got := Changes(c.q, in, moment(c.now)); !got.Equal(moment(c.changes)) {
			t.Errorf("%s: changes at %v, want %s", c.name, got, c.changes)
		}
	}
}
