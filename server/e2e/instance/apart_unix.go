//go:build unix && !linux

package instance

import (
	"os/exec"
	"syscall"
)

// keepApart starts a process in a group of its own.
func keepApart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
