package fold_test

import (
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/shared/fold"
)

func TestNamesAreSortedAsPeopleReadThem(t *testing.T) {
	list := []string{"zebra", "Écran", "ecran", "Apple", "ångström", "eclair", "écran", "Ecran"}
	fold.Sort(list, norm.NFKD.String, func(name string) (string, string) { return name, name })
	want := []string{"ångström", "Apple", "eclair", "Ecran", "ecran", "Écran", "écran", "zebra"}
	if !slices.Equal(list, want) {
		t.Errorf("sorted: %q, want %q", list, want)
	}
}

func TestNamesThatAreTheSameAreSortedByTheirIDs(t *testing.T) {
	list := [][2]string{{"lobby", "b"}, {"lobby", "a"}}
	fold.Sort(list, norm.NFKD.String, func(e [2]string) (string, string) { return e[0], e[1] })
	if list[0][1] != "a" {
		t.Errorf("sorted: %q", list)
	}
}
