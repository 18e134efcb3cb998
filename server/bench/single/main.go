package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/local"
	"github.com/confab/confab/server/bench/pin"
)

// options are the command line.
type options struct {
	bench.Flags `embed:""`

	Pin      bool   `name:"pin" help:"Give the servers one processor core together and the clients another. On Linux."`
	Postgres string `name:"postgres" placeholder:"URL" help:"Empty database that keeps everything. It is filled, and can be used once."`
	Redis    string `name:"redis" placeholder:"URL" help:"Redis that several nodes need."`
	Nodes    int    `name:"nodes" default:"1" placeholder:"N" help:"Servers that share the database (${default})."`
}

func main() {
	var o options
	kong.Parse(&o, kong.Name("single"), kong.Description("Put one load on servers of its own."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop)
	if err := o.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "single:", err)
		os.Exit(1)
	}
}

func (o *options) run(ctx context.Context) error {
	if problems := o.Check(); len(problems) > 0 {
		return fmt.Errorf("%s", problems[0])
	}
	servers := local.Servers{Postgres: o.Postgres, Redis: o.Redis, Nodes: o.Nodes}
	if o.Pin {
		cores, err := pin.Choose()
		if err != nil {
			return err
		}
		if err := cores.Self(); err != nil {
			return err
		}
		servers.Cores = &cores
	}
	debug.SetGCPercent(400) // the clients may use memory to leave the servers the processor
	load := o.Load()
	load.Name = fmt.Sprintf("%d x %d", load.Rooms, load.Members)
	result, err := servers.Run(ctx, load, nil)
	if err != nil {
		return err
	}
	return o.Report(os.Stdout, result)
}
