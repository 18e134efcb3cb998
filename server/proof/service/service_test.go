package service

import (
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestMain(m *testing.M) { Main(m) }

func TestRedisComesBackOnItsPortWithNothing(t *testing.T) {
	r := StartRedis(t)
	if got := r.URL(); got != "redis://"+r.Addr {
		t.Errorf("URL %q", got)
	}
	r.Do("SET", "tide", "low")
	r.Kill()
	if _, err := r.do("PING"); err == nil {
		t.Error("it answers after it was killed")
	}
	r.Start()
	if got := r.Do("GET", "tide"); got != "$-1" {
		t.Errorf("after the kill it holds %q, want nothing", got)
	}
	r.Stop()
	r.Start()
	r.Do("PING")
}

func TestRedisKeepsItsFilesForTheNextStart(t *testing.T) {
	r := StartRedis(t, "--appendonly", "yes", "--appendfsync", "always")
	r.Do("SET", "tide", "low")
	r.Kill()
	r.Start()
	if got := r.Do("GET", "tide"); got != "$3" {
		t.Errorf("after the kill it holds %q, want 3 bytes", got)
	}
}

func TestAPausedRedisAnswersLater(t *testing.T) {
	r := StartRedis(t)
	r.Pause()
	answer := make(chan string, 1)
	go func() {
		got, err := r.do("PING")
		if err != nil {
			got = err.Error()
		}
		answer <- got
	}()
	select {
	case got := <-answer:
		t.Errorf("paused, it answered %q", got)
	case <-time.After(50 * time.Millisecond):
	}
	r.Resume()
	if got := <-answer; got != "+PONG" {
		t.Errorf("resumed, it answered %q", got)
	}
}

func TestRedisAsksForItsPassword(t *testing.T) {
	r := StartRedis(t, "--requirepass", "low tide")
	if got := r.URL(); got != "redis://:low%20tide@"+r.Addr {
		t.Errorf("URL %q", got)
	}
	r.Do("PING")
	stranger := &Redis{Addr: r.Addr, tb: t}
	if got, err := stranger.do("PING"); err != nil || !strings.HasPrefix(got, "-NOAUTH") {
		t.Errorf("without a password: %q, %v", got, err)
	}
}

func TestPostgresRestartsWithWhatItHad(t *testing.T) {
	p := StartPostgres(t, "fsync=on", "max_connections=20")
	url := p.NewDatabase(t)
	conn := connects(t, url)
	for setting, want := range map[string]string{"fsync": "on", "max_connections": "20", "server_encoding": "UTF8"} {
		if got := value(t, conn, "SHOW "+setting); got != want {
			t.Errorf("%s is %s, want %s", setting, got, want)
		}
	}
	if _, err := conn.Exec(t.Context(), "CREATE TABLE tides AS SELECT 'low' AS tide"); err != nil {
		t.Fatal(err)
	}
	for name, again := range map[string]func(){"restarted": p.Restart, "crashed": func() { p.Kill(); p.Start() },
		"terminated": p.Terminate} {
		again()
		if err := conn.Ping(t.Context()); err == nil {
			t.Errorf("%s, an old connection goes on", name)
		}
		conn = connects(t, url)
		if got := value(t, conn, "SELECT tide FROM tides"); got != "low" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestDatabasesOfASharedServerAreEmptyAndGoAway(t *testing.T) {
	var url string
	t.Run("a story", func(t *testing.T) {
		url = SharedPostgres(t).NewDatabase(t)
		conn := connects(t, url)
		if got := value(t, conn, "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'"); got != "0" {
			t.Errorf("%s tables in a new database", got)
		}
	})
	if other := SharedPostgres(t).NewDatabase(t); other == url {
		t.Error("two tests got one database")
	}
	if _, err := pgx.Connect(t.Context(), url); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("after its test the database answers %v", err)
	}
}

func TestNothingIsLeftOfAServer(t *testing.T) {
	var dir string
	var p *Postgres
	t.Run("a story", func(t *testing.T) {
		p = StartPostgres(t)
		dir = p.server.dir
	})
	if p.server.process.running() {
		t.Error("it runs on")
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", dir, err)
	}
}

func TestNginxServesItsConfiguration(t *testing.T) {
	n := StartNginx(t, `server { listen LISTEN; location / { return 200 "low tide"; } }`)
	res, err := http.Get(n.URL() + "/any")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); string(body) != "low tide" {
		t.Errorf("%q, %v", body, err)
	}
}

func connects(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func value(t *testing.T, conn *pgx.Conn, sql string) string {
	t.Helper()
	var got string
	if err := conn.QueryRow(t.Context(), sql).Scan(&got); err != nil {
		t.Fatal(err)
	}
	return got
}
