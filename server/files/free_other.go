//go:build !linux && !darwin && !freebsd

package files

import "math"

// Free cannot be known on this system; it returns the maximum.
func Free(string) (uint64, error) { return math.MaxUint64, nil }
