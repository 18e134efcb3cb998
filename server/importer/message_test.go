package importer

import (
	"strings"
	"testing"

	"github.com/confab/confab/shared/limits"
)

func FuzzParse(f *testing.F) {
	for line := range strings.Lines(talk) {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		m, err := parse(line)
		if err != nil {
			return
		}
		if m.n < 1 || m.replyTo < 0 || m.room == "" || m.nick == "" || m.text == "" || len(m.text) > limits.Body {
			t.Errorf("parse(%q) = %+v", line, m)
		}
	})
}
