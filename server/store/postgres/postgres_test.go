package postgres

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/confab/confab/server/e2e/service"
	"github.com/confab/confab/server/store"
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

func TestPostgreSQLIsAStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store { return open(t, Options{}) })
}
