package auth

import (
	"context"

	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/shared/limits"
)

// How many people may join. Each is a permanent account, an event in the main
// room and a password to hash, and an invite's own limit can be set high by its
// maker. A class of a hundred behind one address joins at once, a school of 2,000
// in a little over three minutes. Each node counts by itself.
var (
	rateJoinsNetwork = limits.Rate{PerSecond: 10, Burst: 100} // from one network
	rateJoinsInvite  = limits.Rate{PerSecond: 10, Burst: 100} // by one invite
	rateJoins        = limits.Rate{PerSecond: 20, Burst: 200} // in all
)

// arrivals limits the rate of people who join.
type arrivals struct{ of *ratelimit.Memory }

// arrival is one join that was counted.
type arrival struct {
	in    arrivals
	taken []counted
}

type counted struct {
	key  string
	rate limits.Rate
}

// count counts a join by invite from c, or returns a *wire.Error with CodeRate.
// The key is the store's id of an invite, so that invented tokens make no keys.
func (a arrivals) count(ctx context.Context, invite string, c Client) (arrival, error) {
	one := arrival{in: a}
	for _, k := range []counted{
		{"network/" + clientip.Network(c.Address).String(), rateJoinsNetwork},
		{"invite/" + invite, rateJoinsInvite},
		{"all", rateJoins},
	} {
		if wait, _ := a.of.Take(ctx, k.key, k.rate); wait > 0 { // a Memory never fails
			one.undo(ctx)
			return arrival{}, crowded(wait)
		}
		one.taken = append(one.taken, k)
	}
	return one, nil
}

// undo takes back the count of a join that failed.
func (a arrival) undo(ctx context.Context) {
	for _, k := range a.taken {
		_ = a.in.of.Give(ctx, k.key, k.rate) // a Memory never fails
	}
}
