package sqlite

import (
	"path/filepath"
	"testing"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

func TestConnectionsLockNoMutexOfTheirOwn(t *testing.T) {
	tls := libc.NewTLS()
	defer tls.Close()
	path := filepath.Join(t.TempDir(), "some.db")
	for _, p := range []purpose{writing, reading, checkpointing} {
		c, err := connect(t.Context(), path, p)
		if err != nil {
			t.Fatal(err)
		}
		db, err := handle(c.raw)
		if err != nil {
			t.Fatal(err)
		}
		if sqlite3.Xsqlite3_db_mutex(tls, db) != 0 {
			t.Errorf("purpose %d: the connection has a mutex", p)
		}
		if err := c.close(); err != nil {
			t.Error(err)
		}
	}
}
