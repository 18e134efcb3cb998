package postgres

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store"
)

func TestOpenSaysWhyItCannotConnect(t *testing.T) {
	good := service.SharedPostgres(t).NewDatabase(t)
	deaf, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	at := good[strings.Index(good, "@")+1 : strings.LastIndex(good, "/")]
	for name, c := range map[string]struct{ url, says string }{
		"no such database":  {strings.Replace(good, "/test_", "/none_", 1), "has no database none_"},
		"no such user":      {strings.Replace(good, "confab@", "nobody:secret@", 1), "does not let the user nobody in"},
		"nobody listens":    {strings.Replace(good, at, "127.0.0.1:1", 1), "at 127.0.0.1:1: "},
		"nobody answers":    {strings.Replace(good, at, deaf.Addr().String(), 1), "does not answer"},
		"no such host":      {strings.Replace(good, at, "nowhere.invalid:5432", 1), "at nowhere.invalid:5432: "},
		"not a URL at all":  {"postgres://a:secret@b:notaport/c", ""},
		"another's program": {"mysql://a:secret@b/c", ""},
	} {
		began := time.Now()
		s, err := Open(context.Background(), c.url, quiet)
		if err == nil {
			t.Errorf("%s: opened", name)
			s.Close()
			continue
		}
		if !errors.Is(err, ErrConnect) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want ErrConnect saying %q", name, err, c.says)
		}
		if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: tells too much: %q", name, err)
		}
		if took := time.Since(began); took > 6*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

func TestANewerSchemaIsRefusedAndLeftAlone(t *testing.T) {
	url := service.SharedPostgres(t).NewDatabase(t)
	s := openAt(t, url, Options{Partitions: 1})
	spoil(t, s, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true); DROP TABLE mentions`)
	if _, err := Open(context.Background(), url, quiet); !errors.Is(err, store.ErrSchemaNewer) {
		t.Errorf("Open: %v, want ErrSchemaNewer", err)
	}
	var there bool
	if err := s.pool.QueryRow(context.Background(), `SELECT to_regclass('mentions') IS NOT NULL`).Scan(&there); err != nil || there {
		t.Errorf("something was changed: %v", err)
	}
}

func TestTheNumberOfPartitionsIsFixedAtInstall(t *testing.T) {
	url := service.SharedPostgres(t).NewDatabase(t)
	openAt(t, url, Options{Partitions: 5})
	openAt(t, url, Options{})
	s := openAt(t, url, Options{Partitions: 5})
	var n int
	err := s.pool.QueryRow(context.Background(), `SELECT count(*) FROM pg_inherits WHERE inhparent = 'events'::regclass`).Scan(&n)
	if err != nil || n != 5 {
		t.Errorf("%d partitions, %v", n, err)
	}
	if _, err := Open(context.Background(), url, Options{Partitions: 16, Log: quiet.Log}); !errors.Is(err, ErrPartitions) {
		t.Errorf("Open with another number: %v, want ErrPartitions", err)
	}
	if _, err := Open(context.Background(), url, Options{Partitions: -1}); err == nil {
		t.Error("Open with -1 partitions")
	}
}

func TestNodesThatStartTogetherMakeOneSchema(t *testing.T) {
	url := service.SharedPostgres(t).NewDatabase(t)
	type opened struct {
		store *Store
		err   error
	}
	results := make(chan opened)
	const n = 5
	for range n {
		go func() {
			s, err := Open(context.Background(), url, Options{Partitions: 4, Log: quiet.Log})
			results <- opened{s, err}
		}()
	}
	for range n {
		r := <-results
		if r.err != nil {
			t.Error(r.err)
			continue
		}
		if err := r.store.Close(); err != nil {
			t.Error(err)
		}
	}
	if problems, err := openAt(t, url, Options{}).Check(context.Background()); err != nil || len(problems) > 0 {
		t.Errorf("problems %q, error %v", problems, err)
	}
}

func TestEveryConnectionWaitsForTheDisk(t *testing.T) {
	pg := service.SharedPostgres(t)
	url := pg.NewDatabase(t)
	name := url[strings.LastIndex(url, "/")+1:]
	name, _, _ = strings.Cut(name, "?")
	pg.Exec(`ALTER DATABASE ` + name + ` SET synchronous_commit = off`)
	for setting, want := range map[string]string{"off": "on", "local": "on", "remote_apply": "remote_apply"} {
		pg.Exec(`ALTER DATABASE ` + name + ` SET synchronous_commit = ` + setting)
		s := openAt(t, url, Options{Partitions: 1})
		var have string
		if err := s.pool.QueryRow(context.Background(), `SHOW synchronous_commit`).Scan(&have); err != nil || have != want {
			t.Errorf("with %s in the server it is %s, want %s (%v)", setting, have, want, err)
		}
	}
}

// quiet are the options of a store that logs nothing.
var quiet = Options{Log: slog.New(slog.DiscardHandler)}
