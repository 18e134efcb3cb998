// Package durable makes changes to directories last through a power cut. A
// file that was synced is not enough: without its directory's sync, its name
// may be gone.
package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// SyncDir makes the names in dir, as they are now, last. Windows does so by
// itself and cannot open a directory for it.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// MkdirAll is os.MkdirAll, and what it made lasts when it returns. A directory
// above that may be changed and not read cannot be synced, and is left to the
// file system.
func MkdirAll(dir string, perm os.FileMode) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	var above []string // those that get a new name, from below
	for d := dir; d != filepath.Dir(d); d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) {
			break // there, or what MkdirAll complains of
		}
		above = append(above, filepath.Dir(d))
	}
	if err := os.MkdirAll(dir, perm); err != nil {
		return err
	}
	for _, d := range above {
		if err := SyncDir(d); err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	return nil
}
