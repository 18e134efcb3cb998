package faults

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/confab/confab/server/migrate"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store/postgres"
)

// A database or a Redis that cannot be had is told before anything is done,
// with what to change, and without the password.
func TestAWrongBackingIsRefused(t *testing.T) {
	pg := service.StartPostgres(t, "fsync=on", "full_page_writes=on") // else it is warned of
	redis := service.StartRedis(t, "--requirepass", "correct horse")
	database := pg.NewDatabase(t)
	wrong := strings.Replace(database, "confab@", "confab:hunter2hunter2@", 1)
	_, place, _ := strings.Cut(database, "@")
	begun, divided := pg.NewDatabase(t), pg.NewDatabase(t)
	isMovedHalfway(t, begun)
	isDivided(t, divided, 4)
	for name, c := range map[string]struct {
		args  []string
		words []string
	}{
		"nobody is at the database's address": {[]string{"--postgres", "postgres://confab:hunter2hunter2@127.0.0.1:1/confab"},
			[]string{"--postgres", "127.0.0.1:1"}},
		"there is no such database": {[]string{"--postgres", wrong + "nowhere"}, []string{"--postgres", "nowhere"}},
		"nobody is called so there": {[]string{"--postgres", "postgres://stranger:hunter2hunter2@" + place},
			[]string{"--postgres", "stranger"}},
		"nobody is at Redis's address": {[]string{"--redis", "redis://:hunter2hunter2@127.0.0.1:1"},
			[]string{"--redis", "127.0.0.1:1"}},
		"Redis knows another password": {[]string{"--redis", "redis://:hunter2hunter2@" + redis.Addr},
			[]string{"--redis", "password"}},
		"something else is at the address": {[]string{"--redis", "redis://" + strings.Split(place, "/")[0]}, []string{"--redis"}},
		"and the other way round": {[]string{"--postgres", "postgres://confab@" + redis.Addr + "/confab"},
			[]string{"--postgres"}},
		"a move there is not complete": {[]string{"--postgres", begun}, []string{"--postgres", "confab migrate", "unfinished"}},
		"it has another number of parts": {[]string{"--postgres", divided, "--postgres-partitions", "8"},
			[]string{"--postgres-partitions", "made with 4, and 8"}},
	} {
		t.Run(name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			o := runs(t, nil, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", data}, c.args...)...)
			o.refuses(t, 2, c.words...)
			if strings.Contains(o.err, "hunter2") {
				t.Errorf("the password is told: %s", o.err)
			}
			if _, err := os.Stat(filepath.Join(data, "keys")); err == nil {
				t.Error("keys were made")
			}
		})
	}
}

// isMovedHalfway begins to move a workspace to the database at url.
func isMovedHalfway(t *testing.T, url string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if _, err := migrate.Run(ctx, prepare(t, 2, 1, 2).Data, url, migrate.Options{Chunk: 1, Progress: func(s migrate.Step, done, _ int64) {
		if s == migrate.Copying && done > 1 {
			cancel()
		}
	}}); !errors.Is(err, context.Canceled) {
		t.Fatalf("the move ended with %v", err)
	}
}

// isDivided makes a server's database at url, in n parts.
func isDivided(t *testing.T, url string, n int) {
	t.Helper()
	st, err := postgres.Open(t.Context(), url, postgres.Options{Partitions: n})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}
