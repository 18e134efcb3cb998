//go:build unix

package bench

import (
	"syscall"
	"time"
)

// ownCPU is this process's processor time; 0: that is not known.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
