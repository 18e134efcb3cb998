//go:build !unix

package bench

import "time"

// ownCPU is this process's processor time; 0: that is not known.
func ownCPU() time.Duration { return 0 }
