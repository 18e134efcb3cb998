package dose

import "testing"

func TestTheLongDoseIsForWhoeverAsks(t *testing.T) {
	for _, c := range []struct {
		env  string
		want int
	}{{"", 25}, {"0", 25}, {"1", 500}} {
		t.Setenv("CONFAB_SOAK", c.env)
		if got := Of(25, 500); got != c.want {
			t.Errorf("CONFAB_SOAK=%q: a dose of %d, want %d", c.env, got, c.want)
		}
	}
}
