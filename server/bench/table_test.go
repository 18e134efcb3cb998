package bench

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/history"
)

func TestResultsReadAsATable(t *testing.T) {
	r := Result{Load: Load{Name: "1 x 1,000", Rooms: 2, Senders: 4, InFlight: 16}, Pinned: true, Took: 2 * time.Second, Messages: 100,
		Deliveries: 2_500_000, CPU: 10 * time.Second,
		Ack: Quantiles{time.Millisecond, 20 * time.Millisecond, 300 * time.Millisecond}, Memory: &Memory{Peak: 60e6, Steady: 41.5e6}}
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
	for _, want := range []string{"1 x 1,000", "| 8 ", "| 8 x 16 ", "| 1 + 1 ", "| 50 ", "1,250,000", "4.0 us", "1.00 / 20 / 300 ms",
		"60.0 MB / 41.5 MB", "clean"} {
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

// What programs read must not change its names.
func TestJSONKeepsItsNames(t *testing.T) {
	var b strings.Builder
	q := Quantiles{1, 2, 3}
	err := WriteJSON(&b, []Result{{
		Load: Load{Name: "n", Rooms: 1, Members: 2, Senders: 1, Rate: 5, Messages: 10, Duration: 7, Size: 150, Client: ClientLean,
			Lockstep: true},
		Partial: "interrupted", Nodes: 3, Pinned: true, Took: 4, Messages: 10, PutOff: 1, Deliveries: 20, Reconnects: 2,
		Ack: q, Delivery: q, Near: &q, Far: &q, Added: &q, Late: q, Apart: 9, CPU: 5, Generator: 6, Memory: &Memory{1, 2, 3, 4},
		History: history.Report{Invoked: 10, Acked: 10, Rows: 11, Delivered: 20,
			Violations: []history.Violation{{Invariant: "I1", Room: "r", Seq: 9, Author: "a", What: "w"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	const quantiles = `{"p50_ns":1,"p95_ns":2,"p99_ns":3}`
	want := `[{"load":{"name":"n","rooms":1,"members":2,"senders":1,"rate":5,"in_flight":0,"lockstep":true,` +
		`"messages":10,"duration_ns":7,"size":150,"client":"lean"},` +
		`"partial":"interrupted","nodes":3,"pinned":true,"took_ns":4,"messages":10,"put_off":1,"deliveries":20,"reconnects":2,` +
		`"ack":` + quantiles + `,"delivery":` + quantiles + `,"delivery_same_node":` + quantiles + `,"delivery_other_node":` + quantiles +
		`,"added_by_other_node":` + quantiles + `,"generator_late":` + quantiles +
		`,"apart":9,"server_cpu_ns":5,"generator_cpu_ns":6,"server_memory":{"before":1,"peak":2,"steady":3,"connection":4},` +
		`"history":{"sent":10,"acknowledged":10,"refused":0,"unknown":0,"changes":0,"rows":11,"deliveries":20,"violations":[{"invariant":"I1","room":"r","seq":9,"author":"a","what":"w"}]}}]`
	var got bytes.Buffer
	if err := json.Compact(&got, []byte(b.String())); err != nil || got.String() != want {
		t.Errorf("%v\n got %s\nwant %s", err, got.String(), want)
	}
}

func TestNotesSayOnWhichTerms(t *testing.T) {
	for want, r := range map[string]Result{
		"not all of it: interrupted":                               {Partial: "interrupted"},
		"open loop, 250 messages a second; times count from when":  {Load: Load{Rate: 250}},
		"closed loop, 8 messages of a sender on their way at most": {Load: Load{InFlight: 8}},
		"each until all members have it":                           {Load: Load{Lockstep: true}},
		"processor time and memory of the server: not known":       {},
		"3 servers on one processor core, clients on another":      {Nodes: 3, Pinned: true, Memory: &Memory{}},
		"server and clients take the processor cores they find":    {Nodes: 1, Memory: &Memory{}},
		"27.0 MB with nobody connected, 16.0 KB a connection":      {Nodes: 1, Memory: &Memory{Before: 27e6, Each: 16 << 10}},
		"up to 40 messages apart":                                  {Load: Load{Rooms: 1, Senders: 2, InFlight: 16}, Apart: 40},
		"2 messages were put off by the server, 3 connections":     {PutOff: 2, Reconnects: 3},
	} {
		if notes := strings.Join(r.Notes(), "\n"); !strings.Contains(notes, want) {
			t.Errorf("%q lacks %q", notes, want)
		}
	}
}
