package chat_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func profile(w *chattest.World, by, of chattest.Person) *wire.Profile {
	return w.MustDo(by, &wire.ProfileRef{User: of.ID}, wire.GetProfile.Type).(*wire.Profile)
}

func TestAProfileIsChangedFieldByField(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	var told []wire.User
	w.Store.OnCommit(func(c store.Commit) { told = append(told, c.Users...) })
	set := func(q wire.ProfileSet) *wire.Profile {
		t.Helper()
		q.User = w.Sam.ID
		return w.MustDo(w.Sam, &q, wire.SetProfile.Type).(*wire.Profile)
	}
	title, about, zone, pronouns, none := " Firmware ", "Boards.\n\nAnd tea.", "Europe/Berlin", "he/him", ""
	set(wire.ProfileSet{Title: &title, About: &about})
	if len(told) != 1 || told[0].ID != w.Sam.ID {
		t.Errorf("of another title everybody was told %+v: a card that is open would go on showing the old one", told)
	}
	told = nil
	got := set(wire.ProfileSet{Zone: &zone, Pronouns: &pronouns})
	if got.Title != "Firmware" || got.About != about || got.Zone != zone || got.Pronouns != pronouns || got.User.ID != w.Sam.ID {
		t.Errorf("%+v", got)
	}
	set(wire.ProfileSet{Pronouns: &none})
	told = nil
	seen := profile(w, w.Mara, w.Sam)
	if seen.Pronouns != "" || seen.Title != "Firmware" || !slices.Contains(seen.Rooms, w.Main) {
		t.Errorf("Mara sees %+v", seen)
	}
	if !slices.Contains(profile(w, w.Hana, w.Sam).Rooms, room) || slices.Contains(profile(w, w.Stan, w.Sam).Rooms, room) {
		t.Error("the rooms in common are others")
	}
	name, handle := "Sam the First", "@Sam.First"
	if got = set(wire.ProfileSet{Name: &name, Handle: &handle, Title: &title}); got.User.Name != name || got.User.Handle != "sam.first" {
		t.Errorf("%+v", got.User)
	}
	if len(told) != 1 || told[0].Handle != "sam.first" {
		t.Errorf("everybody was told %+v", told)
	}
}

func TestAProfileKeepsToItsLimits(t *testing.T) {
	w := chattest.New(t)
	long := func(n int) string { return strings.Repeat("é", n) }
	for name, c := range map[string]struct {
		set  func(q *wire.ProfileSet, s string)
		good string
		bad  []string
	}{
		"title": {func(q *wire.ProfileSet, s string) { q.Title = &s },
			long(limits.LineRunes), []string{long(limits.LineRunes + 1), "\xff"}},
		"pronouns": {func(q *wire.ProfileSet, s string) { q.Pronouns = &s }, long(limits.LineRunes), []string{long(limits.LineRunes + 1)}},
		"about": {func(q *wire.ProfileSet, s string) { q.About = &s },
			long(limits.AboutRunes), []string{long(limits.AboutRunes + 1), "\xff"}},
		"zone": {func(q *wire.ProfileSet, s string) { q.Zone = &s }, "America/Argentina/Buenos_Aires",
			[]string{strings.Repeat("a", limits.ZoneBytes+1), "<script>", "Europe/Ber lin"}},
		"name": {func(q *wire.ProfileSet, s string) { q.Name = &s },
			long(limits.NameRunes / 4), []string{"", " ", long(limits.NameRunes + 1)}},
		"handle": {func(q *wire.ProfileSet, s string) { q.Handle = &s }, "sam-2",
			[]string{"", "all", "here", "admin", "a b", "a..b", ".a", "hana", strings.Repeat("a", limits.HandleRunes+1), "<b>"}},
	} {
		q := wire.ProfileSet{User: w.Sam.ID}
		if c.set(&q, c.good); true {
			w.MustDo(w.Sam, &q, wire.SetProfile.Type)
		}
		for _, bad := range c.bad {
			q := wire.ProfileSet{User: w.Sam.ID}
			c.set(&q, bad)
			if _, e := w.Do(w.Sam, &q, wire.SetProfile.Type); e == nil {
				t.Errorf("%s: %q was taken", name, bad)
			}
		}
	}
}

func TestAdminsChangeNamesAndNothingElse(t *testing.T) {
	w := chattest.New(t)
	name, about := "Sam Mild", "I never said that."
	w.MustDo(w.Mara, &wire.ProfileSet{User: w.Sam.ID, Name: &name}, wire.SetProfile.Type)
	_, e := w.Do(w.Mara, &wire.ProfileSet{User: w.Sam.ID, About: &about}, wire.SetProfile.Type)
	refused(t, e, wire.CodeForbidden)
	_, e = w.Do(w.Nora, &wire.ProfileSet{User: w.Sam.ID, Name: &name, About: &about}, wire.SetProfile.Type)
	refused(t, e, wire.CodeForbidden)
	if got := profile(w, w.Sam, w.Sam); got.User.Name != name || got.About != "" {
		t.Errorf("%+v", got)
	}
}

func TestOfTwoWhoTakeAHandleAtOnceOneGetsIt(t *testing.T) {
	w := chattest.New(t)
	handle := "captain"
	var all sync.WaitGroup
	results := make([]*wire.Error, 2)
	for i, p := range []chattest.Person{w.Sam, w.Hana} {
		all.Go(func() { _, results[i] = w.Do(p, &wire.ProfileSet{User: p.ID, Handle: &handle}, wire.SetProfile.Type) })
	}
	all.Wait()
	if (results[0] == nil) == (results[1] == nil) {
		t.Errorf("Sam was told %v, Hana %v", results[0], results[1])
	}
}

// A list of people says what each of them does if it is asked to.
func TestAListOfPeopleHasTheirTitlesIfAsked(t *testing.T) {
	w := chattest.New(t)
	title := "Firmware"
	w.MustDo(w.Sam, &wire.ProfileSet{User: w.Sam.ID, Title: &title}, wire.SetProfile.Type)
	for asked, want := range map[bool]string{false: "", true: title} {
		found := w.MustDo(w.Mara, &wire.UserList{Titles: asked}, wire.ListUsers.Type).(*wire.Users)
		if found.Titles[w.Sam.ID] != want || len(found.Titles) > 1 {
			t.Errorf("asked %v: %v", asked, found.Titles)
		}
	}
}
