// Package sparse logs what repeats once a minute with a count, so that whoever
// can cause a fault again and again cannot fill the log with it.
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

// every is how often the same fault is logged.
const every = time.Minute

// What is kept and written at most: different faults within a minute, beyond
// which they share one line; and the length of a panic's text and stack, in bytes.
const (
	most     = 256
	mostText = 500
	mostLine = 8 << 10
)

// Log logs faults. The same one is logged once a minute, and then with how
// often it came since it was last logged, as "times". It is safe for
// concurrent use.
type Log struct {
	to  *slog.Logger
	now func() time.Time

	mu    sync.Mutex
	seen  map[string]*line
	total int64 // panics
}

// line is one fault.
type line struct {
	at    time.Time // when it was last logged
	since int       // how often it came from then on
}

// New returns a Log that writes to a logger.
func New(to *slog.Logger) *Log { return &Log{to: to, now: time.Now, seen: map[string]*line{}} }

// Error logs a fault as slog.Logger.Error does. Faults with the same message
// and key are the same.
func (l *Log) Error(key, message string, attrs ...any) {
	if n := l.due(message + "\x00" + key); n > 0 {
		l.to.Error(message, append(attrs, "times", n)...)
	}
}

// Warn is Error for what is no fault of the server's own.
func (l *Log) Warn(key, message string, attrs ...any) {
	if n := l.due(message + "\x00" + key); n > 0 {
		l.to.Warn(message, append(attrs, "times", n)...)
	}
}

// Panic counts a panic and logs it, with its stack. It is called by the
// deferred function that recovered it, or by one that this calls. Panics at the
// same place of the program are the same.
func (l *Log) Panic(message string, value any, attrs ...any) {
	l.mu.Lock()
	l.total++
	l.mu.Unlock()
	if n := l.due("panic\x00" + place()); n > 0 {
		attrs = append(attrs, "panic", clip(fmt.Sprint(value), mostText), "stack", clip(string(debug.Stack()), mostLine), "times", n)
		l.to.Error(message, attrs...)
	}
}

// Survive is deferred where a panic is to end what panicked and not the server: the
// panic is counted and logged, and then puts right what was left half done; nil if
// nothing is. A nil Log survives nothing.
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

// Keep carries out work until it returns. If it panics instead, that is survived,
// and after a pause it is carried out again, until ctx ends.
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

// Panics is how many there were.
func (l *Log) Panics() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}

// due counts a fault and returns how often it came if it is to be logged now,
// otherwise 0.
func (l *Log) due(key string) int {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.seen[key]
	if f == nil && len(l.seen) >= most {
		l.forgetLocked(now)
		if len(l.seen) >= most {
			key = "" // they share one
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

// forgetLocked forgets what was not seen for a while.
func (l *Log) forgetLocked(now time.Time) {
	for key, f := range l.seen {
		if now.Sub(f.at) >= every {
			delete(l.seen, key)
		}
	}
}

// place is where the panic happened that is being recovered: the first function
// below it that is not the runtime's.
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
