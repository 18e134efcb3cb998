//go:build !linux

package instance

import "syscall"

// DieWithParent does nothing: only Linux tells a process that its parent died.
func DieWithParent(*syscall.SysProcAttr, syscall.Signal) {}
