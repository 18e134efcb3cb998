package chat

import (
	"strconv"
	"testing"

	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/shared/limits"
)

func TestRestsOfTextAreBounded(t *testing.T) {
	var a allowance
	for i := range 3 * maxRests {
		a.add(strconv.Itoa(i), 1)
		if len(a.rests) > maxRests {
			t.Fatalf("rests of %d people are kept", len(a.rests))
		}
	}
	a.add("sam", 10)
	if !a.spend("sam", 10) || a.spend("sam", 1) {
		t.Error("what was left of Sam's is not what he can spend")
	}
}

func TestCountingTextAllocatesNothing(t *testing.T) {
	q := &quotas{limiter: ratelimit.NewMemory(nil)}
	spend := func() {
		if err := q.spendText(t.Context(), "sam", 100); err != nil {
			t.Fatal(err)
		}
	}
	spend() // the first call draws a unit
	if n := testing.AllocsPerRun(limits.TextUnit/100-10, spend); n > 0 {
		t.Errorf("%v allocations a message", n)
	}
}

// BenchmarkSpendText measures what counting its text adds to the cost of a
// message.
func BenchmarkSpendText(b *testing.B) {
	q := &quotas{limiter: ratelimit.NewMemory(nil)}
	q.texts.add("sam", 1<<40)
	for b.Loop() {
		if err := q.spendText(b.Context(), "sam", 100); err != nil {
			b.Fatal(err)
		}
	}
}
