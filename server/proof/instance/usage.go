package instance

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// userHZ is the unit of times in /proc/PID/stat, which Linux fixes for programs.
const userHZ = 100

// Usage is what a process has used.
type Usage struct {
	RSS int64         // resident memory, bytes
	CPU time.Duration // user and system time since its start
}

// Usage returns what the process uses now, from /proc; Linux only.
func (s *Server) Usage() (Usage, error) { return UsageOf(s.PID()) }

// UsageOf is Usage of any process.
func UsageOf(pid int) (Usage, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Usage{}, err
	}
	// The name in brackets may hold anything; the fields are counted after it
	// (proc_pid_stat(5): 14 utime, 15 stime, 24 rss in pages).
	_, rest, ok := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if !ok || len(fields) < 22 {
		return Usage{}, fmt.Errorf("instance: cannot read /proc/%d/stat", pid)
	}
	var n [3]int64
	for i, at := range []int{11, 12, 21} {
		if n[i], err = strconv.ParseInt(fields[at], 10, 64); err != nil {
			return Usage{}, err
		}
	}
	return Usage{RSS: n[2] * int64(os.Getpagesize()), CPU: time.Duration(n[0]+n[1]) * time.Second / userHZ}, nil
}
