package sqlite

import (
	"context"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/storetest"
)

// open opens a store in a directory of its own.
func open(t testing.TB, o Options) *Store {
	t.Helper()
	return openAt(t, t.TempDir(), o)
}

func openAt(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSQLiteIsAStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store { return open(t, Options{}) })
}
