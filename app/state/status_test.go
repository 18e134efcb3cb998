package state

import (
	"testing"
	"time"

	"github.com/confab/confab/shared/wire"
)

func TestAStatusEndsByTheClockOfTheDevice(t *testing.T) {
	s := New()
	now := time.UnixMilli(1_000_000)
	boat := wire.User{ID: "sam", Handle: "sam", Name: "Sam", Emoji: "⛵", Status: "On the boat", Until: now.Add(time.Hour).UnixMilli()}
	ill := wire.User{ID: "mara", Handle: "mara", Name: "Mara", Emoji: "🤒", Until: now.Add(2 * time.Hour).UnixMilli()}
	away := wire.User{ID: "bo", Handle: "bo", Name: "Bo", Emoji: "🌴", Quiet: now.Add(3 * time.Hour).UnixMilli()}
	must(t, s, RestoredSelf{Me: boat, Users: []wire.User{ill, away}})
	s.Take()
	if at := Over(s); at.UnixMilli() != boat.Until {
		t.Fatalf("the first is over at %v", at)
	}
	tick := func(at time.Time) Changes {
		if err := s.Apply(Tick{}, at); err != nil {
			t.Fatal(err)
		}
		return s.Take()
	}
	if c := tick(now); !c.None() {
		t.Errorf("nothing is over, and %+v changed", c)
	}
	if c := tick(now.Add(time.Hour)); len(c.People) != 1 || !c.Self || s.User("sam").Status != "" || s.Me.Emoji != "" {
		t.Errorf("%+v changed: %+v", c, s.User("sam"))
	}
	c := tick(now.Add(3 * time.Hour))
	if len(c.People) != 2 || s.User("bo").Quiet != 0 || s.User("mara").Emoji != "" || s.User("bo").Emoji == "" || !Over(s).IsZero() {
		t.Errorf("%+v changed: %+v, %+v", c, s.User("mara"), s.User("bo"))
	}
}
