package postgres

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/confab/confab/server/store"
)

// The server itself ends a statement that takes too long, and the connection
// stays as good as it was.
func TestAStatementThatNeverEndsIsEnded(t *testing.T) {
	s := open(t, Options{Readers: 1, ViewTime: 20 * time.Millisecond})
	backend := func() (pid int64) {
		if err := s.View(context.Background(), func(tt store.Tx) error {
			return tt.(*nouns).tx.one(func(r row) { pid = r.Int(0) }, `SELECT pg_backend_pid()::bigint`)
		}); err != nil {
			t.Errorf("the next view: %v", err)
		}
		return pid
	}
	before := backend()
	for range 5 {
		err := s.View(context.Background(), func(tt store.Tx) error {
			return tt.(*nouns).tx.each(func(row) {}, `SELECT count(*) FROM generate_series(1, 1000000000000)`)
		})
		if !errors.Is(err, store.ErrLate) {
			t.Errorf("an endless statement: %v, want ErrLate", err)
		}
	}
	if after := backend(); after != before {
		t.Errorf("the connection %d was given up for %d", before, after)
	}
	if s.late.Load() != 5 {
		t.Errorf("%d views were late, want 5", s.late.Load())
	}
}
