package cli

import (
	"context"

	"github.com/confab/confab/server/config"
	"github.com/confab/confab/server/daemon"
)

// serve is the command serve, which runs the server until it is told to stop.
type serve struct {
	config.Config `embed:""`
}

// Run implements the command.
func (c *serve) Run(ctx context.Context, p Program) error {
	d, err := daemon.New(ctx, c.Config, daemon.Options{Version: p.Version, Out: p.Out, Log: daemon.NewLogger(c.Config, p.Err)})
	if err != nil {
		return err
	}
	return d.Run(ctx)
}
