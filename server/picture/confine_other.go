//go:build !linux

package picture

import (
	"os"
	"runtime/debug"
)

// self is the program that runs.
func self() (string, error) { return os.Executable() }

// confine bounds this process. Its time is up to the one that waits for it; what it may have of memory is known
// beforehand, and left to the collector.
func confine(memory int64, _ uint64) error {
	debug.SetMemoryLimit(memory / 8 * 7)
	return nil
}
