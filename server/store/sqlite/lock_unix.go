//go:build unix

package sqlite

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"github.com/confab/confab/server/store"
)

// lock takes the data directory for this process, until the file is closed or
// the process ends in whatever way. store.ErrInUse if another has it.
func lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		if errors.Is(err, unix.EWOULDBLOCK) {
			err = store.ErrInUse
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
