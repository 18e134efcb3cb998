package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/pin"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/workspace"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/server/store/sqlite"
)

// Servers runs loads against servers of its own: the built program, started as
// other processes without rate limits, with an empty data directory.
type Servers struct {
	Bin   string     // the program; "": bin/confab
	Cores *pin.Cores // nil: servers and generator run wherever there is room

	// Postgres is the URL of an empty database to use instead of the data
	// directory; it is filled, and can be used only once. Redis is the URL that
	// several nodes need. Nodes is their number; 0: one.
	Postgres string
	Redis    string
	Nodes    int
}

// fleet is a prepared workspace with the servers on it.
type fleet struct {
	Workspace *bench.Workspace
	Servers   []*instance.Server
	data      string
}

// start prepares a workspace and starts the servers on it.
func (l Servers) start(ctx context.Context, people, rooms, members int) (_ *fleet, err error) {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return nil, err
	}
	f := &fleet{data: data}
	defer func() {
		if err != nil {
			f.remove()
		}
	}()
	if f.Workspace, err = l.prepare(ctx, data, people, rooms, members); err != nil {
		return nil, err
	}
	for range max(l.Nodes, 1) {
		if l.Postgres != "" { // each has a directory to itself
			if data, err = os.MkdirTemp(f.data, "node-"); err != nil {
				return nil, err
			}
		}
		s, err := l.Serve(ctx, data)
		if s != nil {
			f.Servers = append(f.Servers, s)
		}
		if err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (l Servers) prepare(ctx context.Context, data string, people, rooms, members int) (*bench.Workspace, error) {
	if l.Postgres != "" {
		return workspace.PreparePostgres(ctx, l.Postgres, people, rooms, members)
	}
	return workspace.Prepare(ctx, data, people, rooms, members)
}

// Serve starts one server on a data directory, with additional arguments of
// serve. If it returns an error the server may have been started and has to be
// ended too.
func (l Servers) Serve(ctx context.Context, data string, args ...string) (*instance.Server, error) {
	o := instance.Options{Bin: l.Bin, Data: data, Args: append([]string{"--limits", "off"}, args...), Apart: true}
	if l.Postgres != "" {
		o.Args = append(o.Args, "--postgres", l.Postgres)
	}
	if l.Redis != "" {
		o.Args = append(o.Args, "--redis", l.Redis)
	}
	if l.Cores != nil {
		o.Around = l.Cores.Start
	}
	s, err := instance.New(o)
	if err != nil {
		return nil, err
	}
	return s, s.Start(ctx)
}

// stop asks all servers to end and waits until they have.
func (f *fleet) stop() error {
	errs := make([]error, len(f.Servers))
	var g errgroup.Group
	for i, s := range f.Servers {
		g.Go(func() error {
			errs[i] = s.Stop()
			return nil
		})
	}
	_ = g.Wait() // the errors are in errs
	return errors.Join(errs...)
}

// remove ends what still runs and takes the data away.
func (f *fleet) remove() {
	for _, s := range f.Servers {
		s.Kill()
	}
	_ = os.RemoveAll(f.data) // a temporary directory: the system takes the rest
}

// target is the fleet as something to put under load.
func (f *fleet) target(pinned bool) bench.Target {
	t := bench.Target{Pinned: pinned}
	for _, s := range f.Servers {
		t.URLs = append(t.URLs, s.URL)
	}
	if runtime.GOOS == "linux" {
		t.Usage = f.usage
	}
	return t
}

// usage is what all servers use together.
func (f *fleet) usage() (all bench.Usage, err error) {
	for _, s := range f.Servers {
		u, err := s.Usage()
		if err != nil {
			return all, err
		}
		all.RSS += u.RSS
		all.CPU += u.CPU
	}
	return all, nil
}

// Run puts one load on new servers and checks the history against the store that
// they leave. If ctx ends, the result is of what was done until then.
func (l Servers) Run(ctx context.Context, load bench.Load, progress func(bench.Progress)) (bench.Result, error) {
	f, err := l.start(ctx, load.Rooms*load.Members, load.Rooms, load.Members)
	if err != nil {
		return bench.Result{}, err
	}
	defer f.remove()
	result, account, err := f.target(l.Cores != nil).Run(ctx, f.Workspace, load, progress)
	if err != nil {
		return bench.Result{}, err
	}
	if err := f.stop(); err != nil {
		return bench.Result{}, err
	}
	// What has happened is judged, interrupted or not.
	st, err := l.open(context.WithoutCancel(ctx), f.Workspace)
	if err != nil {
		return bench.Result{}, fmt.Errorf("what the load has left cannot be read: %w", err)
	}
	rows, err := workspace.RowsOf(context.WithoutCancel(ctx), st, f.Workspace.Rooms)
	if cerr := st.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return bench.Result{}, fmt.Errorf("what the load has left cannot be read: %w", err)
	}
	result.History = account.Check(rows)
	return result, nil
}

// open opens the store of a workspace.
func (l Servers) open(ctx context.Context, w *bench.Workspace) (store.Store, error) {
	if l.Postgres != "" {
		return postgres.Open(ctx, l.Postgres, postgres.Options{})
	}
	return sqlite.Open(ctx, w.Data, sqlite.Options{})
}
