package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

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
	head := []string{"Load", "senders", "in flight", "cores", "messages/s", "deliveries/s", "server CPU a delivery",
		"ack p50 / p95 / p99", "delivery p50 / p95 / p99", "server memory peak / steady", "history"}
	var rows [][]string
	for _, r := range results {
		senders, flight, cores := r.Terms()
		rows = append(rows, []string{
			r.Load.Name, senders, flight, cores, count(r.Sends()), count(r.PerSecond()), micro(r.PerDelivery()),
			r.Ack.String(), r.Delivery.String(), r.Memory.String(), verdict(r),
		})
	}
	return Table(w, head, rows)
}

// Notes describes in sentences how a result was measured, and what does not fit
// in a line of the table.
func (r Result) Notes() (notes []string) {
	add := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	if r.Partial != "" {
		add("not all of it: %s", r.Partial)
	}
	loop := fmt.Sprintf("closed loop, %d messages of a sender on their way at most", r.Load.InFlight)
	if r.Load.Lockstep {
		loop += ", each until all members have it"
	}
	if r.Load.Rate > 0 {
		loop = fmt.Sprintf("open loop, %v messages a second; times count from when a message was due", r.Load.Rate)
	}
	add("%s; clients: %s, %s a delivery", loop, r.Load.Client, micro(r.GeneratorPerDelivery()))
	switch {
	case r.Memory == nil:
		add("processor time and memory of the server: not known")
	case r.Pinned:
		add("%s on one processor core, clients on another", servers(r.Nodes))
	default:
		add("%s and clients take the processor cores they find", servers(r.Nodes))
	}
	if m := r.Memory; m != nil {
		add("server memory: %s with nobody connected, %s a connection", megabytes(m.Before), kilobytes(m.Each))
	}
	if r.Load.Rate > 0 {
		add("the generator was late by %s (p50 / p95 / p99), which the times contain", r.Late)
	}
	if a := r.Apart; a > int64(r.Load.Rooms*r.Load.Senders*r.Load.InFlight) && r.Load.Rate == 0 && !r.Load.Lockstep {
		add("members of a room were up to %d messages apart, so that the server wrote to them one by one what it could have written "+
			"to all alike: with --lockstep they stay together", a)
	}
	if r.Far != nil {
		add("delivery on the sender's node %s, on others %s; of the same message, later by %s", r.Near, r.Far, r.Added)
	}
	if r.PutOff+r.Reconnects > 0 {
		add("%d messages were put off by the server, %d connections made again", r.PutOff, r.Reconnects)
	}
	return notes
}

func servers(n int) string {
	if n == 1 {
		return "server"
	}
	return fmt.Sprintf("%d servers", n)
}

// String returns the peak and the memory at the end.
func (m *Memory) String() string {
	if m == nil {
		return "unknown"
	}
	return megabytes(m.Peak) + " / " + megabytes(m.Steady)
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

func kilobytes(n int64) string { return fmt.Sprintf("%.1f KB", float64(n)/1024) }

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

// String returns the three times.
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
