package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
)

// ErrAway means that something a job depends on cannot be reached for now. An
// error that wraps it does not count as a failure of the job.
var ErrAway = errors.New("jobs: away for now")

// Kind is one kind of job.
type Kind struct {
	Name string // short, and never changed: jobs are stored under it

	// Every makes a periodic job, whose key is the kind's name: it is due again
	// so long after it ended. 0: jobs are created with store.Jobs.Create.
	Every time.Duration
	// Lasts is how long Do may take; 0: a minute. Then its context ends.
	Lasts time.Duration

	// Do executes a job, at least once. nil: there is nothing to do outside the
	// store.
	Do func(ctx context.Context, j store.Job) error
	// Write stores the result, once, in the transaction that removes the job. It
	// is an Update's function. nil: there is nothing to store.
	Write func(tx store.Tx, j store.Job) error
}

// Options are the parameters of a Runner. Store and Faults are required.
type Options struct {
	Store  store.Store
	Node   string           // of this run of the server; "": a random one
	Clock  func() time.Time // nil: time.Now; the clocks of all nodes must agree
	Log    *slog.Logger     // nil: slog.Default
	Faults *sparse.Log

	// Kinds are those that this Runner carries out, where several Runners of a node
	// divide the work so that slow jobs delay no others.
	Kinds  store.JobKinds
	AtOnce int // jobs at once; 0: one

	// For tests; zero values mean the package's defaults.
	Backoff time.Duration // after the first failure, doubled with each
	Tries   int           // number of tries after which a job is dead
	Look    time.Duration // how often the store is asked for due jobs
	Margin  time.Duration // how long a claim lasts beyond Lasts
}

const (
	firstBackoff = 10 * time.Second
	maxBackoff   = time.Hour
	maxTries     = 12
	lookEvery    = 5 * time.Second
	claimMargin  = 10 * time.Second
	usualLasts   = time.Minute

	// forgetAfter is how long dead jobs and events are kept.
	forgetAfter = 30 * 24 * time.Hour

	forgetAtOnce = 500
	mostError    = 500 // how much of an error is stored, in bytes
)

// Runner executes jobs.
type Runner struct {
	o     Options
	kinds map[string]Kind
	kick  chan struct{}

	mu     sync.Mutex
	counts Counts
}

// Counts are totals since the start.
type Counts struct {
	Done     int64 `json:"done"`
	Failures int64 `json:"failures"`
	Dead     int64 `json:"dead"`
	LateMS   int64 `json:"late_ms"` // how late the last job was started
}

