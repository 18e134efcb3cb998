package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/confab/confab/server/console"
	"github.com/confab/confab/web"
)

// doctor looks at what a server needs.
type doctor struct{ data }

// finding is one thing that was looked at; nil is as it should be.
type finding struct {
	what string
	err  error
}

// Run implements the command.
func (c *doctor) Run(ctx context.Context, p Program) error {
	findings := []finding{
		{"the web app is in this binary", program()},
		{"the data directory is this user's alone", private(c.Data)},
		{"the data can be opened, or through the server that runs on it", c.opens(ctx)},
		{"files may be open in numbers", openFiles()},
	}
	ill := 0
	var b strings.Builder
	for _, f := range findings {
		if f.err == nil {
			fmt.Fprintf(&b, "ok    %s\n", f.what)
			continue
		}
		ill++
		fmt.Fprintf(&b, "not   %s: %v\n", f.what, f.err)
	}
	p.print(p.Out, b.String())
	if ill > 0 {
		return fmt.Errorf("%d of %d things are not as they should be", ill, len(findings))
	}
	return nil
}

func program() error {
	_, err := web.Assets().Program()
	return err
}

// private reports what others can do with the data directory. One that is not
// there yet will be made as it should be.
func private(dir string) error {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a directory", dir)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return fmt.Errorf("its mode is %o; chmod 700 %s", mode, dir)
	}
	return nil
}

// opens opens the data if there is any.
func (c *doctor) opens(ctx context.Context) error {
	if _, err := os.Stat(c.Data); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return c.with(ctx, func(ops console.Operations) error {
		_, err := ops.People(ctx, "", "", 1)
		return err
	})
}
