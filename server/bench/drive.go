package bench

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/confab/confab/server/proof/history"
	"github.com/confab/confab/shared/wire"
)

// connecting is how many clients connect at the same time: a crowd, and within
// what the server admits.
const connecting = 50

// grace is how long a load that was broken off waits for what is on its way.
const grace = 3 * time.Second

var (
	errTime        = errors.New("the load's time is over")
	errInterrupted = errors.New("interrupted")
)

// Progress is the progress of a load.
type Progress struct {
	Deliveries, Total int64         // Total 0: not known before the end
	Elapsed, Duration time.Duration // Duration 0: until all messages are sent
}

// run is a load under way.
type run struct {
	load    Load
	target  Target
	rec     *history.Recorder
	events  *events
	clients []*client
	senders []*client
	rooms   []string       // of the i-th sender
	home    map[string]int // the people of the load -> index of their server
	moments *moments
	pace    func() pacer
	give    context.CancelCauseFunc // breaks the load off

	next       atomic.Int64 // number of the next message
	said       atomic.Int64 // messages given to a voice
	arrived    atomic.Int64 // messages acknowledged, or seen by their senders
	acked      atomic.Int64 // messages acknowledged
	refused    atomic.Int64
	why        atomic.Pointer[wire.Error] // of the first refusal
	putOff     atomic.Int64
	delivered  atomic.Int64
	reconnects atomic.Int64

	acks, seen, near, far, added, late Times
}

func newRun(target Target, load Load) *run {
	return &run{
		load: load.withDefaults(), target: target, rec: history.NewRecorder(time.Now), events: newEvents(),
		home: map[string]int{}, moments: &moments{}, pace: newPacer, give: func(error) {},
	}
}

// Run puts a load on the servers of t, for existing people and rooms. It also
// returns the clients' history, to be checked against what the servers have
// stored. If ctx ends, the result is of what was done until then. progress may be
// nil.
func (t Target) Run(ctx context.Context, w *Workspace, load Load, progress func(Progress)) (Result, *history.Recorder, error) {
	result, run, err := drive(ctx, t, w, load, progress)
	if err != nil {
		return Result{}, nil, err
	}
	return result, run.rec, nil
}

// drive connects everybody, puts the load on the target, waits until everything
// has been delivered, and lets everybody go. If ctx ends meanwhile, or the
// server does not go along, the result is partial. progress is told how far it
// is, by one goroutine; it may be nil.
func drive(ctx context.Context, target Target, w *Workspace, load Load, progress func(Progress)) (Result, *run, error) {
	r := newRun(target, load)
	ctx, r.give = context.WithCancelCause(ctx)
	defer r.give(nil)
	defer r.stop()
	meter, err := newMeter(target)
	if err != nil {
		return Result{}, nil, err
	}
	if err := r.connect(ctx, w); err != nil {
		return Result{}, nil, err
	}
	if err := meter.begin(); err != nil {
		return Result{}, nil, err
	}
	watched, followed := r.watch(progress), r.follow()
	began := time.Now()
	err = r.send(ctx)
	if err == nil {
		err = r.settle(ctx)
	}
	took := time.Since(began)
	watched()
	apart := followed()
	if err == nil {
		r.lastAcks(ctx)
	}
	meter.stop()
	result := r.result(took)
	result.Apart = apart
	if cause := r.broken(ctx); cause != nil {
		result.Partial = cause.Error()
		r.letGo()
	} else if err != nil {
		result.Partial = err.Error()
	} else if n := r.refused.Load(); n > 0 {
		result.Partial = fmt.Sprintf("%d messages were refused: %s", n, r.why.Load().Message)
	}
	return result, r, meter.result(&result, len(r.clients))
}

// broken says why the load was broken off; nil if it was not.
func (r *run) broken(ctx context.Context) error {
	cause := context.Cause(ctx)
	if errors.Is(cause, context.Canceled) {
		return errInterrupted
	}
	return cause
}

// letGo excuses clients from having reached the end.
func (r *run) letGo() {
	for _, c := range r.clients {
		c.mu.Lock()
		c.log.End()
		c.mu.Unlock()
	}
}

// send lets every sender send until the load's messages or its time are used
// up, or ctx ends.
func (r *run) send(ctx context.Context) error {
	if r.load.Duration > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, r.load.Duration, errTime)
		defer stop()
	}
	if r.load.Rate > 0 {
		return r.open(ctx)
	}
	g, ctx := errgroup.WithContext(ctx)
	for i := range r.senders {
		g.Go(func() error { return r.closed(ctx, i) })
	}
	return g.Wait()
}

// closed is the closed loop: the next message as soon as there is room for one.
func (r *run) closed(ctx context.Context, i int) error {
	for ctx.Err() == nil {
		more, err := r.senders[i].say(ctx, r.rooms[i], i, time.Time{})
		if err != nil && ctx.Err() == nil {
			return err
		}
		if !more {
			return nil
		}
	}
	return nil
}

