package service

import "syscall"

// dieWithParent makes a process get sig when the process that starts it dies.
func dieWithParent(attr *syscall.SysProcAttr, sig syscall.Signal) { attr.Pdeathsig = sig }
