//go:build !unix

package instance

import "os/exec"

// keepApart does nothing: there are no groups of processes.
func keepApart(*exec.Cmd) {}
