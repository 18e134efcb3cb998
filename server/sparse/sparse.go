// Package sparse logs errors that repeat only once a minute, with a count, so
// that a client that can cause an error again and again cannot fill the log with
// it.
package sparse

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// every is how often the same error is logged.
const every = time.Minute

// Limits on what is stored and written: the number of different errors per
// minute, beyond which they share one line; and the length of a panic's text and
// stack, in bytes.
const (
	most     = 256
	mostText = 500
	mostLine = 8 << 10
)

// Log logs errors. The same error is logged once a minute, with the number of its
// occurrences since it was last logged as "times". It is safe for concurrent use.
type Log struct {
	to  *slog.Logger
	now func() time.Time

	mu    sync.Mutex
	seen  map[string]*line
	total int64 // number of panics
}

// line is one error.
type line struct {
	at    time.Time // when it was last logged
	since int       // number of occurrences since
}

// New returns a Log that writes to a logger.
func New(to *slog.Logger) *Log { return &Log{to: to, now: time.Now, seen: map[string]*line{}} }

// Error logs an error as slog.Logger.Error does. Errors with the same message and
// key are the same.
func (l *Log) Error(key, message string, attrs ...any) {
	if n := l.due(message + "\x00" + key); n > 0 {
		l.to.Error(message, append(attrs, "times", n)...)
	}
}

// Warn is Error for what is not a fault of the server.
func (l *Log) Warn(key, message string, attrs ...any) {
	if n := l.due(message + "\x00" + key); n > 0 {
		l.to.Warn(message, append(attrs, "times", n)...)
	}
}

// Panic counts a panic and logs it, with its stack. Call it from the deferred
// function that recovered the panic, or from a function called by that one.
// Panics at the same place in the code are the same.
func (l *Log) Panic(message string, value any, attrs ...any) {
	l.mu.Lock()
	l.total++
	l.mu.Unlock()
	if n := l.due("panic\x00" + place()); n > 0 {
		attrs = append(attrs, "panic", clip(fmt.Sprint(value), mostText), "stack", clip(string(debug.Stack()), mostLine), "times", n)
		l.to.Error(message, attrs...)
	}
}

// Survive is to be deferred where a panic must not end the server: it recovers,
// counts and logs the panic, and calls then, which cleans up; nil if there is
// nothing to clean up. A nil Log does not recover.
func (l *Log) Survive(what string, then func()) {
	p := recover()
	if p == nil {
		return
	}
	if l == nil {
		panic(p)
	}
	l.Panic("panic in "+what, p)
	if then != nil {
		then()
	}
}

// Keep calls work until it returns. If work panics, Keep recovers and, after a
// pause, calls it again, until ctx ends.
func (l *Log) Keep(ctx context.Context, pause time.Duration, what string, work func(context.Context)) {
	for again := true; again; {
		again = false
		func() {
			defer l.Survive(what, func() { again = true })
			work(ctx)
		}()
		if !again {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// Panics returns the number of panics.
func (l *Log) Panics() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}

// due counts an error. It returns the number of its occurrences if it must be
// logged now, otherwise 0.
func (l *Log) due(key string) int {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.seen[key]
	if f == nil && len(l.seen) >= most {
		l.forgetLocked(now)
		if len(l.seen) >= most {
			key = "" // all further errors share one line
			f = l.seen[key]
		}
	}
	if f == nil {
		f = &line{}
		l.seen[key] = f
	}
	f.since++
	if !f.at.IsZero() && now.Sub(f.at) < every {
		return 0
	}
	n := f.since
	f.at, f.since = now, 0
	return n
}

// forgetLocked forgets errors that did not occur for a while.
func (l *Log) forgetLocked(now time.Time) {
	for key, f := range l.seen {
		if now.Sub(f.at) >= every {
			delete(l.seen, key)
		}
	}
}

// place returns where the panic happened that is being recovered: the first
// function below it that does not belong to the runtime.
func place() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for panicked := false; ; {
		f, more := frames.Next()
		own := strings.HasPrefix(f.Function, "runtime.")
		if panicked && !own {
			return fmt.Sprintf("%s:%d", f.File, f.Line)
		}
		panicked = panicked || f.Function == "runtime.gopanic"
		if !more {
			return ""
		}
	}
}

func clip(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}
