package sparse

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

type sink struct{ strings.Builder }

func newLog() (*Log, *sink, *time.Time) {
	var out sink
	now := time.Unix(1_700_000_000, 0)
	l := New(slog.New(slog.NewTextHandler(&out, nil)))
	l.now = func() time.Time { return now }
	return l, &out, &now
}

func (s *sink) lines() int { return strings.Count(s.String(), "\n") }

// fall panics with a value, at one of two places in the code.
func fall(l *Log, value any, elsewhere bool) {
	defer func() { l.Panic("a panic", recover(), "who", "sam") }()
	if elsewhere {
		panic(value)
	}
	panic(value)
}

func TestTheSamePanicIsLoggedOnceAMinuteWithACount(t *testing.T) {
	l, out, now := newLog()
	for i := range 5000 {
		fall(l, i, false)
	}
	if out.lines() != 1 || !strings.Contains(out.String(), "times=1") || !strings.Contains(out.String(), "sparse.fall") {
		t.Fatalf("logged:\n%s", out.String())
	}
	fall(l, "another place", true)
	if out.lines() != 2 {
		t.Errorf("a panic elsewhere was not logged:\n%s", out.String())
	}
	*now = now.Add(time.Minute)
	fall(l, "again", false)
	if out.lines() != 3 || !strings.Contains(out.String(), "times=5000") {
		t.Errorf("a minute later:\n%s", out.String())
	}
	if n := l.Panics(); n != 5002 {
		t.Errorf("%d panics counted, want 5002", n)
	}
}

func TestALogLineOfAPanicIsBounded(t *testing.T) {
	l, out, _ := newLog()
	fall(l, strings.Repeat("x", 1<<20), false)
	if n := out.Len(); n > 2*mostLine {
		t.Errorf("%d bytes", n)
	}
}

func TestPanicsThatNobodyForesawShareALine(t *testing.T) {
	l, out, now := newLog()
	for i := range 10 * most {
		l.Error(strconv.Itoa(i), "a fault")
	}
	if out.lines() != most+1 {
		t.Errorf("%d lines, want %d", out.lines(), most+1)
	}
	*now = now.Add(time.Minute)
	l.Error("another", "a fault")
	if out.lines() != most+2 || len(l.seen) > 2 {
		t.Errorf("a minute later %d lines, %d kept", out.lines(), len(l.seen))
	}
}

func TestWhatPanicsIsSurvivedAndPutRight(t *testing.T) {
	l, out, _ := newLog()
	right := 0
	for _, panics := range []bool{true, false, true} {
		func() {
			defer l.Survive("the test", func() { right++ })
			if panics {
				panic("a fault")
			}
		}()
	}
	if right != 2 || l.Panics() != 2 || out.lines() != 1 || !strings.Contains(out.String(), "panic in the test") {
		t.Errorf("put right %d times, %d panics counted, logged:\n%s", right, l.Panics(), out.String())
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("without a log a panic was swallowed")
			}
		}()
		defer (*Log)(nil).Survive("the test", nil)
		panic("a fault")
	}()
}

func TestWorkThatPanicsIsBegunAgainAfterAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, out, _ := newLog()
		var begun []time.Duration
		start := time.Now()
		l.Keep(t.Context(), time.Minute, "the test", func(context.Context) {
			if begun = append(begun, time.Since(start)); len(begun) < 3 {
				panic("a fault")
			}
		})
		if want := []time.Duration{0, time.Minute, 2 * time.Minute}; !slices.Equal(begun, want) || out.lines() != 1 {
			t.Errorf("begun at %v, want %v; logged:\n%s", begun, want, out.String())
		}
		ctx, cancel := context.WithCancel(t.Context())
		l.Keep(ctx, time.Minute, "the test", func(context.Context) {
			cancel()
			panic("a fault")
		})
		if n := l.Panics(); n != 3 {
			t.Errorf("%d panics, want none once it is over", n)
		}
	})
}
