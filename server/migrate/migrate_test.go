package migrate_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/migrate"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

// run moves dir to url, which must succeed.
func run(t testing.TB, dir, url string) *migrate.Report {
	t.Helper()
	r, err := migrate.Run(t.Context(), dir, url, migrate.Options{Chunk: 100})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// contentsOf returns every file of a directory, by name.
func contentsOf(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// query asks PostgreSQL for one value.
func query[T any](t testing.TB, url, sql string) (value T) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.QueryRow(t.Context(), sql).Scan(&value); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	if err := c.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return value
}

// spoil changes the data in PostgreSQL.
func spoil(t testing.TB, url, sql string) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	if err := c.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// open opens PostgreSQL as a server does.
func open(t testing.TB, url string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url, postgres.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func shut(t testing.TB, s store.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestAServerIsMovedWithAllItHas(t *testing.T) {
	dir, url := house(t, 2000), service.SharedPostgres(t).NewDatabase(t)
	before := contentsOf(t, dir)
	r := run(t, dir, url)
	if r.Already || r.Resumed || r.Messages != 2000+14 || r.Rooms != 5 || !r.Keys {
		t.Errorf("%+v", r)
	}
	delete(before, filepath.Join(dir, "confab.lock"))
	after := contentsOf(t, dir)
	delete(after, filepath.Join(dir, "confab.lock"))
	if !reflect.DeepEqual(before, after) {
		t.Error("the source was touched")
	}

	old, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, old)
	moved := open(t, url)
	defer shut(t, moved)
	want, got := bodies(t, old), bodies(t, moved)
	if !reflect.DeepEqual(want, got) {
		t.Errorf("the kitchen was\n%+v\nand is\n%+v", want, got)
	}
	ring, err := keys.New(t.Context(), keys.InStore(moved), keys.Options{})
	if err != nil {
		t.Fatal(err)
	}
	was, err := keys.New(t.Context(), keys.InDir(filepath.Join(dir, "keys")), keys.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := kid(ring), kid(was); a != b {
		t.Errorf("tokens are signed by %s, were by %s", a, b)
	}
	goesOn(t, moved)
}

func kid(r *keys.Ring) string {
	id, _ := r.Signing()
	return id
}

// goesOn makes changes that would fail if counters had not been moved.
func goesOn(t *testing.T, s store.Store) {
	t.Helper()
	e := wire.Event{Room: "kitchen", Event: "new", Author: "ada", CID: "new", Kind: wire.KindMessage, Body: "on we go"}
	entry := store.InboxEntry{User: "ada", Kind: wire.InboxRead, Room: "kitchen", Seq: 3}
	var top int64
	err := s.Update(context.Background(), func(tx store.Tx) (err error) {
		if top, err = tx.Inbox().Top("ada"); err != nil {
			return err
		}
		if err := tx.Rooms().Create(store.Room{ID: "new", Kind: wire.RoomPublic, Name: "new", Epoch: "e"}); err != nil {
			return err
		}
		if err := tx.Sessions().Create(store.Session{ID: "new", User: "ada", Token: []byte("new")}); err != nil {
			return err
		}
		if err := tx.Inbox().Put(&entry); err != nil {
			return err
		}
		return tx.Events().Append(&e)
	})
	if err != nil || e.Seq != 15 || top < 2 || entry.Useq != top+1 {
		t.Errorf("seq %d, useq %d after %d, %v", e.Seq, entry.Useq, top, err)
	}
}

func TestASecondRunHasNothingToDo(t *testing.T) {
	dir, url := house(t, 10), service.SharedPostgres(t).NewDatabase(t)
	first := run(t, dir, url)
	second := run(t, dir, url)
	if !second.Already || second.Sum != first.Sum {
		t.Errorf("%+v, first %+v", second, first)
	}
	moved := open(t, url) // the new server writes
	goesOn(t, moved)
	shut(t, moved)
	if third := run(t, dir, url); !third.Already {
		t.Errorf("%+v", third)
	}
	if n := query[int](t, url, `SELECT last_seq FROM rooms WHERE id = 'kitchen'`); n != 15 {
		t.Errorf("the kitchen's top is %d after it", n)
	}
}

func TestWhatIsRefused(t *testing.T) {
	dir, other := house(t, 10), house(t, 11)
	pg := service.SharedPostgres(t)
	full := pg.NewDatabase(t)
	run(t, other, full)
	begun := pg.NewDatabase(t)
	interrupted(t, dir, begun)
	served := pg.NewDatabase(t)
	server := open(t, served)
	defer shut(t, server)
	if err := server.View(t.Context(), func(tx store.Tx) error { _, err := tx.Rooms().Public("", "", 1); return err }); err != nil {
		t.Fatal(err) // the connection to the server was made
	}
	occupied := pg.NewDatabase(t)
	s := open(t, occupied)
	if err := s.Update(t.Context(), furnish); err != nil {
		t.Fatal(err)
	}
	shut(t, s)

	stranger := t.TempDir() // another workspace
	st, err := sqlite.Open(t.Context(), stranger, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, st)

	running := house(t, 1)
	live, err := sqlite.Open(t.Context(), running, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, live)

	for _, c := range []struct {
		what, dir, url string
		want           error
	}{
		{"no data", filepath.Join(t.TempDir(), "none"), full, migrate.ErrNothing},
		{"a running server", running, pg.NewDatabase(t), store.ErrInUse},
		{"a server on the target", dir, served, store.ErrInUse},
		{"a workspace that was set up there", dir, occupied, postgres.ErrOccupied},
		{"what has changed since", dir, full, migrate.ErrGrown},
		{"what was moved from elsewhere", stranger, full, postgres.ErrOccupied},
		{"what is being moved from elsewhere", stranger, begun, migrate.ErrOther},
		{"nobody there", dir, "postgres://confab@127.0.0.1:1/none?sslmode=disable", postgres.ErrConnect},
	} {
		if _, err := migrate.Run(t.Context(), c.dir, c.url, migrate.Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
	if _, err := os.Stat(filepath.Join(stranger, "keys")); err == nil {
		t.Error("keys were made")
	}
	if _, err := postgres.Open(t.Context(), begun, postgres.Options{}); !errors.Is(err, postgres.ErrIncoming) {
		t.Errorf("a server on an incomplete move: %v, want ErrIncoming", err)
	}
}

// interrupted starts a move and cancels it in the middle.
func interrupted(t testing.TB, dir, url string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := migrate.Run(ctx, dir, url, migrate.Options{Chunk: 5, Progress: func(s migrate.Step, done, all int64) {
		if s == migrate.Copying && done > all/2 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("ended with %v", err)
	}
}

func TestAnInterruptedMoveGoesOnWhereItWas(t *testing.T) {
	dir, url := house(t, 300), service.SharedPostgres(t).NewDatabase(t)
	interrupted(t, dir, url)
	had := int64(-1)
	r, err := migrate.Run(t.Context(), dir, url, migrate.Options{Chunk: 50, Progress: func(s migrate.Step, done, all int64) {
		if s == migrate.Copying && had < 0 {
			had = done * 100 / all
		}
	}})
	if err != nil || !r.Resumed || had < 50 {
		t.Errorf("%+v, %v; %d %% were there", r, err, had)
	}
}

func TestAMoveThatLosesPostgreSQLGoesOnLater(t *testing.T) {
	pg := service.SharedPostgres(t)
	dir, url := house(t, 300), pg.NewDatabase(t)
	lost := false
	_, err := migrate.Run(t.Context(), dir, url, migrate.Options{Chunk: 20, Progress: func(s migrate.Step, done, all int64) {
		if s == migrate.Copying && done > all/2 && !lost {
			lost = true
			pg.Terminate()
		}
	}})
	if err == nil || !lost {
		t.Fatal("nothing was lost")
	}
	if r := run(t, dir, url); !r.Resumed {
		t.Errorf("%+v", r)
	}
}

func TestASourceThatChangedMeanwhileIsMovedAnew(t *testing.T) {
	dir, url := house(t, 300), service.SharedPostgres(t).NewDatabase(t)
	interrupted(t, dir, url)
	s, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	goesOn(t, s)
	shut(t, s)
	if r := run(t, dir, url); r.Resumed || r.Messages != 315 {
		t.Errorf("%+v", r)
	}
}

func TestAnIllSourceIsNotMoved(t *testing.T) {
	dir, url := house(t, 10), service.SharedPostgres(t).NewDatabase(t)
	s, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), func(tx store.Tx) error { return tx.Settings().Set(store.SettingMainRoom, "nowhere") })
	if err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	if _, err := migrate.Run(t.Context(), dir, url, migrate.Options{}); !errors.Is(err, migrate.ErrIll) ||
		!strings.Contains(err.Error(), "nowhere") {
		t.Errorf("%v, want ErrIll", err)
	}
	if query[bool](t, url, `SELECT to_regclass('users') IS NOT NULL`) {
		t.Error("tables were made")
	}
}

// Data that changed on its way is found by reading it back, and the next run
// starts over.
func TestWhatArrivesOtherwiseIsFound(t *testing.T) {
	dir := house(t, 50)
	for name, spoiling := range map[string]string{
		"a text":        `UPDATE events SET body = body || '.' WHERE seq = 1 AND room = 1`,
		"a lost row":    `DELETE FROM members WHERE ctid IN (SELECT ctid FROM members LIMIT 1)`,
		"another state": `UPDATE message_state SET edited_at = 1 WHERE replies > 0`,
		"a password":    `UPDATE users SET password = 'x' WHERE id = 'ada'`,
	} {
		t.Run(name, func(t *testing.T) {
			url := service.SharedPostgres(t).NewDatabase(t)
			spoilt := false
			_, err := migrate.Run(t.Context(), dir, url, migrate.Options{Progress: func(s migrate.Step, done, all int64) {
				if s == migrate.Copying && done == all && !spoilt {
					spoilt = true
					spoil(t, url, spoiling)
				}
			}})
			if !errors.Is(err, migrate.ErrDiffers) {
				t.Errorf("%v, want ErrDiffers", err)
			}
			if r := run(t, dir, url); r.Resumed {
				t.Errorf("the next run went on with it: %+v", r)
			}
		})
	}
}
