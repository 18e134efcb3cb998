package timeline

import (
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// apply takes the steps on rows the way platform.Rows does on the page. The
// tests' rows are one byte of HTML each.
func apply(rows []string, steps []edit) []string {
	for _, s := range steps {
		switch s.kind {
		case insertRows:
			var fresh []string
			for _, r := range s.html {
				fresh = append(fresh, string(r))
			}
			rows = slices.Insert(rows, s.at, fresh...)
		case removeRows:
			rows = slices.Delete(rows, s.at, s.at+s.n)
		case replaceRow:
			rows[s.at] = s.html
		}
	}
	return rows
}

func looks(items []item) []string {
	var rows []string
	for _, it := range items {
		rows = append(rows, it.html)
	}
	return rows
}

func TestStepsTurnAnyRowsIntoAnyOthers(t *testing.T) {
	rows := rapid.Custom(func(t *rapid.T) []item {
		keys := rapid.SliceOfNDistinct(rapid.IntRange(0, 12), 0, 12, rapid.ID).Draw(t, "keys")
		var items []item
		for _, k := range keys {
			look := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "look")
			items = append(items, item{strconv.Itoa(k), look})
		}
		return items
	})
	rapid.Check(t, func(t *rapid.T) {
		old, wanted := rows.Draw(t, "old"), rows.Draw(t, "wanted")
		if got := apply(looks(old), diff(old, wanted)); !slices.Equal(got, looks(wanted)) {
			t.Fatalf("from %v to %v came %v", old, wanted, got)
		}
	})
}

func TestAMessageAtTheEndIsOneStep(t *testing.T) {
	old := []item{{"1", "a"}, {"2", "b"}}
	steps := diff(old, append(slices.Clone(old), item{"3", "c"}, item{"4", "d"}))
	if !slices.Equal(steps, []edit{{insertRows, 2, 2, "cd"}}) {
		t.Fatalf("steps: %+v", steps)
	}
}

func TestOlderHistoryAndTrimmingLeaveTheRestAlone(t *testing.T) {
	old := []item{{"5", "e"}, {"6", "f"}, {"7", "g"}, {"8", "h"}}
	steps := diff(old, []item{{"3", "c"}, {"4", "d"}, {"5", "e"}, {"6", "f"}})
	want := []edit{{insertRows, 0, 2, "cd"}, {removeRows, 4, 2, ""}}
	if !slices.Equal(steps, want) {
		t.Fatalf("steps: %+v, want %+v", steps, want)
	}
}

func TestAnEditReplacesOneRow(t *testing.T) {
	old := []item{{"1", "a"}, {"2", "b"}, {"3", "c"}}
	steps := diff(old, []item{{"1", "a"}, {"2", "x"}, {"3", "c"}})
	if !slices.Equal(steps, []edit{{replaceRow, 1, 1, "x"}}) {
		t.Fatalf("steps: %+v", steps)
	}
}
