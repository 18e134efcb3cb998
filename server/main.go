// Command confab is the whole product: server, web app and tools.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/confab/confab/server/cli"
)

// version is set by the build.
var version = "development"

func main() {
	// The first signal asks to end; the second ends at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(cli.Program{Version: version, In: os.Stdin, Out: os.Stdout, Err: os.Stderr}.Run(ctx, os.Args[1:]))
}
