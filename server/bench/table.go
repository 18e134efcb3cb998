package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// Figure is one line of a report: what was measured, and how it compares.
type Figure struct {
	What   string `json:"what"`
	Value  string `json:"value"`
	Budget string `json:"budget,omitempty"`
}

// Table writes rows as a Markdown table, which also reads well in a terminal.
func Table(w io.Writer, head []string, rows [][]string) error {
	width := make([]int, len(head))
	for i, h := range head {
		width[i] = len([]rune(h))
	}
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], len([]rune(cell)))
		}
	}
	line := func(cells []string) string {
		var b strings.Builder
		for i, cell := range cells {
			fmt.Fprintf(&b, "| %s%s ", cell, strings.Repeat(" ", width[i]-len([]rune(cell))))
		}
		return b.String() + "|\n"
	}
	rule := "|"
	for _, n := range width {
		rule += strings.Repeat("-", n+2) + "|"
	}
	text := line(head) + rule + "\n"
	for _, row := range rows {
		text += line(row)
	}
	_, err := io.WriteString(w, text)
	return err
}

// WriteResults writes loads as a table.
func WriteResults(w io.Writer, results []Result) error {
	head := []string{"Load", "messages/s", "deliveries/s", "server CPU a delivery", "ack p50 / p95 / p99", "delivery p50 / p95 / p99", "history"}
	var rows [][]string
	for _, r := range results {
		rows = append(rows, []string{
			r.Load.Name, count(r.Sends()), count(r.PerSecond()), micro(r.PerDelivery()),
			r.Ack.String(), r.Delivery.String(), verdict(r),
		})
	}
	return Table(w, head, rows)
}

// WriteJSON writes loads for programs: times in nanoseconds.
func WriteJSON(w io.Writer, results []Result) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(results)
}

func verdict(r Result) string {
	if r.History.OK() {
		return "clean"
	}
	return fmt.Sprintf("%d violations", len(r.History.Violations))
}

// String gives the three times.
func (q Quantiles) String() string {
	return millis(q.P50) + " / " + millis(q.P95) + " / " + millis(q.P99) + " ms"
}

func millis(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	if ms < 10 {
		return fmt.Sprintf("%.2f", ms)
	}
	return fmt.Sprintf("%.0f", ms)
}

func micro(d time.Duration) string {
	if d == 0 {
		return "unknown"
	}
	return fmt.Sprintf("%.1f us", float64(d)/float64(time.Microsecond))
}

// count writes a number with its thousands apart.
func count(f float64) string {
	s := fmt.Sprintf("%.0f", f)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
