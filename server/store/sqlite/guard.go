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
	views int64 // how many began: which of them a timer is for
	on    bool  // one is under way: without it nothing is interrupted
	late  *time.Timer
	again *time.Timer
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

// begin guards what comes until the function that it returns is called: it ends
// with ctx, and with store.ErrLate after d if that is above 0.
func (g *guard) begin(ctx context.Context, d time.Duration) (done func()) {
	g.over.Store(nil)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.views++
	view := g.views
	g.on = true
	if d > 0 {
		g.late = time.AfterFunc(d, func() { g.end(view, store.ErrLate, interruptEvery) })
	}
	stop := func() bool { return true }
	if ctx.Done() != nil {
		stop = context.AfterFunc(ctx, func() { g.end(view, ctx.Err(), interruptEvery) })
	}
	return func() {
		stop()
		g.mu.Lock()
		defer g.mu.Unlock()
		g.on = false
		for _, t := range []*time.Timer{g.late, g.again} {
			if t != nil {
				t.Stop()
			}
		}
		g.late, g.again = nil, nil
	}
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
