package sqlite

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		child(dir)
		return
	}
	goleak.VerifyTestMain(m)
}

// files reads everything in dir.
func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if out[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestASecondOpenOfTheSameDataIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	kitchen(t, s)
	if _, err := Open(context.Background(), dir, Options{}); !errors.Is(err, store.ErrInUse) {
		t.Errorf("Open: %v, want ErrInUse", err)
	}
	if found := problems(t, s); len(found) > 0 {
		t.Errorf("after the refused open: %q", found)
	}
	shut(t, s)
	shut(t, openAt(t, dir, Options{}))
}

func TestADatabaseOfANewerVersionIsRefusedUntouched(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	kitchen(t, s)
	spoil(t, s, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)
	crashed := copyOf(t, dir)
	shut(t, s)
	for name, dir := range map[string]string{"closed": dir, "crashed": crashed} {
		before := files(t, dir)
		_, err := Open(context.Background(), dir, Options{})
		if !errors.Is(err, store.ErrSchemaNewer) {
			t.Fatalf("%s: Open: %v, want ErrSchemaNewer", name, err)
		}
		after := files(t, dir)
		delete(before, fileName+"-shm") // an index of the log, made anew by whoever reads it
		delete(after, fileName+"-shm")
		if !maps.EqualFunc(before, after, bytes.Equal) {
			t.Errorf("%s: the refused open changed the files: %q before, %q after", name,
				slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after)))
		}
	}
}