// open is the open loop: messages at fixed moments, one sender after the other,
// whether or not the server keeps up.
func (r *run) open(ctx context.Context) error {
	p := r.pace()
	defer p.close()
	every := time.Duration(float64(time.Second) / r.load.Rate)
	due := time.Now()
	for i := 0; ; i = (i + 1) % len(r.senders) {
		p.until(ctx, due)
		if ctx.Err() != nil {
			return nil
		}
		more, err := r.senders[i].say(ctx, r.rooms[i], i, due)
		if err != nil {
			return fmt.Errorf("the server does not keep up with %v messages a second: %w", r.load.Rate, err)
		}
		if !more {
			return nil
		}
		due = due.Add(every)
	}
}

// deliver counts the delivery of message n to c.
func (r *run) deliver(c *client, e *wire.Event, n int, now int64) {
	home, ours := r.home[e.Author]
	m := r.moments.sent(n)
	if m == nil || !ours {
		return
	}
	took := time.Duration(now - m.at.Load())
	r.seen.Note(took)
	if len(r.target.URLs) > 1 {
		r.across(m, took, home == c.node, now)
	}
	r.delivered.Add(1)
	if r.load.Lockstep && m.seen.Add(1) == int32(r.load.Members) {
		i := m.sender.Load()
		<-r.senders[i].rooms[r.rooms[i]].flight
	}
}

// across counts a delivery of one of several nodes. What another node than the
// sender's adds is told message by message, so that what both wait for, such as
// the disk, does not blur it; one that was quicker has added nothing.
func (r *run) across(m *moment, took time.Duration, near bool, now int64) {
	if near {
		r.near.Note(took)
		m.near.CompareAndSwap(0, now)
		return
	}
	r.far.Note(took)
	var added time.Duration
	if first := m.near.Load(); first != 0 {
		added = time.Duration(max(now-first, 0))
	}
	r.added.Note(added)
}

// settled reports whether all is delivered to all members.
func (r *run) settled() bool {
	arrived := r.arrived.Load()
	return arrived+r.refused.Load() == r.said.Load() && r.delivered.Load() >= arrived*int64(r.load.Members)
}

// settle waits until settled; once ctx has ended, not for long.
func (r *run) settle(ctx context.Context) error {
	patience, broken := r.load.Patience, ctx.Done()
	deadline := time.After(patience)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !r.settled() {
		select {
		case <-tick.C:
		case <-broken:
			broken, patience, deadline = nil, grace, time.After(grace)
		case <-deadline:
			arrived := r.arrived.Load()
			return fmt.Errorf("%d of %d deliveries %v after the last message, %d of %d messages acknowledged",
				r.delivered.Load(), arrived*int64(r.load.Members), patience, arrived, r.said.Load())
		}
	}
	return nil
}

// lastAcks gives acks that come after the events a moment to arrive; those that
// were lost with a connection do not come any more.
func (r *run) lastAcks(ctx context.Context) {
	late := time.After(time.Second)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for r.acked.Load() < r.arrived.Load() {
		select {
		case <-tick.C:
		case <-late:
			return
		case <-ctx.Done():
			return
		}
	}
}

// watch tells progress a few times a second until stop is called.
func (r *run) watch(progress func(Progress)) (stop func()) {
	if progress == nil {
		return func() {}
	}
	began, total := time.Now(), int64(r.load.Messages)*int64(r.load.Members)
	if r.load.Messages == mostMessages {
		total = 0
	}
	tell := func() {
		progress(Progress{Deliveries: r.delivered.Load(), Total: total, Elapsed: time.Since(began), Duration: r.load.Duration})
	}
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			tell()
			select {
			case <-tick.C:
			case <-end:
				tell()
				return
			}
		}
	}()
	return func() {
		close(end)
		<-ended
	}
}

func (r *run) result(took time.Duration) Result {
	result := Result{
		Load: r.load, Nodes: len(r.target.URLs), Pinned: r.target.Pinned, Took: took,
		Messages: r.arrived.Load(), PutOff: r.putOff.Load(), Deliveries: r.delivered.Load(), Reconnects: r.reconnects.Load(),
		Ack: quantiles(&r.acks), Delivery: quantiles(&r.seen), Late: quantiles(&r.late),
	}
	if result.Load.Messages == mostMessages {
		result.Load.Messages = 0
	}
	if result.Load.Rate > 0 {
		result.Load.InFlight = 0
	}
	if len(r.target.URLs) > 1 {
		near, far, added := quantiles(&r.near), quantiles(&r.far), quantiles(&r.added)
		result.Near, result.Far, result.Added = &near, &far, &added
	}
	return result
}
