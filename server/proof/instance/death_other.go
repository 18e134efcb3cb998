//go:build !linux

package instance

import "syscall"

// DieWithParent does nothing: only Linux has such a signal.
func DieWithParent(*syscall.SysProcAttr, syscall.Signal) {}
