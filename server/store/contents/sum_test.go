package contents

import (
	"slices"
	"testing"
)

// sum adds up rows of a table.
func sum(name string, rows ...Row) Sums {
	a := NewAdder()
	for _, r := range rows {
		a.Add(TableOf(name), r)
	}
	return a.Sums
}

var (
	ada   = Row{int64(1), int64(1), "ada"}
	grace = Row{int64(1), int64(2), "grace"}
	other = Row{int64(2), int64(1), "ada"}
)

func TestASumIsTheSameInWhateverOrder(t *testing.T) {
	a, b := sum(Mentions, ada, grace, other), sum(Mentions, other, grace, ada)
	if d := a.Compare(b); len(d) > 0 {
		t.Errorf("%+v", d)
	}
	var parts Sum
	for _, rows := range [][]Row{{grace}, {}, {other, ada}} {
		parts.Merge(sum(Mentions, rows...).Table(Mentions))
	}
	if parts != a.Table(Mentions) || parts.Rows != 3 {
		t.Errorf("in parts it is %+v, want %+v", parts, a.Table(Mentions))
	}
}

func TestASumTellsEveryDifference(t *testing.T) {
	text := func(v ...any) Sums { return sum(Settings, v) }
	seen := make(map[string]int)
	for i, s := range []Sums{
		text("ab", "c"), text("a", "bc"), text("", "abc"), text("abc", ""), text("abc", nil), text(nil, "abc"),
		text("a\x00", "b"), text("a", "\x00b"), text([]byte("ab"), "c"), text(int64(1), "c"), text(true, "c"), text(false, "c"),
		sum(Settings), sum(Settings, Row{"a", "b"}, Row{"a", "b"}), sum(Settings, Row{"a", "b"}), sum(Mentions, ada), sum(Mentions, other),
	} {
		hash := s.All().Hash()
		if j, twice := seen[hash]; twice {
			t.Errorf("numbers %d and %d are alike: %s", i, j, hash)
		}
		seen[hash] = i
	}
}

func TestDifferencesAreToldByTableAndRoom(t *testing.T) {
	a, b := sum(Mentions, ada, other), sum(Mentions, ada, grace)
	b[Users] = sum(Users, Row{"ada", "ada", "Ada", "owner", false, false, nil, "", int64(0)})[Users]
	var got []string
	for _, d := range a.Compare(b) {
		got = append(got, d.Table+"/"+string(rune('0'+d.Room)))
	}
	if want := []string{"users/0", "mentions/1", "mentions/2"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWhatWasSaidIsSummedUpApart(t *testing.T) {
	a := sum(Mentions, ada)
	talk := a.Talk()
	a[Settings] = sum(Settings, Row{"a", "b"})[Settings]
	if a.Talk() != talk || a.All() == talk {
		t.Error("a setting is part of what was said, or not of everything")
	}
}
