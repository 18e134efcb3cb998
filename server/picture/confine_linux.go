package picture

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// self is the program that runs, even if its file has been replaced since.
func self() (string, error) { return "/proc/self/exe", nil }

// confine bounds this process: memory above what it has now, a processor's time, and everything that
// it does not need: it writes no file and can gain no rights.
func confine(memory int64, seconds uint64) error {
	debug.SetMemoryLimit(memory / 8 * 7) // the collector's, so that the system's is not reached in vain
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(text), " ")
	pages, err := strconv.ParseUint(first, 10, 64)
	if err != nil {
		return err
	}
	// Of the addresses that are taken now, the runtime uses a small part only, and it takes more by the arena.
	const arena = 64 << 20
	addresses := pages*uint64(os.Getpagesize()) + uint64(memory) + arena
	for resource, most := range map[int]uint64{
		unix.RLIMIT_AS: addresses, unix.RLIMIT_CPU: seconds, unix.RLIMIT_FSIZE: 0, unix.RLIMIT_CORE: 0,
	} {
		if err := unix.Setrlimit(resource, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("resource %d: %w", resource, err)
		}
	}
	return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
}
