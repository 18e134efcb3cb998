//go:build !linux

package daemon

import "time"

// process is not implemented for this system.
func process() (cpu time.Duration, rss int64, ok bool) { return 0, 0, false }
