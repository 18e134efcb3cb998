//go:build unix

package cli

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// filesWanted allows for a few thousand people, each of whom needs a socket.
const filesWanted = 4096

// openFiles returns an error if too few files may be open at once. Go raises the
// soft limit to the hard one by itself.
func openFiles() error {
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &l); err != nil {
		return err
	}
	if l.Max < filesWanted {
		return fmt.Errorf("%d at most; see ulimit -Hn, or LimitNOFILE of systemd", l.Max)
	}
	return nil
}
