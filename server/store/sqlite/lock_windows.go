package sqlite

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"

	"github.com/confab/confab/server/store"
)

// lock takes the data directory for this process, until the file is closed or
// the process ends in whatever way. store.ErrInUse if another has it.
func lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	if err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped)); err != nil {
		if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
			err = store.ErrInUse
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
