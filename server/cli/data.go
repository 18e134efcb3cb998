package cli

import (
	"context"

	"github.com/confab/confab/server/console"
)

// data is the flag of the commands that work on a server's data.
type data struct {
	Data string `name:"data" env:"CONFAB_DATA" default:"./data" placeholder:"DIR" help:"Directory of the server's data (${default})."`
}

// with opens the data, on its own or through the server that runs on it, and
// closes it again.
func (d data) with(ctx context.Context, do func(console.Operations) error) error {
	ops, err := console.Open(ctx, d.Data)
	if err != nil {
		return explain(d.Data, err)
	}
	err = do(ops)
	if closing := ops.Close(); err == nil {
		err = closing
	}
	return err
}
