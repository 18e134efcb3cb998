package importer

import (
	"strings"
	"testing"
	"time"

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

func TestTimesAsRFC3339HasThem(t *testing.T) {
	for written, want := range map[string]string{
		"2019-03-01T09:14:00Z":          "2019-03-01T09:14:00Z",
		"2019-03-01t09:14:00z":          "2019-03-01T09:14:00Z",
		"2016-12-31T23:59:60Z":          "2017-01-01T00:00:00Z",
		"2016-12-31T23:59:60.5+00:00":   "2017-01-01T00:00:00.5Z",
		"1990-12-31t15:59:60-08:00":     "1991-01-01T00:00:00Z",
		"2019-03-01T09:14:00.123+05:30": "2019-03-01T03:44:00.123Z",
	} {
		at, err := moment(written)
		if got := at.UTC().Format(time.RFC3339Nano); err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", written, got, err, want)
		}
	}
	for _, written := range []string{"", "60", "2019-03-01T09:14:61Z", "2019-03-01T09:60:60Z", "2019-03-01 09:14:00Z",
		"2019-03-01T09:14:00", "2019-03-01T09:14:60"} {
		if at, err := moment(written); err == nil {
			t.Errorf("%q was taken for %v", written, at)
		}
	}
}
