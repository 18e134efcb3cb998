//go:build unix

package main

import (
	"os"
	"syscall"
)

// openFiles is how many files a process of ours may have open, connections among
// them; 0: that is not known.
func openFiles() int {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return 0
	}
	return int(min(uint64(l.Cur), 1<<30))
}

// peakOf is the most resident memory that a process had that has ended, in bytes, as Linux counts it; 0: that is not known.
func peakOf(ended *os.ProcessState) int64 {
	if used, ok := ended.SysUsage().(*syscall.Rusage); ok {
		return used.Maxrss << 10
	}
	return 0
}
