package kit

import "testing"

func TestTheBeginningOfANameBeatsTheMiddle(t *testing.T) {
	for _, c := range []struct {
		name, query string
		want        int
	}{
		{"Inês Duarte", "in", 3}, {"Mara Lindqvist", "lin", 2}, {"Mara Lindqvist", "in", 1},
		{"Ümit", "ü", 3}, {"ÜMIT", "üm", 3}, {"陈雨晴", "雨", 1}, {"field-ops", "ops", 2}, {"Sam", "x", 0}, {"Sam", "", 1},
		{"Sam", "same", 0},
	} {
		if got := Rank(c.name, c.query); got != c.want {
			t.Errorf("Rank(%q, %q) = %d, want %d", c.name, c.query, got, c.want)
		}
	}
}

func TestAHitAtAWordComesFirst(t *testing.T) {
	before, hit, after := split("minimal in", "IN")
	if before != "minimal " || hit != "in" || after != "" {
		t.Errorf("split: %q %q %q", before, hit, after)
	}
	if before, hit, after = split("ÄÖ", "x"); before != "ÄÖ" || hit != "" || after != "" {
		t.Errorf("no hit: %q %q %q", before, hit, after)
	}
}
