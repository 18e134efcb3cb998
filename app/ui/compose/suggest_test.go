package compose

import (
	"testing"

	"github.com/confab/confab/shared/wire"
)

func TestWhatTheWordAtTheCaretAsksFor(t *testing.T) {
	for text, want := range map[string]trigger{
		"@":            {'@', "", 0},
		"hi @in":       {'@', "in", 3},
		"(@in":         {'@', "in", 1},
		"@陈":           {'@', "陈", 0},
		"mail a@b":     {},
		"@in now":      {},
		"ok :wa":       {':', "wa", 3},
		"ok :w":        {},
		"at 12:30":     {},
		"see https://": {},
		"nothing":      {},
		"Vec::new":     {},
		"std::lock":    {},
		"x ::fire":     {},
		"请@be":         {'@', "be", 3},
		"foo@be":       {},
	} {
		if got := triggerAt(text, len(text)); got != want {
			t.Errorf("%q asks for %+v, want %+v", text, got, want)
		}
	}
	if got := triggerAt("@mara hello", 3); got != (trigger{'@', "ma", 0}) {
		t.Errorf("with the caret inside the word: %+v", got)
	}
}

func TestPeopleAreRankedByHowWellTheyMatchThenByWhoIsHere(t *testing.T) {
	people := []wire.User{
		{ID: "1", Name: "Mara Lindqvist", Handle: "mara"},
		{ID: "2", Name: "Ines Duarte", Handle: "ines"},
		{ID: "3", Name: "Ingo Away", Handle: "ingo"},
		{ID: "2", Name: "Ines Duarte", Handle: "ines"},
		{ID: "4", Name: "Inga Gone", Handle: "inga", Gone: true},
		{ID: "5", Name: "Sam Okafor", Handle: "sam"},
	}
	var got []string
	for _, s := range suggestPeople(people, "in", 8, func(id string) bool { return id == "3" }) {
		got = append(got, s.name)
	}
	want := []string{"Ingo Away", "Ines Duarte", "Mara Lindqvist"}
	if len(got) != len(want) {
		t.Fatalf("suggested %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("suggested %q, want %q", got, want)
		}
	}
}

// Enter sends what is written out, and names nobody whose handle begins alike.
func TestACompleteHandleIsFirstAndNeedsNoSuggestion(t *testing.T) {
	people := []wire.User{
		{ID: "1", Name: "Ben Adams", Handle: "ben.adams"}, {ID: "2", Name: "Ben", Handle: "ben2"}, {ID: "3", Name: "Ben", Handle: "ben"},
		{ID: "4", Name: "José García", Handle: "josé.garcía"},
	}
	here := func(id string) bool { return id == "1" }
	if found := suggestPeople(people, "Ben", 8, here); len(found) != 3 || found[0].key != "3" {
		t.Errorf("for @Ben: %+v", found)
	}
	if found := suggestPeople(people, "garcia", 8, here); len(found) != 1 || found[0].text != "@josé.garcía " {
		t.Errorf("for @garcia: %+v", found)
	}
	for typed, want := range map[string]bool{
		"@ben": true, "@BEN": true, "@ben.": true, "@be": false, "@": false, "@ben.a": false, ":ben": false,
	} {
		if got := (trigger{mark: typed[0], query: typed[1:]}).complete(people); got != want {
			t.Errorf("%s is complete: %v", typed, got)
		}
	}
}
