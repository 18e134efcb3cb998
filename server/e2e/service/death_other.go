//go:build !linux

package service

import "syscall"

// dieWithParent does nothing: only Linux tells a process that its parent died.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}