// copyOf copies the files of an open store as a crash would leave them.
func copyOf(t testing.TB, dir string) string {
	t.Helper()
	to := t.TempDir()
	for name, data := range files(t, dir) {
		if err := os.WriteFile(filepath.Join(to, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func TestWhatIsThereIsThereAfterReopening(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	kitchen(t, s)
	shut(t, s)
	for range 3 {
		s = openAt(t, dir, Options{})
		if found := problems(t, s); len(found) > 0 {
			t.Errorf("after reopening: %q", found)
		}
		if err := s.View(context.Background(), func(tx store.Tx) error {
			r, err := tx.Rooms().ByID("kitchen")
			if r.Top != 7 {
				t.Errorf("the top is %d after reopening, want 7", r.Top)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
		shut(t, s)
	}
}

func TestOpenSaysWhatIsWrongWithTheDirectory(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(context.Background(), filepath.Join(file, "data"), Options{})
	if err == nil || !strings.Contains(err.Error(), "data directory") {
		t.Errorf("Open below a file: %v", err)
	}
	bad := t.TempDir()
	garbage := bytes.Repeat([]byte("this is no database "), 1000)
	if err := os.WriteFile(filepath.Join(bad, fileName), garbage, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), bad, Options{}); err == nil {
		t.Error("Open of a file that is no database went well")
	}
	if got := files(t, bad)[fileName]; !bytes.Equal(got, garbage) {
		t.Error("the file that is no database was changed")
	}
	if s, err := Open(context.Background(), dir, Options{}); err != nil {
		t.Errorf("after the failures: %v", err)
	} else {
		shut(t, s)
	}
}

func TestTheDataIsForItsOwnerAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := openAt(t, dir, Options{})
	defer shut(t, s)
	kitchen(t, s)
	for name := range files(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode&0o077 != 0 {
			t.Errorf("%s has mode %o", name, mode)
		}
	}
}

func TestEveryConnectionIsDurable(t *testing.T) {
	s := open(t, Options{Readers: 3})
	defer shut(t, s)
	look := func(tt store.Tx) error {
		c := tt.(*nouns).tx.conn
		for pragma, want := range map[string]any{"journal_mode": "wal", "synchronous": int64(2), "foreign_keys": int64(1),
			"secure_delete": int64(1), "busy_timeout": int64(5000)} {
			r, err := c.one("PRAGMA " + pragma)
			if err != nil {
				return err
			}
			if r[0] != want {
				t.Errorf("%s is %v, want %v", pragma, r[0], want)
			}
		}
		return nil
	}
	write(t, s, look)
	begun, release, done := make(chan struct{}), make(chan struct{}), make(chan error)
	for range 3 {
		go func() {
			done <- s.View(context.Background(), func(tx store.Tx) error {
				begun <- struct{}{}
				<-release
				return look(tx)
			})
		}()
	}
	for range 3 {
		<-begun
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		done <- s.View(ctx, func(store.Tx) error { return errors.New("more views than connections") })
	}()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("a view beyond the pool: %v, want Canceled", err)
	}
	close(release)
	for range 3 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestAFullDiskIsToldAndRecoversOnceThereIsSpace(t *testing.T) {
	s := open(t, Options{MaxPages: 200})
	defer shut(t, s)
	kitchen(t, s)
	told := 0
	s.OnCommit(func(c store.Commit) { told += len(c.Events) })
	big := strings.Repeat("x", 16<<10)
	say := func() error {
		return s.Update(context.Background(), func(tx store.Tx) error {
			return tx.Events().Append(&wire.Event{Room: "kitchen", Event: "e", Author: "ada", Kind: wire.KindMessage, Body: big})
		})
	}
	said := 0
	var err error
	for err == nil && said < 1000 {
		if err = say(); err == nil {
			said++
		}
	}
	if !errors.Is(err, store.ErrFull) {
		t.Fatalf("Update on a full disk: %v, want ErrFull", err)
	}
	if said == 0 || said > 100 {
		t.Fatalf("%d messages of 16 KiB went into 200 pages", said)
	}
	answers := make(chan error)
	for range 20 {
		go func() { answers <- say() }()
	}
	for range 20 {
		if err := <-answers; !errors.Is(err, store.ErrFull) {
			t.Errorf("Update while the disk is full: %v, want ErrFull", err)
		}
	}
	if told != said {
		t.Errorf("told of %d events, %d were acknowledged", told, said)
	}
	rows := func() (n int) {
		if err := s.View(context.Background(), func(tx store.Tx) error {
			es, err := tx.Events().After("kitchen", 7, 1000)
			n = len(es)
			return err
		}); err != nil {
			t.Error(err)
		}
		return n
	}
	if n := rows(); n != said {
		t.Errorf("%d messages are there, %d were acknowledged", n, said)
	}
	write(t, s, func(tt store.Tx) error { return tt.(*nouns).tx.conn.limitPages(4000) })
	if err := say(); err != nil {
		t.Errorf("Update after space was freed: %v", err)
	}
	if n := rows(); n != said+1 {
		t.Errorf("%d messages are there, want %d", n, said+1)
	}
	if found := problems(t, s); len(found) > 0 {
		t.Errorf("afterwards: %q", found)
	}
}

func TestAFunctionThatEndsTheWriterFailsAlone(t *testing.T) {
	s := open(t, Options{})
	defer shut(t, s)
	kitchen(t, s)
	if err := s.Update(context.Background(), func(tx store.Tx) error {
		if err := tx.Settings().Set("k", "v"); err != nil {
			return err
		}
		runtime.Goexit()
		return nil
	}); err == nil {
		t.Error("Update of a function that ended the goroutine returned nil")
	}
	write(t, s, func(tx store.Tx) error {
		if _, err := tx.Settings().Get("k"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("what it had written: %v, want ErrNotFound", err)
		}
		return nil
	})
}

func TestAnUpdateIsNotDelayedByTheGroupTime(t *testing.T) {
	s := open(t, Options{})
	defer shut(t, s)
	fastest := time.Hour
	for range 50 {
		start := time.Now()
		write(t, s, func(store.Tx) error { return nil })
		fastest = min(fastest, time.Since(start))
	}
	if fastest >= groupTime {
		t.Errorf("an update of nothing takes at least %v: it waits for others", fastest)
	}
}
