package durable

import (
	"errors"

	"golang.org/x/sys/windows"
)

// isQuota tells whether err is that of a disk that is full, in one of the ways in which Windows says so.
func isQuota(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) ||
		errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}
