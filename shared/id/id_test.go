package id

import (
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

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

func TestAnIDIsAUUIDOfVersion7(t *testing.T) {
	before := time.Now().UnixMilli()
	s := New()
	after := time.Now().UnixMilli()
	made, err := strconv.ParseInt(s[:12], 16, 64)
	if err != nil || made < before || made > after {
		t.Errorf("%s was made at %d ms, %v; want %d to %d", s, made, err, before, after)
	}
	if s[12] != '7' {
		t.Errorf("%s has version %c, want 7", s, s[12])
	}
	if variant := s[16]; variant < '8' || variant > 'b' {
		t.Errorf("%s has %c where the variant is, want 8 to b", s, variant)
	}
}

func TestIDsMadeAtOnceDiffer(t *testing.T) {
	made := make([][]string, 8)
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() {
			for range 1000 {
				made[i] = append(made[i], New())
			}
		})
	}
	all.Wait()
	ids := slices.Concat(made...)
	slices.Sort(ids)
	for i := 1; i < len(ids); i++ {
		if ids[i][:16] == ids[i-1][:16] {
			t.Fatalf("%s and %s have the same time", ids[i-1], ids[i])
		}
	}
}

func TestHexWritesEachDigit(t *testing.T) {
	if got := hex(0x0123456789abcdef, 0xfedcba9876543210); got != "0123456789abcdeffedcba9876543210" {
		t.Errorf("hex = %q", got)
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
