package sqlite

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// logLength is that of the write-ahead log, in pages.
func logLength(t *testing.T, s *Store) int64 {
	t.Helper()
	c, err := s.pool.take(t.Context(), store.Terms{}) // SQLite tells it outside of transactions only
	if err != nil {
		t.Fatal(err)
	}
	size, _, err := c.checkpoint("NOOP")
	if err := errors.Join(err, s.pool.put(c, store.Terms{})); err != nil {
		t.Fatal(err)
	}
	return size
}

// say appends n long messages in one change.
func say(t *testing.T, s *Store, n int) {
	t.Helper()
	body := strings.Repeat("x", 16<<10)
	write(t, s, func(tx store.Tx) error {
		for range n {
			e := wire.Event{Room: "kitchen", Event: "e", Author: "ada", Kind: wire.KindMessage, Body: body}
			if err := tx.Events().Append(&e); err != nil {
				return err
			}
		}
		return nil
	})
}

// grow makes the log long.
func grow(t *testing.T, s *Store) {
	t.Helper()
	for logLength(t, s) < logFrames {
		say(t, s, 100)
	}
}

func TestTheLogIsBegunAnewOnceItIsLong(t *testing.T) {
	s := open(t, Options{})
	defer shut(t, s)
	kitchen(t, s)
	grow(t, s)
	for deadline := time.Now().Add(time.Minute); logLength(t, s) >= logFrames; say(t, s, 1) {
		if time.Now().After(deadline) {
			t.Fatalf("the log still has %d pages", logLength(t, s))
		}
	}
	if found := problems(t, s); len(found) > 0 {
		t.Errorf("afterwards: %q", found)
	}
}

func TestTheLogOfAServerThatIsUsedHasItsPlaceOnTheDisk(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	kitchen(t, s)
	size := func() int64 {
		info, err := os.Stat(filepath.Join(dir, fileName+"-wal"))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	if n := size(); n > 1<<20 {
		t.Errorf("the log of a new server takes %d bytes", n)
	}
	say(t, s, 100)
	write(t, s, func(store.Tx) error { return nil }) // the last one's log was seen to before
	before := size()
	if before < logReserve {
		t.Errorf("the log takes %d bytes and is going to take %d", before, logReserve)
	}
	say(t, s, 100)
	if n := size(); n != before {
		t.Errorf("the log grew from %d to %d bytes", before, n)
	}
	crashed := openAt(t, copyOf(t, dir), Options{})
	if found := problems(t, crashed); len(found) > 0 {
		t.Errorf("after a crash: %q", found)
	}
	if err := crashed.View(t.Context(), func(tx store.Tx) error {
		r, err := tx.Rooms().ByID("kitchen")
		if r.Top != 207 {
			t.Errorf("the top is %d after a crash, want 207", r.Top)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	shut(t, crashed)
	shut(t, s)
}

func TestWhatIsWrittenIsKeptWhenAFileGetsItsPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(path, []byte("written"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int64{1_000_000, 10} { // never shorter
		if err := reserve(path, size); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if want := append([]byte("written"), make([]byte, 1_000_000-7)...); !bytes.Equal(got, want) {
			t.Errorf("reserving %d bytes left %d, beginning with %q", size, len(got), got[:min(len(got), 20)])
		}
	}
	if err := reserve(path+"x", 10); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without a file: %v", err)
	}
}

// broken is a statement that fails as on a sick disk.
type broken struct{ statement }

func (broken) QueryContext(context.Context, []driver.NamedValue) (driver.Rows, error) {
	return nil, errBroken
}

func (broken) Close() error { return nil }

// breakCheckpoints makes those of c fail until mend is called.
func breakCheckpoints(c *conn) (mend func()) {
	const sql = "PRAGMA wal_checkpoint(PASSIVE)"
	was, had := c.stmts[sql]
	c.stmts[sql] = broken{}
	return func() {
		delete(c.stmts, sql)
		if had {
			c.stmts[sql] = was
		}
	}
}

// restIsLeft lets the writer move the rest of the log after this change.
func restIsLeft(t *testing.T, s *Store, before func(*conn)) {
	t.Helper()
	write(t, s, func(tt store.Tx) error {
		before(tt.(*nouns).tx.conn)
		s.checkpointer.state.Store(restLeft)
		return nil
	})
}

func TestTheLogThatCouldNotBeKeptShortIsToldUntilItIs(t *testing.T) {
	var log bytes.Buffer
	say := func(store.Tx) error { return nil }
	for _, mended := range []bool{false, true} {
		log.Reset()
		s := open(t, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
		var mend func()
		restIsLeft(t, s, func(c *conn) { mend = breakCheckpoints(c) })
		restIsLeft(t, s, func(*conn) {})
		write(t, s, say)
		if mended {
			restIsLeft(t, s, func(*conn) { mend() })
			write(t, s, say)
		}
		err := s.Close()
		if !mended && !errors.Is(err, errBroken) || mended && err != nil {
			t.Errorf("Close, mended %v: %v", mended, err)
		}
		if n := strings.Count(log.String(), "level=ERROR"); n != 1 {
			t.Errorf("it was told %d times: %s", n, &log)
		}
		if n := strings.Count(log.String(), "level=INFO"); (n == 1) != mended {
			t.Errorf("mended %v, and told %d times that it is over: %s", mended, n, &log)
		}
	}
}

func TestTheLogThatCannotBeMovedIsTold(t *testing.T) {
	var log bytes.Buffer
	s := open(t, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	kitchen(t, s)
	breakCheckpoints(s.checkpointer.conn)
	grow(t, s)
	for i := 0; i < 10 || s.checkpointer.state.Load() == moving; i++ {
		say(t, s, 100)
	}
	// Close tries once more, by the writer's connection.
	write(t, s, func(tt store.Tx) error {
		breakCheckpoints(tt.(*nouns).tx.conn)
		return nil
	})
	if err := s.Close(); !errors.Is(err, errBroken) {
		t.Errorf("Close: %v, want what went wrong", err)
	}
	if n := strings.Count(log.String(), "level=ERROR"); n != 1 {
		t.Errorf("it was told %d times: %s", n, &log)
	}
}
