package throttle

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/confab/confab/server/cluster"
	"github.com/confab/confab/server/cluster/clustertest"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/ratelimit"
)

func TestNodesCountTogetherInRedisAndAloneWithoutIt(t *testing.T) {
	redis := service.StartRedis(t)
	c := &clock{time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)}
	quiet := slog.New(slog.DiscardHandler)
	gate := func(name string) *Gate {
		t.Helper()
		link := clustertest.Link(t, redis.URL(), cluster.Options{Node: name})
		return NewGate(New(c.now), ratelimit.NewRedis(link, Away{}), quiet)
	}
	// through counts the tries that a node admits, each at another account.
	through := func(g *Gate) (n int) {
		for i := range 40 {
			if _, wait := g.Begin(t.Context(), fmt.Sprint("person", i), From{Network: home}); wait == 0 {
				n++
			}
		}
		return n
	}
	first, second, third := gate("first"), gate("second"), gate("third")
	if n := through(first); n == 0 || n > usual.network {
		t.Errorf("%d tries were let through, want up to %d", n, usual.network)
	}
	// A Redis that is slow for a moment counts as unreachable, so a few more may
	// pass on a busy machine; a node alone admits twenty.
	if n := through(second); n > alone.network {
		t.Errorf("%d more tries were let through by a second node", n)
	}
	redis.Kill()
	if n := through(third); n == 0 || n > alone.network {
		t.Errorf("without Redis %d tries were let through, want up to %d", n, alone.network)
	}
	if pass, wait := third.Begin(t.Context(), "nora", From{Network: office}); wait > 0 {
		t.Errorf("without Redis Nora's first try waits %v", wait)
	} else {
		pass.Succeeded(t.Context())
	}
}
