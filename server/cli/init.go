package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/console"
)

// initialising is the command init. It creates the workspace, so that a script
// can set up a server.
type initialising struct {
	anywhere
	passwordFile
	Email     string `arg:"" help:"The owner's e-mail address, to sign in with."`
	Name      string `name:"name" required:"" help:"The owner's name, as others see it."`
	Workspace string `name:"workspace" required:"" help:"Name of the workspace."`
}

// Run implements the command.
func (c *initialising) Run(ctx context.Context, p Program) error {
	password, err := p.password(c.PasswordFile, "The owner's password (12 characters or more): ")
	if err != nil {
		return err
	}
	return c.with(ctx, func(ops console.Operations) error {
		u, err := ops.Init(ctx, auth.NewWorkspace{
			Name: c.Workspace, Owner: auth.NewAccount{Name: c.Name, Email: c.Email, Password: password},
		})
		if errors.Is(err, auth.ErrSetupDone) {
			return errors.New("there is already a workspace; nothing was changed")
		}
		if err != nil {
			return err
		}
		p.print(p.Out, fmt.Sprintf("created the workspace; its owner is @%s\n", u.Handle))
		return nil
	})
}
