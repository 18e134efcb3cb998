package daemon

import (
	"io/fs"
	"log/slog"
	"os"
	"path"
	"runtime/debug"
	"strconv"
	"strings"
)

// setMemoryLimit sets Go's memory limit near the limit of the container, or of
// the machine if there is none, so that the collector works harder instead of the
// process being killed. GOMEMLIMIT overrides it. The hub uses the same limit to
// refuse work when memory runs short.
func setMemoryLimit(log *slog.Logger) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	if n, of := memoryLimit(os.DirFS("/")); n > 0 {
		debug.SetMemoryLimit(n)
		log.Debug("memory limit set", "bytes", n, "of", of)
	}
}

// memoryLimit returns how much memory the program should use: nine tenths of its
// control group's limit, because Go does not count everything, or three quarters
// of the machine's memory, which other programs share. 0: unknown. root is the
// file system.
func memoryLimit(root fs.FS) (n int64, of string) {
	group := groupLimit(root)
	machine := machineMemory(root)
	switch {
	case group > 0 && (machine == 0 || group < machine):
		return group / 10 * 9, "the control group"
	case machine > 0:
		return machine / 4 * 3, "the machine"
	}
	return 0, ""
}

// groupLimit returns the lowest memory limit of this process's control group and
// of those above it; 0: no limit. It tries version 2 of control groups, then
// version 1.
func groupLimit(root fs.FS) int64 {
	files := []string{"sys/fs/cgroup/memory/memory.limit_in_bytes"}
	if text, err := fs.ReadFile(root, "proc/self/cgroup"); err == nil {
		for line := range strings.Lines(string(text)) {
			name, ok := strings.CutPrefix(strings.TrimSpace(line), "0::/")
			for ; ok && name != "" && name != "."; name = path.Dir(name) {
				files = append(files, path.Join("sys/fs/cgroup", name, "memory.max"))
			}
		}
	}
	files = append(files, "sys/fs/cgroup/memory.max")
	least := int64(0)
	for _, file := range files {
		text, err := fs.ReadFile(root, file)
		if err != nil {
			continue // the other version of control groups, or none
		}
		n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
		if err == nil && n > 0 && n < 1<<60 && (least == 0 || n < least) {
			least = n
		}
	}
	return least
}

// machineMemory returns the size of the machine's memory; 0: unknown.
func machineMemory(root fs.FS) int64 {
	text, err := fs.ReadFile(root, "proc/meminfo")
	if err != nil {
		return 0 // not Linux
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "MemTotal:"); ok {
			kib, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			if err == nil {
				return kib << 10
			}
		}
	}
	return 0
}
