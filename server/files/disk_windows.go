package files

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// share opens a file and shares it with all other processes that have done so,
// until it is closed or the process ends in whatever way. If there is no other,
// it calls alone first, and who comes meanwhile waits.
func share(path string, alone func() error) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, full(err)
	}
	handle := windows.Handle(f.Fd())
	const exclusive = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err = windows.LockFileEx(handle, exclusive, 0, 1, 0, new(windows.Overlapped))
	if err == nil {
		err = errors.Join(alone(), windows.UnlockFileEx(handle, 0, 1, 0, new(windows.Overlapped)))
	} else if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		err = nil
	}
	if err == nil {
		err = windows.LockFileEx(handle, 0, 0, 1, 0, new(windows.Overlapped))
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
