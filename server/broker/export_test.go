package broker

import (
	"time"

	"github.com/confab/confab/server/cluster"
)

// NewRedisOf is a Redis with a queue of this length that takes a subscription
// for broken after a silence this long, and is quick to try again.
func NewRedisOf(link *cluster.Link, queue int, dead time.Duration) *Redis {
	return newRedis(link, settings{queue: queue, ping: dead / 3, dead: dead, retry: 40 * time.Millisecond})
}
