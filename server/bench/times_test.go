package bench

import (
	"testing"
	"time"
)

func TestTimesTellsPercentilesWithinTwoPerCent(t *testing.T) {
	var a, b Times
	for i := 1; i <= 1000; i++ {
		half := &a
		if i%2 == 0 {
			half = &b
		}
		half.Note(time.Duration(i) * time.Millisecond)
	}
	a.Add(&b)
	if a.Count() != 1000 {
		t.Fatalf("Count = %d, want 1000", a.Count())
	}
	for _, tt := range []struct {
		p    float64
		want time.Duration
	}{{0.5, 500 * time.Millisecond}, {0.95, 950 * time.Millisecond}, {0.99, 990 * time.Millisecond}, {1, time.Second}} {
		got := a.At(tt.p)
		if got < tt.want || got > tt.want+tt.want/40 {
			t.Errorf("At(%v) = %v, want %v and up to 2.5 %% more", tt.p, got, tt.want)
		}
	}
}

func TestTimesOfNothing(t *testing.T) {
	var none Times
	if got := none.At(0.99); got != 0 {
		t.Errorf("At = %v, want 0", got)
	}
	none.Note(0)
	none.Note(24 * time.Hour)
	if none.Count() != 2 {
		t.Error("durations beyond both ends must be counted")
	}
}

func TestBodyCarriesItsNumber(t *testing.T) {
	for _, n := range []int{0, 7, 123456789} {
		text := body(n, 150)
		if got, ok := number(text); !ok || got != n || len(text) > 150 || len(text) < 140 {
			t.Errorf("body(%d) = %q, number %d %v", n, text, got, ok)
		}
	}
	if _, ok := number("hello, world"); ok {
		t.Error("a text that is not the load's has no number")
	}
}
