package instance

import "syscall"

// DieWithParent makes a process get sig when the process that starts it dies.
func DieWithParent(attr *syscall.SysProcAttr, sig syscall.Signal) { attr.Pdeathsig = sig }
