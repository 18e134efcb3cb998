package daemon

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/certs"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/config"
	"github.com/confab/confab/server/crowd"
	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/mail"
	"github.com/confab/confab/server/preview"
	"github.com/confab/confab/server/refusals"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/shared/limits"
)

// Options are what a Daemon needs beside its configuration.
type Options struct {
	Version string       // of the program
	Out     io.Writer    // where the setup link is printed; nil: standard output
	Log     *slog.Logger // nil: as the configuration says, to standard error
}

// Daemon is one server.
type Daemon struct {
	cfg     config.Config
	version string
	out     io.Writer
	log     *slog.Logger
	faults  *sparse.Log
	refused refusals.Counts
	began   time.Time

	parts  []namedPart
	opened int // how many of parts were opened, from the first

	listener    net.Listener
	plain       net.Listener // redirects to HTTPS; nil: none
	admin       net.Listener // nil: none
	console     net.Listener // nil: the data directory's path is too long for a socket, or there is none
	backing     backing
	files       files.Store // nil: no files can be sent
	arriving    string      // the directory for parts of files that are arriving
	chat        *chat.Service
	auth        *auth.Auth
	mail        *mail.Sender // nil: there is no mail
	hub         *hub.Hub
	followers   *follow.Followers
	jobs        *jobs.Runner
	laterJobs   *jobs.Runner
	previews    *preview.Previewer
	previewJobs *jobs.Runner
	server      *http.Server
	client      *clientip.Finder
	guests      *crowd.Connections // nil: no limits, as for requests
	requests    *crowd.Requests
	https       certs.Source // nil: it serves plain HTTP

	close sync.Once
	ended error
}

// New opens everything that a server needs and listens, but does not serve yet.
// An error says in one sentence what is wrong; then nothing is left open, and
// data that cannot be used was not changed. cfg must have passed its Check.
func New(ctx context.Context, cfg config.Config, o Options) (*Daemon, error) {
	d := &Daemon{cfg: cfg, version: o.Version, out: o.Out, log: o.Log, began: time.Now()}
	if d.out == nil {
		d.out = os.Stdout
	}
	if d.log == nil {
		d.log = NewLogger(cfg, os.Stderr)
	}
	d.faults = sparse.New(d.log)
	setMemoryLimit(d.log)
	d.parts = partsOf(d)
	if err := d.open(ctx); err != nil {
		return nil, errors.Join(plain(cfg, err), d.Close())
	}
	return d, nil
}

// open opens the parts in their order.
func (d *Daemon) open(ctx context.Context) error {
	for _, p := range d.parts {
		d.opened++ // a part that failed half way is closed too
		if err := p.open(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Addr is the address the server listens on.
func (d *Daemon) Addr() net.Addr { return d.listener.Addr() }

// Hub returns the hub, for its counters.
func (d *Daemon) Hub() *hub.Hub { return d.hub }

// Run serves until ctx ends, then drains all connections and returns. It returns
// an error if serving failed before that. It may be called only once.
func (d *Daemon) Run(ctx context.Context) error {
	if err := d.announce(ctx); err != nil {
		return errors.Join(err, d.Close())
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var work sync.WaitGroup
	for _, p := range d.parts {
		work.Go(func() { d.faults.Keep(background, time.Minute, p.name, p.run) })
	}
	servers := serversOf(d)
	failed := make(chan error, len(servers))
	for _, s := range servers {
		work.Go(func() { failed <- s.serve() })
	}
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		d.log.Info("going down")
	}
	d.drain(context.WithoutCancel(ctx))
	for _, s := range servers {
		err = errors.Join(err, s.server.Close())
	}
	stop()
	work.Wait() // before what these goroutines use is closed
	return errors.Join(err, d.Close())
}

// drain closes the sockets and then waits for the requests, within limits.Drain.
func (d *Daemon) drain(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, limits.Drain-5*time.Second)
	defer cancel()
	if err := d.hub.Drain(ctx); err != nil {
		d.log.Warn("not every socket could be let go in time", "error", err)
	}
	if err := d.server.Shutdown(ctx); err != nil {
		d.log.Warn("not every request could be finished in time", "error", err)
	}
}

// Close closes what is still open, without draining: sockets, requests, the
// store. Everything acknowledged is on disk. Further calls return the result of
// the first.
func (d *Daemon) Close() error {
	d.close.Do(func() {
		var errs []error
		for ; d.opened > 0; d.opened-- {
			errs = append(errs, d.parts[d.opened-1].close())
		}
		d.ended = errors.Join(errs...)
	})
	return d.ended
}
