package daemon

import (
	"log/slog"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

// cgroupFiles say how much memory this process's group may use: version 2,
// then 1.
var cgroupFiles = []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}

// setMemoryLimit makes the collector work harder near the limit of the
// container instead of being killed at it, unless GOMEMLIMIT says otherwise.
func setMemoryLimit(log *slog.Logger) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	for _, file := range cgroupFiles {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // another version of cgroups, or none
		}
		if n := memoryLimit(string(text)); n > 0 {
			debug.SetMemoryLimit(n)
			log.Debug("memory limit set", "bytes", n)
		}
		return
	}
}

// memoryLimit is nine tenths of a cgroup's limit; the rest is for what Go does
// not count. 0: unlimited.
func memoryLimit(text string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil || n <= 0 || n >= 1<<60 {
		return 0
	}
	return n / 10 * 9
}
