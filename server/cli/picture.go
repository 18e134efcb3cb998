package cli

import (
	"github.com/confab/confab/server/picture"
)

// remaking is what the server starts for each picture that somebody sends. It is not for people, and not in
// the list of commands.
type remaking struct {
	Memory  int64  `arg:"" help:"Bytes that it may use."`
	Seconds uint64 `arg:"" help:"Seconds of a processor's time that it may take."`
	Side    int    `arg:"" help:"The most pixels that it is wide and high, if it is to be small; else 0."`
}

// Run implements the command.
func (r *remaking) Run(p Program) error {
	return picture.Serve(p.In, p.Out, r.Memory, r.Seconds, r.Side)
}
