//go:build unix

package cli

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// filesWanted is one file a socket, for a few thousand people.
const filesWanted = 4096

// openFiles reports whether enough files may be open at once. Go raises the
// limit to what it may be by itself.
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
