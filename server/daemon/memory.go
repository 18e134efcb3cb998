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

// machineFile says how much memory the machine has.
const machineFile = "/proc/meminfo"

// setMemoryLimit makes the collector work harder near the limit of the
// container, or else of the machine, instead of being killed at it, unless
// GOMEMLIMIT says otherwise. Near it, too, nobody new is let in.
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
			return
		}
		break
	}
	text, err := os.ReadFile(machineFile)
	if err != nil {
		return // no Linux
	}
	if n := machineLimit(string(text)); n > 0 {
		debug.SetMemoryLimit(n)
		log.Debug("memory limit set by the machine's memory", "bytes", n)
	}
}

// machineLimit is three quarters of the machine's memory (proc_meminfo(5)); the
// rest is for the system and for what else runs on it. 0: unknown.
func machineLimit(text string) int64 {
	for line := range strings.Lines(text) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "MemTotal:" && fields[2] == "kB" {
			n, err := strconv.ParseInt(fields[1], 10, 64)
			if err != nil || n <= 0 || n >= 1<<50 {
				return 0
			}
			return n << 10 / 4 * 3
		}
	}
	return 0
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
