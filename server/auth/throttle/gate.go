package throttle

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/shared/limits"
)

// What all nodes together admit at once; after that they admit tries at an even
// rate.
var (
	ratePair    = limits.Rate{PerSecond: 10.0 / 600, Burst: 10} // failures of one network on one account
	rateNetwork = limits.Rate{PerSecond: 20.0 / 600, Burst: 20} // failures of one network, all accounts together
)

// answerWithin limits the wait for the shared limiter.
const answerWithin = time.Second

// Gate is a Guard that counts together with other nodes. It is safe for
// concurrent use.
type Gate struct {
	guard  *Guard
	shared ratelimit.Limiter // nil: there is only one node
	log    *slog.Logger
	alone  atomic.Bool // shared did not answer the last call
}

// NewGate returns a Gate that uses g, and shared if it is not nil.
func NewGate(g *Guard, shared ratelimit.Limiter, log *slog.Logger) *Gate {
	return &Gate{guard: g, shared: shared, log: log}
}

// Pass is one try that was admitted. Call one of its methods once the result is
// known; otherwise it counts as failed.
type Pass struct {
	gate  *Gate
	try   Try
	taken []bucket
}

// bucket is one count of the shared limiter.
type bucket struct {
	key  string
	rate limits.Rate
}

// Begin requests a try, as Guard.Begin does.
func (g *Gate) Begin(ctx context.Context, account string, from From) (p Pass, wait time.Duration) {
	p = Pass{gate: g}
	if p.try, wait = g.guard.begin(account, from, g.figures()); wait > 0 || g.shared == nil {
		return p, wait
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	for _, b := range buckets(account, from) {
		wait, err := g.shared.Take(ctx, b.key, b.rate)
		if err != nil {
			// A limiter that also keeps a local count may have counted it despite
			// the error.
			p.taken = append(p.taken, b)
			g.lost(ctx, err)
			return p, 0
		}
		if wait > 0 {
			p.Void(ctx)
			return Pass{}, wait
		}
		p.taken = append(p.taken, b)
	}
	if g.alone.Swap(false) {
		g.log.Info("sign-ins that failed are counted over all nodes again")
	}
	return p, 0
}

// Look returns how long a try would have to wait according to this node, without
// making it.
func (g *Gate) Look(account string, from From) time.Duration {
	return g.guard.look(account, from, g.figures())
}

func (g *Gate) figures() figures {
	if g.alone.Load() {
		return alone
	}
	return usual
}

// lost notes that the shared limiter does not answer, unless the caller gave up.
func (g *Gate) lost(ctx context.Context, err error) {
	if errors.Is(ctx.Err(), context.Canceled) {
		return
	}
	if !g.alone.Swap(true) {
		g.log.Info("sign-ins that fail are counted by this node alone, more strictly", "error", err)
	}
}

// buckets returns the shared counts of a try. Their keys do not contain e-mail
// addresses, because the counts are kept outside this process.
func buckets(account string, from From) (all []bucket) {
	where := from.Network.String()
	if from.Device == "" {
		all = append(all, bucket{"signin/" + where, rateNetwork})
	} else {
		where = "device/" + from.Device
	}
	if account != "" {
		h := sha256.Sum256([]byte(account))
		all = append(all, bucket{"signin/" + where + "/" + hex.EncodeToString(h[:16]), ratePair})
	}
	return all
}

// Succeeded takes the try's failure back and, on this node, forgets the network's
// earlier failures on this account.
func (p Pass) Succeeded(ctx context.Context) {
	p.try.Succeeded()
	p.give(ctx)
}

// Void takes the try's failure back, because the try had no result.
func (p Pass) Void(ctx context.Context) {
	p.try.Void()
	p.give(ctx)
}

// give takes back what was counted in the shared limiter. If that fails, one
// failure too many is counted there for a while.
func (p Pass) give(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
	defer cancel()
	for _, b := range p.taken {
		if err := p.gate.shared.Give(ctx, b.key, b.rate); err != nil {
			p.gate.lost(ctx, err)
			return
		}
	}
}

// errAway is the error of Away.
var errAway = errors.New("throttle: the other nodes cannot be asked")

// Away is the fallback of a shared limiter. It does not count but fails, so that
// a Gate knows that the other nodes cannot be reached.
type Away struct{}

// Take implements ratelimit.Limiter. It always fails.
func (Away) Take(context.Context, string, limits.Rate) (time.Duration, error) { return 0, errAway }

// Give implements ratelimit.Limiter. There is nothing to take back.
func (Away) Give(context.Context, string, limits.Rate) error { return nil }
