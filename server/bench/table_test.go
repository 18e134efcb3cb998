package bench

import (
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/bench/history"
)

func TestResultsReadAsATable(t *testing.T) {
	r := Result{Load: Load{Name: "1 x 1,000"}, Took: 2 * time.Second, Messages: 100, Deliveries: 2_500_000, CPU: 10 * time.Second,
		Ack: Quantiles{time.Millisecond, 20 * time.Millisecond, 300 * time.Millisecond}}
	broken := r
	broken.History = history.Report{Violations: make([]history.Violation, 3)}
	var b strings.Builder
	if err := WriteResults(&b, []Result{r, broken}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 4 {
		t.Fatalf("want a head, a rule and two rows, got:\n%s", b.String())
	}
	for _, want := range []string{"1 x 1,000", "| 50 ", "1,250,000", "4.0 us", "1.00 / 20 / 300 ms", "clean"} {
		if !strings.Contains(lines[2], want) {
			t.Errorf("row %q lacks %q", lines[2], want)
		}
	}
	if !strings.Contains(lines[3], "3 violations") {
		t.Errorf("row %q hides the violations", lines[3])
	}
	for _, l := range lines {
		if len([]rune(l)) != len([]rune(lines[0])) {
			t.Errorf("columns do not line up:\n%s", b.String())
		}
	}
}
