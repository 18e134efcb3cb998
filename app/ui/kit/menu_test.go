package kit

import "testing"

func TestLettersGoToTheLineThatBeginsWithThem(t *testing.T) {
	labels := []string{"Copy text", "Édit", "Copy link", "Delete", "Sign out", "Settings"}
	for _, c := range []struct {
		typed    string
		at, want int
	}{
		{"d", 0, 3}, {"D", 0, 3}, {"e", 0, 1}, {"é", 0, 1}, {"x", 0, -1},
		{"c", 0, 2}, {"cc", 2, 0}, {"ccc", 0, 2}, {"copy l", 0, 2}, {"copy t", 2, 0},
		{"s", 0, 4}, {"s", 4, 5}, {"se", 4, 5}, {"sx", 4, -1}, {"d", 3, 3},
	} {
		if got := beginning(labels, c.at, c.typed); got != c.want {
			t.Errorf("%q from line %d leads to %d, want %d", c.typed, c.at, got, c.want)
		}
	}
}
