package daemon

import (
	"context"
	"time"

	"github.com/confab/confab/server/egress"
	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/picture"
	"github.com/confab/confab/server/preview"
	"github.com/confab/confab/server/store"
)

// previewing is the part that shows what is behind links. Its jobs have a Runner of
// their own: they wait for the servers of strangers, and other jobs would wait with them.
type previewing struct {
	idle
	d *Daemon
}

// The bounds of a process that makes a picture small.
const (
	previewMemory = 256 << 20
	previewTime   = 8 * time.Second
)

func (p previewing) open(context.Context) error {
	d, b := p.d, &p.d.backing
	o := preview.Options{
		Store: b.store, Limiter: b.limiter, Own: d.cfg.Origin(), Clock: b.now, Log: d.log, Wake: func() { d.previewJobs.Wake() },
		Quota: int64(d.cfg.FileQuota), AllQuota: int64(d.cfg.FilesQuota),
	}
	if d.files != nil {
		o.Blobs = d.files
	}
	if d.cfg.Previews != "off" {
		small := &picture.Worker{Memory: previewMemory, Time: previewTime, AtOnce: 1}
		o.Fetcher = preview.NewFetcher(small, d.version, d.cfg.Inside, egress.Options{})
	}
	d.previews = preview.New(o)
	d.previewJobs = jobs.New(jobs.Options{Store: b.store, Node: b.node, Clock: b.now, Log: d.log, Faults: d.faults,
		Kinds: store.JobKinds{Only: []string{preview.JobKind}}, AtOnce: preview.AtOnce}, d.previews.Job())
	return nil
}

func (p previewing) run(ctx context.Context) { p.d.previewJobs.Run(ctx) }
