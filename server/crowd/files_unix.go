//go:build unix

package crowd

import (
	"math"

	"golang.org/x/sys/unix"
)

// files returns how many files this process may have open, sockets included; 0:
// unknown. Go raises the soft limit to the hard one by itself.
func files() int {
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &l); err != nil {
		return 0
	}
	return int(min(l.Cur, math.MaxInt32))
}
