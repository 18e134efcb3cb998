package attack

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/dose"
)

// A judge compares windows of talk. Under attack it wants so many at least, and gives the
// server so many to come to the best of them: noise of the machine is over some time, an
// attack that works is not.
const (
	fewest = 3
	most   = 20
)

// maxLog is how much a story may make the server print, in bytes.
const maxLog = 64 << 10

// limit is what the p99 from send to delivery may come to under attack, by what it is
// otherwise.
func limit(otherwise time.Duration) time.Duration {
	return max(otherwise*6/5, otherwise+2*time.Millisecond)
}

// assault is what a stranger does until ctx ends. It is called by several goroutines.
type assault func(ctx context.Context) error

// toll is what an attack cost the server.
type toll struct {
	took  time.Duration // how long it went on
	cores float64       // processor time by time, sign-ins of honest people included
}

// trial is a server under attack, and one that nobody attacks, on the same machine.
type trial struct {
	t       *testing.T
	n       *town
	control *town
	quiet   time.Duration // the best p99 before the attack
	memory  int64         // before the attack
	log     int64         // printed before the attack, in bytes

	mu       sync.Mutex
	peak     int64 // of memory
	signedIn int
	refused  int
	refusal  error
	failed   error // why the attack could not be carried out
}

// endures runs an assault by so many at once, and judges how the honest fare and what the
// server uses, compared with before and with a server that is left alone. Memory is how many
// bytes it may grow by, of which up to 40 MB are the honest's own: 19 for each password that
// is checked.
func (n *town) endures(attackers int, memory int64, do assault) toll {
	n.t.Helper()
	n.warm()
	r := &trial{t: n.t, n: n, control: visit(n.t, &control)}
	ctx, cancel := context.WithCancel(n.t.Context())
	var watch sync.WaitGroup
	watch.Go(func() { r.signsIn(ctx) })
	watch.Go(func() { r.measures(ctx) })
	stop := sync.OnceFunc(func() {
		cancel()
		watch.Wait()
	})
	defer stop()
	r.rests()
	attacked, cost := r.attacks(attackers, do)
	stop()
	r.judges(attacked, cost, memory)
	return cost
}

// rests measures how it is without an attack.
func (r *trial) rests() {
	r.t.Helper()
	r.n.talks()
	r.control.talks()
	r.quiet = r.window().town
	r.mu.Lock()
	r.signedIn, r.refused = 0, 0
	r.memory, r.peak = r.peak, 0
	r.log = r.n.log.Load()
	r.mu.Unlock()
}

// window has a second of talk, of which all arrives.
func (r *trial) window() pair {
	r.t.Helper()
	p, err := together(r.t.Context(), r.n.talks(), r.control.talks())
	if err != nil {
		r.t.Fatal(err)
	}
	return p
}

// over is by how much honest people wait longer than the limit in a window; 0 or less: it
// is as without an attack.
func (r *trial) over(p pair) time.Duration {
	return p.town - limit(max(r.quiet, p.control)) - r.n.slack
}

// attacks has windows while the assault is on.
func (r *trial) attacks(attackers int, do assault) ([]pair, toll) {
	r.t.Helper()
	before, err := r.n.s.Usage()
	if err != nil {
		r.t.Fatal(err)
	}
	began := time.Now()
	ctx, cancel := context.WithCancel(r.t.Context())
	var work sync.WaitGroup
	stop := sync.OnceFunc(func() {
		cancel()
		work.Wait()
	})
	defer stop()
	for range attackers {
		work.Go(func() {
			if err := do(ctx); err != nil && ctx.Err() == nil {
				r.mu.Lock()
				r.failed = err
				r.mu.Unlock()
			}
		})
	}
	var pairs []pair
	good := false
	for len(pairs) < dose.Of(fewest, 30) || !good && len(pairs) < dose.Of(most, 2*30) {
		p := r.window()
		pairs = append(pairs, p)
		good = good || r.over(p) <= 0
	}
	after, err := r.n.s.Usage()
	if err != nil {
		r.t.Fatal(err)
	}
	took := time.Since(began)
	stop()
	return pairs, toll{took: took, cores: (after.CPU - before.CPU).Seconds() / took.Seconds()}
}

// judges says what was found, and fails the story if it is not as it has to be.
func (r *trial) judges(pairs []pair, cost toll, memory int64) {
	r.t.Helper()
	best := slices.MinFunc(pairs, func(a, b pair) int { return cmp.Compare(r.over(a), r.over(b)) })
	good := 0
	for _, p := range pairs {
		if r.over(p) <= 0 {
			good++
		}
	}
	grown := r.peak - r.memory
	printed := r.n.log.Load() - r.log
	r.t.Logf("p99 from send to delivery: %v quiet, %v attacked beside %v left alone, good in %d windows of %d; signed in %d, "+
		"refused %d; memory %+.1f MB; log %d bytes; %.2f cores",
		r.quiet.Round(10*time.Microsecond), best.town.Round(10*time.Microsecond), best.control.Round(10*time.Microsecond), good, len(pairs),
		r.signedIn, r.refused, float64(grown)/1e6, printed, cost.cores)
	if r.failed != nil {
		r.t.Errorf("the attack could not be carried out: %v", r.failed)
	}
	if good == 0 {
		r.t.Errorf("honest people wait, in each of %d windows: %v", len(pairs), pairs)
	}
	if r.refused > 0 || r.signedIn == 0 {
		r.t.Errorf("honest people were not let in %d times of %d: %v", r.refused, r.refused+r.signedIn, r.refusal)
	}
	if grown > memory {
		r.t.Errorf("the server's memory grew by %.1f MB, allowed are %.1f", float64(grown)/1e6, float64(memory)/1e6)
	}
	if printed > maxLog {
		r.t.Errorf("the log grew by %d bytes, allowed are %d", printed, maxLog)
	}
}

// signsIn has somebody sign in again and again, at the server that is attacked and at the
// other: a password that is checked takes a processor for a while, and what waits for it
// waits at both.
func (r *trial) signsIn(ctx context.Context) {
	c := from(home)
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		for _, n := range []*town{r.n, r.control} {
			err := n.signsIn(ctx, c)
			if ctx.Err() != nil {
				return
			}
			r.mu.Lock()
			if err == nil {
				r.signedIn++
			} else {
				r.refused++
				r.refusal = err
			}
			r.mu.Unlock()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// measures looks at the server's memory again and again.
func (r *trial) measures(ctx context.Context) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if u, err := r.n.s.Usage(); err == nil {
			r.mu.Lock()
			r.peak = max(r.peak, u.RSS)
			r.mu.Unlock()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// warm has two sign in at once, so that the memory for hashing passwords, 19 MiB each, is
// there before anything is measured.
func (n *town) warm() {
	n.t.Helper()
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := n.signsIn(n.t.Context(), from(home)); err != nil {
				n.t.Error(err)
			}
		})
	}
	both.Wait()
}
