//go:build unix

package files

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// share opens a file and shares it with all other processes that have done so,
// until it is closed or the process ends in whatever way. If there is no other,
// it calls alone first, and who comes meanwhile waits.
func share(path string, alone func() error) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, full(err)
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == nil {
		err = alone()
	} else if errors.Is(err, unix.EWOULDBLOCK) {
		err = nil
	}
	if err == nil {
		err = unix.Flock(int(f.Fd()), unix.LOCK_SH)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