// New returns a Runner of kinds; Run does the work.
func New(o Options, kinds ...Kind) *Runner {
	if o.Node == "" {
		o.Node = id.New()
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	for d, own := range map[*time.Duration]time.Duration{&o.Backoff: firstBackoff, &o.Look: lookEvery, &o.Margin: claimMargin} {
		if *d == 0 {
			*d = own
		}
	}
	if o.Tries == 0 {
		o.Tries = maxTries
	}
	o.AtOnce = max(o.AtOnce, 1)
	r := &Runner{o: o, kinds: make(map[string]Kind), kick: make(chan struct{}, o.AtOnce)}
	if len(o.Kinds.Only) == 0 {
		kinds = append(kinds, forgetting(o))
	}
	for _, k := range kinds {
		if k.Lasts == 0 {
			k.Lasts = usualLasts
		}
		r.kinds[k.Name] = k
	}
	return r
}

// forgetting returns the job that removes jobs and events that died long ago.
func forgetting(o Options) Kind {
	return Kind{Name: "forget dead", Every: 24 * time.Hour, Do: func(ctx context.Context, _ store.Job) error {
		before := o.Clock().Add(-forgetAfter).UnixMilli()
		return Sweep(ctx, o.Store, func(tx store.Tx) (bool, error) {
			jobs, err := tx.Jobs().Forget(before, forgetAtOnce)
			if err != nil {
				return false, err
			}
			events, err := tx.Cursors().Forget(before, forgetAtOnce)
			return jobs || events, err
		})
	}}
}

// Sweep calls fn in one transaction after another until it returns false. fn
// should do little at a time: all other writers wait for the end of each
// transaction.
func Sweep(ctx context.Context, st store.Store, fn func(tx store.Tx) (more bool, err error)) error {
	for more := true; more; {
		err := st.Update(ctx, func(tx store.Tx) (err error) {
			more, err = fn(tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Counts returns the totals since the start.
func (r *Runner) Counts() Counts {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts
}

func (r *Runner) count(fn func(*Counts)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fn(&r.counts)
}

// Wake makes Run look at once for jobs that are due: their creation was committed.
func (r *Runner) Wake() {
	for range r.o.AtOnce {
		select {
		case r.kick <- struct{}{}:
		default:
			return
		}
	}
}

// Run executes due jobs until ctx ends.
func (r *Runner) Run(ctx context.Context) {
	var others sync.WaitGroup
	defer others.Wait()
	for range r.o.AtOnce - 1 {
		others.Go(func() { r.o.Faults.Keep(ctx, r.o.Backoff, "jobs", r.loop) })
	}
	r.loop(ctx)
}

// loop executes due jobs, one after the other, until ctx ends.
func (r *Runner) loop(ctx context.Context) {
	for planned := false; ctx.Err() == nil; {
		var err error
		if !planned {
			err = r.plan(ctx)
			planned = err == nil
		}
		for more := true; more && err == nil && ctx.Err() == nil; {
			more, err = r.next(ctx)
		}
		if err != nil {
			r.failed("jobs cannot be carried out for now", err)
		}
		select {
		case <-ctx.Done():
		case <-r.kick:
		case <-time.After(r.o.Look):
		}
	}
}

// plan creates the periodic jobs that do not exist yet.
func (r *Runner) plan(ctx context.Context) error {
	now := r.o.Clock().UnixMilli()
	return r.o.Store.Update(ctx, func(tx store.Tx) error {
		for _, k := range r.kinds {
			if k.Every == 0 {
				continue
			}
			err := tx.Jobs().Create(store.Job{Key: k.Name, Kind: k.Name, Due: now})
			if err != nil && !errors.Is(err, store.ErrExists) {
				return err
			}
		}
		return nil
	})
}

// failed logs, once a minute, an error that no job caused.
func (r *Runner) failed(message string, err error) {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, store.ErrClosed), errors.Is(err, store.ErrUnavailable):
		r.o.Log.Debug(message, "error", err) // the server stops, or the store logs it once
	default:
		r.o.Faults.Warn("", message, "error", err)
	}
}

// next executes one due job, and reports whether there was one.
func (r *Runner) next(ctx context.Context) (bool, error) {
	at := r.o.Clock().UnixMilli()
	var due, claimed store.Job
	err := r.o.Store.View(ctx, func(tx store.Tx) (err error) {
		due, err = tx.Jobs().Next(at, r.o.Kinds)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	until := at + (r.kinds[due.Kind].Lasts + r.o.Margin).Milliseconds()
	err = r.o.Store.Update(ctx, func(tx store.Tx) (err error) {
		claimed, err = tx.Jobs().Claim(due, r.o.Node, until)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return true, nil // another node was quicker
	}
	if err != nil {
		return false, err
	}
	r.count(func(c *Counts) { c.LateMS = at - due.Due })
	return true, r.carryOut(ctx, claimed)
}

// carryOut executes a job that was claimed. Its error is the store's.
func (r *Runner) carryOut(ctx context.Context, j store.Job) error {
	k, known := r.kinds[j.Kind]
	switch {
	case !known: // of another version, which may be started soon
		return r.end(ctx, j, k, fmt.Errorf("%w: %q", errUnknownKind, j.Kind))
	case k.Every == 0 && j.Tries > r.o.Tries:
		return r.end(ctx, j, k, errEnded)
	}
	return r.end(ctx, j, k, r.guarded(func() error {
		if k.Do == nil {
			return nil
		}
		ctx, cancel := context.WithTimeout(ctx, k.Lasts)
		defer cancel()
		return k.Do(ctx, j)
	}))
}

// guarded calls fn and turns a panic into an error.
func (r *Runner) guarded(fn func() error) (err error) {
	defer r.o.Faults.Survive("a job", func() { err = errPanic })
	return fn()
}

// errUnknownKind means that this program does not have this kind of job.
var errUnknownKind = errors.New("jobs: unknown kind")

// errEnded means that the server was gone after each try of the job.
var errEnded = errors.New("jobs: the server ended each time that it was tried")

// errPanic means that a job panicked, which was logged.
var errPanic = errors.New("jobs: a panic, see the log")

// end records the result of a job.
func (r *Runner) end(ctx context.Context, j store.Job, k Kind, failed error) error {
	if failed == nil {
		failed = r.o.Store.Update(ctx, func(tx store.Tx) error {
			return r.guarded(func() error {
				if k.Write != nil {
					if err := k.Write(tx, j); err != nil {
						return err
					}
				}
				if k.Every == 0 {
					return tx.Jobs().Finish(j)
				}
				again := j
				again.Due, again.Error = r.o.Clock().Add(k.Every).UnixMilli(), ""
				return tx.Jobs().Release(again, 0)
			})
		})
	}
	if failed == nil {
		r.count(func(c *Counts) { c.Done++ })
		return nil
	}
	if ctx.Err() != nil { // the server stops: give the job back, so that none has to wait for the end of the claim
		failed = ctx.Err()
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
	}
	return r.retry(ctx, j, k, failed)
}

// retry makes a failed job due again later, or gives it up.
func (r *Runner) retry(ctx context.Context, j store.Job, k Kind, failed error) error {
	now, tries := r.o.Clock(), j.Tries
	wait := min(r.o.Backoff<<min(max(tries-1, 0), 20), maxBackoff)
	again := j
	again.Error = strings.ToValidUTF8(cut(failed.Error()), "")
	switch {
	case faultless(failed):
		wait, tries = r.o.Backoff, max(tries-1, 0)
	case errors.Is(failed, errUnknownKind):
		wait, tries = maxBackoff, 0
	case k.Every > 0:
		wait = min(wait, k.Every)
	case tries >= r.o.Tries:
		again.Died = now.UnixMilli()
	}
	again.Due = now.Add(wait).UnixMilli()
	err := r.o.Store.Update(ctx, func(tx store.Tx) error { return tx.Jobs().Release(again, tries) })
	if errors.Is(err, store.ErrNotFound) {
		return nil // the claim expired and another node has the job
	}
	if err != nil {
		return err
	}
	attrs := []any{"kind", j.Kind, "job", j.Key, "error", failed}
	switch {
	case faultless(failed):
		r.failed("a job is held up", failed)
	case again.Died != 0:
		r.count(func(c *Counts) { c.Failures++; c.Dead++ })
		r.o.Faults.Error(j.Kind, "a job was given up; confab doctor lists them", attrs...)
	default:
		r.count(func(c *Counts) { c.Failures++ })
		r.o.Faults.Warn(j.Kind, "a job failed, and will be tried again", append(attrs, "in", fmt.Sprint(wait))...)
	}
	return nil
}

// faultless reports whether err has nothing to do with the job.
func faultless(err error) bool {
	for _, is := range []error{ErrAway, context.Canceled, store.ErrUnavailable, store.ErrUnknown, store.ErrOverload, store.ErrFull,
		store.ErrClosed} {
		if errors.Is(err, is) {
			return true
		}
	}
	return false
}

// cut shortens an error to the length that is stored.
func cut(text string) string { return text[:min(len(text), mostError)] }
