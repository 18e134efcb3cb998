//go:build unix

package main

import "syscall"

// openFiles is how many files a process of ours may have open, connections among
// them; 0: that is not known.
func openFiles() int {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return 0
	}
	return int(min(uint64(l.Cur), 1<<30))
}
