package daemon

import (
	"bytes"
	"strings"
	"testing"

	"github.com/confab/confab/server/config"
)

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
