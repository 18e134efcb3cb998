package durable

import (
	"errors"
	"syscall"
)

// IsFull tells whether err is that of a disk that is full, or on which whoever runs the
// process may use no more.
func IsFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || isQuota(err) }
