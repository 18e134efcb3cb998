package when

import (
	"testing"
	"time"
)

const form = "Mon 2006-01-02 15:04 -0700"

// There is a Wednesday, half past ten in Berlin.
func berlin(t *testing.T) (time.Time, *time.Location) {
	t.Helper()
	zone, ok := Zone("Europe/Berlin")
	if !ok {
		t.Fatal("there is no Berlin")
	}
	return time.Date(2026, 11, 18, 10, 30, 0, 0, zone), zone
}

func TestTimesThatPeopleName(t *testing.T) {
	now, zone := berlin(t)
	for said, want := range map[string]string{
		"2026-11-20T09:00":          "Fri 2026-11-20 09:00 +0100",
		"2026-11-20 17:05":          "Fri 2026-11-20 17:05 +0100",
		"2026-11-20":                "Fri 2026-11-20 09:00 +0100",
		"2026-11-20T09:00:00-05:00": "Fri 2026-11-20 15:00 +0100",
		"2026-11-20T09:00:00Z":      "Fri 2026-11-20 10:00 +0100",
		"in 20 minutes":             "Wed 2026-11-18 10:50 +0100",
		"20m":                       "Wed 2026-11-18 10:50 +0100",
		"1h30m":                     "",
		"1h 30m":                    "Wed 2026-11-18 12:00 +0100",
		"In 2 hours and 5 min":      "Wed 2026-11-18 12:35 +0100",
		"in an hour":                "Wed 2026-11-18 11:30 +0100",
		"in half an hour":           "Wed 2026-11-18 11:00 +0100",
		"in 3 days":                 "Sat 2026-11-21 10:30 +0100",
		"in a week":                 "Wed 2026-11-25 10:30 +0100",
		"now":                       "Wed 2026-11-18 10:30 +0100",
		"11":                        "Wed 2026-11-18 11:00 +0100",
		"at 9":                      "Thu 2026-11-19 09:00 +0100",
		"3pm":                       "Wed 2026-11-18 15:00 +0100",
		"3:15 PM":                   "Wed 2026-11-18 15:15 +0100",
		"12am":                      "Thu 2026-11-19 00:00 +0100",
		"12 pm":                     "Wed 2026-11-18 12:00 +0100",
		"noon":                      "Wed 2026-11-18 12:00 +0100",
		"midnight":                  "Thu 2026-11-19 00:00 +0100",
		"today 18:00":               "Wed 2026-11-18 18:00 +0100",
		"today":                     "Wed 2026-11-18 09:00 +0100", // it is over, and whoever asks is told so
		"tonight":                   "Wed 2026-11-18 20:00 +0100",
		"this evening":              "Wed 2026-11-18 18:00 +0100",
		"tomorrow":                  "Thu 2026-11-19 09:00 +0100",
		"tomorrow at 9:30":          "Thu 2026-11-19 09:30 +0100",
		"at 9 tomorrow":             "Thu 2026-11-19 09:00 +0100",
		"monday":                    "Mon 2026-11-23 09:00 +0100",
		"Next Monday at 3pm":        "Mon 2026-11-23 15:00 +0100",
		"on fri 8":                  "Fri 2026-11-20 08:00 +0100",
		"wednesday 11:00":           "Wed 2026-11-18 11:00 +0100",
		"wednesday 10:00":           "Wed 2026-11-25 10:00 +0100",
		"next week":                 "Mon 2026-11-23 09:00 +0100",
		"":                          "", "at": "", "in": "", "soon": "", "25:00": "", "9:5": "",
		"13pm": "", "0pm": "", "in 5": "", "5 bananas": "",
		"an hour":    "",
		"2026-13-01": "", "2026-02-30": "", "in 99999999999999999999 days": "", "in 9999999 weeks": "", "-5m": "", "in -5 minutes": "",
		"half an hour": "", "+9": "", "tomorrow tomorrow": "", "next": "", "this monday": "", "9:00:00": "",
	} {
		got, ok := Parse(said, now, zone)
		if text := got.Format(form); ok != (want != "") || ok && text != want || got.Shift != "" {
			t.Errorf("%q is %s, %v %q, want %s", said, text, ok, got.Shift, want)
		}
	}
}

func TestATimeIsTakenOutOfASentence(t *testing.T) {
	now, zone := berlin(t)
	for said, want := range map[string][2]string{
		"me in 20 minutes to stretch":         {"Wed 2026-11-18 10:50 +0100", "stretch"},
		"in 20 minutes":                       {"Wed 2026-11-18 10:50 +0100", ""},
		"tomorrow at 9 call Ann":              {"Thu 2026-11-19 09:00 +0100", "call Ann"},
		"me to call  Ann tomorrow at 9":       {"Thu 2026-11-19 09:00 +0100", "call Ann"},
		"me monday that the  5 pumps\nare in": {"Mon 2026-11-23 09:00 +0100", "the  5 pumps\nare in"},
		"in 2 hours 30 eggs":                  {"Wed 2026-11-18 12:30 +0100", "30 eggs"},
		"me to rest":                          {"", "me to rest"},
		"":                                    {"", ""},
	} {
		got, rest, ok := Split(said, now, zone)
		text := ""
		if ok {
			text = got.Format(form)
		}
		if text != want[0] || rest != want[1] {
			t.Errorf("%q is at %s: %q, want %q", said, text, rest, want)
		}
	}
}

func TestWhenTheClocksChange(t *testing.T) {
	_, zone := berlin(t)
	spring, autumn := time.Date(2027, 3, 27, 2, 30, 0, 0, zone), time.Date(2027, 10, 30, 2, 30, 0, 0, zone)
	for _, c := range []struct {
		now   time.Time
		said  string
		want  string
		shift Shift
	}{
		{spring, "tomorrow 1:59", "Sun 2027-03-28 01:59 +0100", ""},
		{spring, "tomorrow 2:00", "Sun 2027-03-28 03:00 +0200", Gap},
		{spring, "tomorrow 2:30", "Sun 2027-03-28 03:30 +0200", Gap},
		{spring, "tomorrow 3:00", "Sun 2027-03-28 03:00 +0200", ""},
		{spring, "in 1 day", "Sun 2027-03-28 03:30 +0200", Gap},
		{spring, "in 24 hours", "Sun 2027-03-28 03:30 +0200", ""},
		{spring, "in 2 days", "Mon 2027-03-29 02:30 +0200", ""},
		{autumn, "tomorrow 1:59", "Sun 2027-10-31 01:59 +0200", ""},
		{autumn, "tomorrow 2:30", "Sun 2027-10-31 02:30 +0200", Twice},
		{autumn, "tomorrow 3:00", "Sun 2027-10-31 03:00 +0100", ""},
		{autumn, "in 24 hours", "Sun 2027-10-31 02:30 +0200", ""},
		{autumn, "in 25 hours", "Sun 2027-10-31 02:30 +0100", ""},
		{autumn, "tomorrow 9:00", "Sun 2027-10-31 09:00 +0100", ""},
	} {
		got, ok := Parse(c.said, c.now, zone)
		if text := got.Format(form); !ok || text != c.want || got.Shift != c.shift {
			t.Errorf("%q is %s, %v %q, want %s %q", c.said, text, ok, got.Shift, c.want, c.shift)
		}
	}
}

func TestZones(t *testing.T) {
	for name, want := range map[string]bool{
		"Asia/Shanghai": true, "UTC": true, "": false, "Local": false, "Mars/Olympus": false, "../etc": false,
	} {
		if _, ok := Zone(name); ok != want {
			t.Errorf("%q is a zone: %v", name, ok)
		}
	}
}
