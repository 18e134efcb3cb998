package postgres

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/contents"
	"github.com/confab/confab/server/store/storetest"
)

func TestMain(m *testing.M) { service.Main(m) }

// open opens a store in a database of its own.
func open(t testing.TB, o Options) *Store {
	t.Helper()
	return openAt(t, service.SharedPostgres(t).NewDatabase(t), o)
}

// openAt opens a store, as one node does, and closes it after the test.
func openAt(t testing.TB, url string, o Options) *Store {
	t.Helper()
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s, err := Open(context.Background(), url, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil && !errors.Is(err, store.ErrClosed) {
			t.Error(err)
		}
	})
	return s
}

// TestPostgreSQLIsAStore gives each story the same database, emptied: a new one
// takes twenty times as long.
func TestPostgreSQLIsAStore(t *testing.T) {
	url := service.SharedPostgres(t).NewDatabase(t)
	storetest.Run(t, func(t testing.TB) store.Store {
		s := openAt(t, url, Options{})
		spoil(t, s, emptyAll())
		return s
	})
}

// emptyAll removes everything that is kept, the rows first that refer to others.
func emptyAll() (sql string) {
	tables := contents.Tables()
	slices.Reverse(tables)
	for _, t := range tables {
		sql += `DELETE FROM ` + t.Name + `;`
	}
	for _, name := range derived {
		sql += `DELETE FROM ` + name + `;`
	}
	return sql
}

// spoil runs SQL behind the store's back.
func spoil(t testing.TB, s *Store, sql string) {
	t.Helper()
	if _, err := s.pool.Exec(context.Background(), sql, pgx.QueryExecModeSimpleProtocol); err != nil {
		t.Fatal(err)
	}
}
