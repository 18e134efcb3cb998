package broker_test

import (
	"fmt"
	"testing"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/broker/brokertest"
	"github.com/confab/confab/server/e2e/service"
)

// startCluster starts a Redis Cluster of one server, and returns it with the
// URL that makes it known as a cluster.
func startCluster(t *testing.T) (*service.Redis, string) {
	t.Helper()
	r := service.StartRedis(t, "--cluster-enabled", "yes")
	r.Do("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
	eventually(t, "the cluster has formed", func() bool { return r.Do("CLUSTER", "COUNTKEYSINSLOT", "0") == ":0" && formed(r) })
	return r, r.URL() + "?addr=" + r.Addr
}

// formed reports whether a cluster takes commands.
func formed(r *service.Redis) bool { return r.Do("PUBLISH", "ready?", "") == ":0" }

func TestRedisCluster(t *testing.T) {
	_, url := startCluster(t)
	stories := 0
	brokertest.Run(t, func(t *testing.T) brokertest.Backend {
		stories++
		nodes := 0
		return brokertest.Backend{Node: func(t *testing.T) broker.Broker {
			nodes++
			return broker.NewRedis(link(t, fmt.Sprintf("%s&prefix=story%d", url, stories), fmt.Sprint("node", nodes), nil))
		}}
	})
}

func TestOnARedisClusterChannelsAreSharded(t *testing.T) {
	r, url := startCluster(t)
	a, b := newNode(t, url, "a", 100), newNode(t, url, "b", 100)
	if n := r.Do("PUBSUB", "SHARDCHANNELS"); n != "*64" {
		t.Errorf("%s sharded channels are subscribed to, want 64", n)
	}
	if n := r.Do("PUBSUB", "CHANNELS"); n != "*0" {
		t.Errorf("%s plain channels are subscribed to", n)
	}
	for room := range 100 {
		a.say(fmt.Sprint("room", room), 1)
		b.hears(fmt.Sprint("room", room), 1)
	}
	r.Do("CLIENT", "KILL", "TYPE", "pubsub")
	a.wantTold(false, true)
	b.wantTold(false, true)
	a.say("lobby", 2)
	b.hears("lobby", 2)
}
