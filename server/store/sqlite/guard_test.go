package sqlite

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/confab/confab/server/store"
)

// endless goes on for ever within one step of one statement.
const endless = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n`

// slowly gives one row and then goes on for ever: what a watched context of the
// driver does not end.
const slowly = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i = 1 OR i < 0`

func TestAStatementThatNeverEndsIsEnded(t *testing.T) {
	s := open(t, Options{Readers: 1, ViewTime: 20 * time.Millisecond})
	defer shut(t, s)
	kitchen(t, s)
	for _, sql := range []string{endless, slowly} {
		run := func(ctx context.Context) error {
			return s.View(ctx, func(tt store.Tx) error { return tt.(*nouns).tx.conn.each(func(row) {}, sql) })
		}
		for range 10 {
			if err := run(context.Background()); !errors.Is(err, store.ErrLate) {
				t.Errorf("%s: %v, want ErrLate", sql, err)
			}
			left, leave := context.WithTimeout(context.Background(), time.Millisecond)
			if err := run(store.Within(left, -1)); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s, for nobody: %v", sql, err)
			}
			leave()
			gone := make(chan struct{})
			close(gone)
			if err := run(store.Until(context.Background(), gone)); !errors.Is(err, context.Canceled) && !errors.Is(err, store.ErrLate) {
				t.Errorf("%s, for who is gone: %v", sql, err)
			}
		}
		if err := s.View(context.Background(), func(tx store.Tx) error { _, err := tx.Users().ByID("ada"); return err }); err != nil {
			t.Errorf("the next view: %v", err)
		}
	}
	if len(s.pool.idle) != 1 || s.late.Load() < 20 {
		t.Errorf("%d connections are idle, want the one; %d views were late, want 20 at least", len(s.pool.idle), s.late.Load())
	}
}

func BenchmarkView(b *testing.B) {
	s := open(b, Options{})
	defer func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	}()
	kitchen(b, s)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for name, ctx := range map[string]context.Context{"plain": context.Background(), "of a person": store.For(ctx, "ada")} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				if err := s.View(ctx, func(tx store.Tx) error { _, err := tx.Users().ByID("ada"); return err }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
