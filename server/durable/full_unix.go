//go:build unix

package durable

import (
	"errors"

	"golang.org/x/sys/unix"
)

// isQuota tells whether err is that of a disk on which whoever runs the process may
// use no more.
func isQuota(err error) bool { return errors.Is(err, unix.EDQUOT) }
