package daemon

import (
	"bytes"
	"strings"
	"testing"

	"github.com/confab/confab/server/config"
)

func TestTheMemoryLimitOfACgroup(t *testing.T) {
	for text, want := range map[string]int64{
		"max\n": 0, "": 0, "9223372036854771712\n": 0, "1073741824\n": 966367638, "-1": 0, "many": 0,
	} {
		if got := memoryLimit(text); got-got%10 != want-want%10 {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestTheMemoryLimitOfAMachine(t *testing.T) {
	for text, want := range map[string]int64{
		"MemTotal:       16384000 kB\nMemFree: 1 kB\n": 12582912000, "MemFree: 5 kB\nMemTotal: 4 kB\n": 3072,
		"": 0, "MemTotal: many kB": 0, "MemTotal: -4 kB": 0, "MemFree: 4 kB": 0,
	} {
		if got := machineLimit(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestNobodyWritesLogLinesOfTheirOwn(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var b bytes.Buffer
		c := config.Default()
		c.LogFormat = format
		NewLogger(c, &b).Info("hello", "client", "x\ny\x1b[31m\r\ntime=now level=ERROR msg=forged")
		if s := b.String(); strings.Count(s, "\n") != 1 || strings.ContainsAny(s, "\x1b\r") {
			t.Errorf("%s: %q", format, s)
		}
	}
}
