package id

import "testing"

func TestNewIDsRiseAndAreValid(t *testing.T) {
	last := ""
	for range 10_000 {
		s := New()
		if !Valid(s) {
			t.Fatalf("New() = %q, which Valid refuses", s)
		}
		if s <= last {
			t.Fatalf("New() = %q after %q: ids of one process must rise", s, last)
		}
		last = s
	}
}

func TestValidRefusesWhatIsNotAnID(t *testing.T) {
	for _, s := range []string{
		"", "0", "0190b6f0-7c1e-7000-8000-000000000000", "0190B6F07C1E70008000000000000000",
		"0190b6f07c1e7000800000000000000", "0190b6f07c1e70008000000000000000 ", "../../../../../../../../etc/pass",
	} {
		if Valid(s) {
			t.Errorf("Valid(%q) = true, want false", s)
		}
	}
}
