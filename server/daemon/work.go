package daemon

import (
	"context"
	"slices"
	"time"

	"github.com/confab/confab/server/activity"
	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/digest"
	"github.com/confab/confab/server/files/removal"
	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/preview"
	"github.com/confab/confab/server/store"
)

// followersOf returns the followers of the rooms' logs.
func followersOf(d *Daemon) []follow.Follower {
	return []follow.Follower{
		digest.Follower(d.backing.now),
		activity.Follower(d.backing.now),
		activity.Threads(d.backing.now),
		d.previews.Follower(),
	}
}

// jobsOf returns the kinds of jobs.
func jobsOf(d *Daemon) []jobs.Kind {
	b := &d.backing
	return slices.Concat(
		auth.Sweeps(b.store, b.now),
		[]jobs.Kind{digest.Sweeping(b.store, b.now), preview.Sweeping(b.store, b.now), d.chat.EmptyRooms()},
		removalOf(d),
	)
}

// removalOf returns the jobs that remove files.
func removalOf(d *Daemon) []jobs.Kind {
	if d.files == nil {
		return nil
	}
	return removal.Jobs(d.backing.store, d.files, d.backing.now)
}

// following is the part that runs the followers.
type following struct {
	idle
	d *Daemon
}

func (p following) open(context.Context) error {
	d, b := p.d, &p.d.backing
	d.followers = follow.New(follow.Options{Store: b.store, Broker: b.broker, Lease: b.lease(), Clock: b.now, Log: d.log,
		Faults: d.faults}, followersOf(d)...)
	return nil
}

func (p following) run(ctx context.Context) { p.d.followers.Run(ctx) }

// working is the part that runs the jobs.
type working struct {
	idle
	d *Daemon
}

func (p working) open(context.Context) error {
	d, b := p.d, &p.d.backing
	d.jobs = jobs.New(jobs.Options{Store: b.store, Node: b.node, Clock: b.now, Log: d.log, Faults: d.faults,
		Kinds: store.JobKinds{Except: []string{preview.JobKind, chat.LaterJob, chat.StatusJob, chat.QuietJob}}}, jobsOf(d)...)
	return nil
}

func (p working) run(ctx context.Context) { p.d.jobs.Run(ctx) }

// planning is the part that sends messages, reminds people and ends what they said they do, at their time. Its jobs have a Runner
// of their own, so that no sweep makes them late.
type planning struct {
	idle
	d *Daemon
}

// laterLook is how late a message may be sent because nobody looked.
const laterLook = time.Second

func (p planning) open(context.Context) error {
	d, b := p.d, &p.d.backing
	d.laterJobs = jobs.New(jobs.Options{Store: b.store, Node: b.node, Clock: b.now, Log: d.log, Faults: d.faults, Look: laterLook,
		Kinds: store.JobKinds{Only: []string{chat.LaterJob, chat.StatusJob, chat.QuietJob}}},
		d.chat.Later(), d.chat.Statuses(), d.chat.Quiets())
	return nil
}

func (p planning) run(ctx context.Context) { p.d.laterJobs.Run(ctx) }

// lease returns how this node obtains a lease, which one node at a time holds;
// nil: there is only one node.
func (b *backing) lease() func(ctx context.Context, name string, lasts time.Duration) (bool, error) {
	if b.shelf == nil {
		return nil
	}
	return func(ctx context.Context, name string, lasts time.Duration) (bool, error) {
		return b.shelf.Lease(ctx, name, b.node, lasts)
	}
}
