//go:build unix

package instance

import "os/exec"

// keepApart starts a process in a group of its own: the terminal's signals do
// not reach it.
func keepApart(cmd *exec.Cmd) { cmd.SysProcAttr.Setpgid = true }
