package cli

import (
	"fmt"
	"runtime"
)

// version prints the version.
type version struct{}

// Run implements the command.
func (version) Run(p Program) error {
	_, err := fmt.Fprintf(p.Out, "confab %s (%s, %s/%s)\n", p.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
