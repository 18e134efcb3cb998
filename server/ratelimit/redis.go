package ratelimit

import (
	"context"
	"errors"
	"math"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/cluster"
	"github.com/confab/confab/shared/limits"
	"github.com/redis/go-redis/v9"
)

const (
	// patience is how long a Take waits for Redis.
	patience = 50 * time.Millisecond
	// rest is how long Redis is not asked after a timeout.
	rest = time.Second
)

// Redis is a Limiter for all nodes together.
type Redis struct {
	link     *cluster.Link
	fallback Limiter // nil: use own
	own      *Memory // tokens that this node took
	patience time.Duration
	rest     time.Duration
	tired    atomic.Int64 // until when Redis is not asked, in ns since began
	began    time.Time
}

// NewRedis returns a Limiter whose buckets are in Redis. While Redis is not
// available it uses fallback; nil is this node's own count of the same rate,
// which includes what the node took before.
func NewRedis(link *cluster.Link, fallback Limiter) *Redis {
	return &Redis{link: link, fallback: fallback, own: NewMemory(nil), patience: patience, rest: rest, began: time.Now()}
}

// takeScript takes a token from the bucket KEYS[1], which gets one every ARGV[1]
// us and holds at most ARGV[2]. It returns 0 or, if there is none, the time until
// there is one, in us. As in Memory a bucket is the moment at which it is full
// again; a full one is not stored.
var takeScript = redis.NewScript(`
local t = redis.call('TIME')
local now, each = t[1] * 1000000 + t[2], tonumber(ARGV[1])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + each
local wait = full - now - each * tonumber(ARGV[2])
if wait > 0 then
	return wait
end
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
return 0
`)

// giveScript returns a token that was taken with takeScript.
var giveScript = redis.NewScript(`
local full = redis.call('GET', KEYS[1])
if full then
	redis.call('SET', KEYS[1], string.format('%.0f', full - ARGV[1]), 'KEEPTTL')
end
return 0
`)

// Take implements Limiter. It returns an error only if the fallback does, or
// if ctx ends.
func (r *Redis) Take(ctx context.Context, key string, rate limits.Rate) (time.Duration, error) {
	if rate.PerSecond <= 0 || rate.Burst <= 0 {
		return 0, nil
	}
	wait, err := r.own.Take(ctx, key, rate)
	if wait > 0 || err != nil {
		return wait, err
	}
	us, err := r.run(ctx, takeScript, key, micros(rate), rate.Burst)
	switch {
	case err == nil && us == 0:
		return 0, nil
	case err == nil:
		return time.Duration(us) * time.Microsecond, r.own.Give(ctx, key, rate)
	case ctx.Err() != nil:
		return 0, ctx.Err()
	case r.fallback == nil:
		return 0, nil
	}
	return r.fallback.Take(ctx, key, rate)
}

// Give implements Limiter. It returns an error only if the fallback does. A token
// taken from the fallback is returned to Redis if that is available again.
func (r *Redis) Give(ctx context.Context, key string, rate limits.Rate) error {
	if rate.PerSecond <= 0 || rate.Burst <= 0 {
		return nil
	}
	if err := r.own.Give(ctx, key, rate); err != nil {
		return err
	}
	if _, err := r.run(ctx, giveScript, key, micros(rate)); err == nil || r.fallback == nil {
		return nil
	}
	return r.fallback.Give(ctx, key, rate)
}

var errAway = errors.New("ratelimit: Redis is not asked at the moment")

// run runs a script on a bucket, unless Redis is lost or rests after a timeout.
func (r *Redis) run(ctx context.Context, script *redis.Script, key string, args ...any) (int64, error) {
	if !r.link.Up() || time.Since(r.began) < time.Duration(r.tired.Load()) {
		return 0, errAway
	}
	ctx, cancel := context.WithTimeout(ctx, r.patience)
	defer cancel()
	n, err := script.Run(ctx, r.link.Client(), []string{r.link.Key("rate:" + key)}, args...).Int64()
	if err != nil && context.Cause(ctx) != context.Canceled { // a cancelled call is not a timeout
		r.tired.Store(int64(time.Since(r.began) + r.rest))
		r.link.Check()
	}
	return n, err
}

// micros returns the time in which one token comes back, in us, rounded up so
// that the rate is not exceeded.
func micros(rate limits.Rate) int64 { return int64(math.Ceil(1e6 / rate.PerSecond)) }
