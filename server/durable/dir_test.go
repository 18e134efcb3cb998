package durable

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/confab/confab/server/proof/power"
)

func TestWhatMkdirAllMadeOutlivesAPowerCut(t *testing.T) {
	d, err := power.Mount(t.TempDir(), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	made, not := filepath.Join(d.Path(), "a", "b", "c"), filepath.Join(d.Path(), "a", "other")
	if err := MkdirAll(made, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(not, 0o700); err != nil {
		t.Fatal(err)
	}
	d.Cut(power.Nothing)
	if err := d.On(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(made); err != nil || !info.IsDir() {
		t.Errorf("%s is gone: %v", made, err)
	}
	if _, err := os.Stat(not); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what os.Mkdir made is there: the test proves nothing (%v)", err)
	}
	if err := MkdirAll(made, 0o700); err != nil {
		t.Errorf("once more: %v", err)
	}
	file := filepath.Join(made, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := MkdirAll(filepath.Join(file, "x"), 0o700); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("below a file: %v", err)
	}
}
