package kit

import "testing"

func TestTheBeginningOfANameBeatsTheMiddle(t *testing.T) {
	for _, c := range []struct {
		name, query string
		want        int
	}{
		{"Inês Duarte", "in", 3}, {"Mara Lindqvist", "lin", 2}, {"Mara Lindqvist", "in", 1},
		{"Ümit", "ü", 3}, {"ÜMIT", "üm", 3}, {"陈雨晴", "雨", 1}, {"field-ops", "ops", 2}, {"Sam", "x", 0}, {"Sam", "", 1},
		{"Sam", "same", 0}, {"José García", "jose", 3}, {"José García", "garcia", 2}, {"Søren Ünal", "unal", 2}, {"jose", "josé", 3},
		{"Straße", "strasse", 3}, {"Ｂｅｎ", "ben", 3}, {"벤자민", "베", 3}, {"が", "か", 3}, {"か", "が", 0}, {"Ben", "b\u200ben", 3},
	} {
		if got := Rank(c.name, c.query); got != c.want {
			t.Errorf("rank(%q, %q) = %d, want %d", c.name, c.query, got, c.want)
		}
	}
}

func TestAHitAtAWordComesFirst(t *testing.T) {
	for _, c := range []struct{ name, query, before, hit, after string }{
		{"minimal in", "IN", "minimal ", "in", ""},
		{"ÄÖ", "x", "ÄÖ", "", ""},
		{"José García", "jose", "", "José", " García"},
		{"Jose\u0301 G", "jose", "", "Jose\u0301", " G"},
		{"José García", "arci", "José G", "arcí", "a"},
		{"Große Straße", "stras", "Große ", "Straß", "e"},
		{"벤자민", "베", "", "벤", "자민"},
		{"Ada", "ada", "", "Ada", ""},
	} {
		if before, hit, after := split(c.name, c.query); before != c.before || hit != c.hit || after != c.after {
			t.Errorf("split(%q, %q): %q %q %q", c.name, c.query, before, hit, after)
		}
	}
}
