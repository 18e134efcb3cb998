package broker

import (
	"time"

	"github.com/confab/confab/server/cluster"
)

// NewImpatientRedis is a Redis with a short queue that notices a dead
// subscription in less than a second.
func NewImpatientRedis(link *cluster.Link, queue int) *Redis {
	return newRedis(link, settings{queue: queue, ping: 150 * time.Millisecond, dead: 500 * time.Millisecond, retry: 40 * time.Millisecond})
}
