package broker

import (
	"time"

	"github.com/confab/confab/server/cluster"
)

// TestSecret is the secret that the nodes of a test share.
var TestSecret = Secret{Key: []byte("the nodes of a test all know this")}

// NewRedisOf returns a Redis with a queue of this length, which considers a
// subscription broken after a silence of dead and retries quickly.
func NewRedisOf(link *cluster.Link, queue int, dead time.Duration) *Redis {
	return newRedis(link, TestSecret, settings{queue: queue, ping: dead / 3, dead: dead, retry: 40 * time.Millisecond})
}

// Seal seals text as another node of the cluster would.
func Seal(secret Secret, node, channel, text string) []byte {
	return newSealer(secret.Key, secret.Clock).seal(node, channel, []byte(text))
}

// Envelope returns the text of a message before it is sealed.
func Envelope(m Message) string { return string(envelopes(&m)[0]) }
