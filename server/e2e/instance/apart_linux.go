package instance

import (
	"os/exec"
	"syscall"
)

// keepApart starts a process in a group of its own. It ends with this one all
// the same, however that ends.
func keepApart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
