package files_test

import (
	"testing"

	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/files/filestest"
)

// openLocal opens a Local for a test.
func openLocal(t *testing.T, dir string, reserve int64) *files.Local {
	t.Helper()
	l, err := files.OpenLocal(dir, reserve)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func TestLocal(t *testing.T) {
	filestest.Run(t, func(t *testing.T) files.Store { return openLocal(t, t.TempDir(), -1) }, 20<<20)
}
