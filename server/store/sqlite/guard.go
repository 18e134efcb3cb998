package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/confab/confab/server/store"
)

// guard ends what a connection does when its time is over or nobody waits for
// it any more. The driver could watch a context: with a goroutine for every
// statement, and up to the first row alone. This is one timer for a View.
type guard struct {
	db uintptr // SQLite's own name of the connection

	over atomic.Pointer[error] // why it must end; nil: it may go on

	mu    sync.Mutex
	views int64       // how many began: which of them a timer is for
	on    bool        // one is under way: without it nothing is interrupted
	look  *time.Timer // when to look next whether it must end
	again *time.Timer // when to interrupt again
}

// handle returns SQLite's own name of the connection, which sqlite3_interrupt
// asks for and the driver, whose version go.mod fixes, keeps to itself.
func handle(raw driver.Conn) (uintptr, error) {
	if v := reflect.ValueOf(raw); v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct {
		if db := v.Elem().FieldByName("db"); db.IsValid() && db.Kind() == reflect.Uintptr && db.Uint() != 0 {
			return uintptr(db.Uint()), nil
		}
	}
	return 0, fmt.Errorf("sqlite: the driver's %T cannot be interrupted", raw)
}

// interruptEvery is after how long an interruption is repeated that came just
// before a statement began, which SQLite then forgets. The time doubles.
const interruptEvery = 2 * time.Millisecond

// lookEvery is how often it is looked whether whoever asked is gone.
const lookEvery = 50 * time.Millisecond

// begin guards what comes until the function that it returns is called: it ends
// with ctx, when whoever asked is gone, and with store.ErrLate after t.Time if
// that is above 0.
func (g *guard) begin(ctx context.Context, t store.Terms) (done func()) {
	g.over.Store(nil)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.views++
	view := g.views
	g.on = true
	g.watch(view, t, t.Time)
	stop := func() bool { return true }
	if ctx.Done() != nil {
		stop = context.AfterFunc(ctx, func() { g.end(view, ctx.Err(), interruptEvery) })
	}
	return func() {
		stop()
		g.mu.Lock()
		defer g.mu.Unlock()
		g.on = false
		for _, t := range []*time.Timer{g.look, g.again} {
			if t != nil {
				t.Stop()
			}
		}
		g.look, g.again = nil, nil
	}
}

// watch looks again before what is left of the time is over. g.mu is held.
func (g *guard) watch(view int64, t store.Terms, left time.Duration) {
	next := left
	if t.Gone != nil && (t.Time <= 0 || next > lookEvery) {
		next = lookEvery
	}
	if next <= 0 {
		return
	}
	g.look = time.AfterFunc(next, func() {
		reason := t.Left()
		if reason == nil && t.Time > 0 && left <= next {
			reason = store.ErrLate
		}
		if reason != nil {
			g.end(view, reason, interruptEvery)
			return
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.on && g.views == view {
			g.watch(view, t, left-next)
		}
	})
}

// end interrupts what a View does, and what it begins.
func (g *guard) end(view int64, reason error, every time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.on || g.views != view {
		return
	}
	g.over.CompareAndSwap(nil, &reason)
	tls := libc.NewTLS() // that of the connection is in use
	defer tls.Close()
	sqlite3.Xsqlite3_interrupt(tls, g.db)
	g.again = time.AfterFunc(every, func() { g.end(view, reason, 2*every) })
}

// ended returns why the View must end, or nil.
func (g *guard) ended() error {
	if g == nil {
		return nil
	}
	if reason := g.over.Load(); reason != nil {
		return *reason
	}
	return nil
}
