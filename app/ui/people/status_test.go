package people

import (
	"testing"
	"time"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

func TestAStatusLastsAsLongAsItsNameSays(t *testing.T) {
	at := func(s string) int64 {
		moment, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return moment.UnixMilli()
	}
	for _, c := range []struct {
		now  string
		span span
		want string
	}{
		{"2026-11-19 09:24", spanHalf, "2026-11-19 09:54"}, {"2026-11-19 09:24", spanFour, "2026-11-19 13:24"},
		{"2026-11-19 23:50", spanHour, "2026-11-20 00:50"},
		{"2026-11-19 09:24", spanToday, "2026-11-20 00:00"}, {"2026-11-30 23:59", spanToday, "2026-12-01 00:00"},
		{"2026-11-19 09:24", spanWeek, "2026-11-23 00:00"},                                                     // a Thursday
		{"2026-11-22 23:59", spanWeek, "2026-11-23 00:00"}, {"2026-11-23 00:00", spanWeek, "2026-11-30 00:00"}, // Sunday, Monday
		{"2026-12-31 12:00", spanWeek, "2027-01-04 00:00"},
	} {
		if got := c.span.until(at(c.now)); got != at(c.want) {
			t.Errorf("%s from %s ends at %v", c.span, c.now, time.UnixMilli(got).UTC())
		}
	}
	if got := spanNone.until(at("2026-11-19 09:24")); got != 0 {
		t.Errorf("what stays ends at %d", got)
	}
}

func TestWhatPeopleAreDoingIsInEveryListOfThem(t *testing.T) {
	h, s := hosttest.New(t)
	p := New(h)
	mara := hosttest.Mara
	mara.Emoji, mara.Status, mara.Until = "⛵", "On the boat", 4_000_000_000_000
	hosttest.Apply(t, s, &wire.Users{Users: []wire.User{mara}})
	c := &card{people: p, user: "mara", held: true}
	hosttest.Wants(t, hosttest.Page(&cardView{H: h, Of: c}), "⛵", "On the boat", "until ")
	p.dir.people = []string{"mara"}
	hosttest.Wants(t, hosttest.Page(&directoryPage{Of: p}), `title="On the boat"`, "On the boat</bdi>")
	hosttest.Wants(t, hosttest.Page((&panel{Of: p}).member(person{User: mara})), `title="On the boat"`, "On the boat</bdi>")
}
