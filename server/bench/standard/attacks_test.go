package main

import (
	"slices"
	"testing"
)

// What go test prints of a story is read as it is printed there.
func TestAVerdictIsARow(t *testing.T) {
	const said = `{"Action":"run","Test":"TestAttackX"}
{"Action":"output","Test":"TestAttackX","Output":"    judge_test.go:162: p99 from send to delivery: 1.25ms quiet, 1.4ms attacked beside 1.1ms left alone, good in 3 windows of 3; signed in 7, refused 0; memory +12.0 MB; log 930 bytes; 0.32 cores\n"}
{"Action":"output","Test":"TestAttackX","Output":"--- PASS: TestAttackX (4.10s)\n"}
`
	rows := endured([]byte(said))
	want := []string{"X", "1.25ms", "1.4ms", "1.1ms", "7 / 0", "+12.0 MB", "930 bytes"}
	if len(rows) != 1 || !slices.Equal(rows[0], want) {
		t.Errorf("%q, want %q", rows, want)
	}
	if rows := endured([]byte("FAIL")); rows != nil {
		t.Errorf("%q of what is no JSON", rows)
	}
}
