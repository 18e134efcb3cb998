package broker

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// batch is the maximum number of messages published in one round trip.
const batch = 256

// publish is the publisher. When ctx ends it publishes what is left.
func (r *Redis) publish(ctx context.Context) {
	var spare []parcel
	retry := time.NewTimer(r.retry)
	defer retry.Stop()
	for last := false; !last; {
		select {
		case <-r.queue.wake:
		case <-retry.C:
		case <-ctx.Done():
			last = true
		}
		all, missed := r.queue.take(spare)
		if !r.trySend(all, missed) {
			r.queue.miss()
			retry.Reset(r.retry)
		}
		clear(all) // release the events
		spare = all
	}
}

// trySend is send; a panic counts as a failure.
func (r *Redis) trySend(all []parcel, missed bool) (sent bool) {
	defer r.link.Faults().Survive("publishing hints", nil)
	return r.send(all, missed)
}

// send publishes all. If missed is set it first publishes that something was
// dropped. It returns false if something was dropped now.
func (r *Redis) send(all []parcel, missed bool) bool {
	if len(all) == 0 && !missed {
		return true
	}
	if !r.link.Up() {
		r.stats.dropped.Add(int64(len(all)))
		return false
	}
	ok := true
	if missed {
		ok = r.trip(nil, true)
	}
	for len(all) > 0 {
		n := min(batch, len(all))
		if !ok || !r.trip(all[:n], false) {
			r.stats.dropped.Add(int64(n)) // some of them may have got through
			ok = false
		} else {
			r.stats.published.Add(int64(n))
		}
		all = all[n:]
	}
	return ok
}

// trip publishes all in one round trip, and if look is set, that the others must
// read the store.
func (r *Redis) trip(all []parcel, look bool) bool {
	pipe := r.link.Client().Pipeline()
	if look {
		r.command(pipe, 0, lookEnvelope())
	}
	for i := range all {
		for _, e := range envelopes(&all[i].m) {
			r.command(pipe, all[i].channel, e)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), r.link.Timeout())
	defer cancel()
	if _, err := pipe.Exec(ctx); err != nil {
		r.link.Log().Debug("hints not published", "count", len(all), "error", err) // a failure of Redis is logged by the link
		r.link.Check()
		return false
	}
	return true
}

func (r *Redis) command(pipe redis.Pipeliner, channel int, envelope []byte) {
	ctx := context.Background() // a pipeline is sent with the context of Exec
	name := channelName(r.link, channel)
	sealed := r.sealer.seal(r.link.Node(), name, envelope)
	if r.link.Sharded() {
		pipe.SPublish(ctx, name, sealed)
	} else {
		pipe.Publish(ctx, name, sealed)
	}
}
