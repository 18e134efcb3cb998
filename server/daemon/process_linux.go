package daemon

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
	"time"
)

// process returns this process's processor time since its start, and its resident
// memory in bytes.
func process() (cpu time.Duration, rss int64, ok bool) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, 0, false
	}
	statm, err := os.ReadFile("/proc/self/statm") // proc_pid_statm(5): pages, the second number is resident
	if err != nil {
		return 0, 0, false
	}
	fields := bytes.Fields(statm)
	if len(fields) < 2 {
		return 0, 0, false
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), pages * int64(os.Getpagesize()), err == nil
}
