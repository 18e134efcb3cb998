package broker_test

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/broker/brokertest"
	"github.com/confab/confab/server/proof/service"
)

// startCluster starts a Redis Cluster of one server. It returns it with the URL
// that identifies it as a cluster.
func startCluster(t *testing.T) (*service.Redis, string) {
	t.Helper()
	r := service.StartRedis(t, "--cluster-enabled", "yes")
	r.Do("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
	eventually(t, "the cluster has formed", func() bool { return r.Do("CLUSTER", "COUNTKEYSINSLOT", "0") == ":0" && formed(r) })
	return r, r.URL() + "?addr=" + r.Addr
}

// formed reports whether a cluster accepts commands.
func formed(r *service.Redis) bool { return r.Do("PUBLISH", "ready?", "") == ":0" }

func TestRedisCluster(t *testing.T) {
	t.Parallel()
	_, url := startCluster(t)
	stories := 0
	brokertest.Run(t, func(t *testing.T) brokertest.Backend {
		stories++
		nodes := 0
		return brokertest.Backend{Node: func(t *testing.T) broker.Broker {
			nodes++
			return broker.NewRedis(link(t, fmt.Sprintf("%s&prefix=story%d", url, stories), fmt.Sprint("node", nodes), nil),
				broker.TestSecret)
		}}
	})
}

func TestOnARedisClusterChannelsAreSharded(t *testing.T) {
	t.Parallel()
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

// knows waits until a master of a cluster knows which of them has which channels: until then it refuses
// those who want to hear one, or sends them to another that does.
func knows(t *testing.T, r *service.Redis) {
	t.Helper()
	c := redis.NewClient(&redis.Options{Addr: r.Addr})
	defer func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}()
	eventually(t, "a master knows the cluster", func() bool {
		info, err := c.ClusterInfo(t.Context()).Result()
		return err == nil && strings.Contains(info, "cluster_slots_assigned:16384") && strings.Contains(info, "cluster_state:ok")
	})
}

func TestChannelsOfSeveralMastersAreAllHeard(t *testing.T) {
	t.Parallel()
	var masters []*service.Redis
	for i := range 3 {
		r := service.StartRedis(t, "--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--cluster-require-full-coverage", "no")
		first := []int{0, 5461, 10923, 16384}[i:]
		r.Do("CLUSTER", "ADDSLOTSRANGE", strconv.Itoa(first[0]), strconv.Itoa(first[1]-1))
		r.Do("CLUSTER", "SET-CONFIG-EPOCH", strconv.Itoa(i+1))
		masters = append(masters, r)
	}
	for _, r := range masters[1:] {
		host, port, err := net.SplitHostPort(r.Addr)
		if err != nil {
			t.Fatal(err)
		}
		masters[0].Do("CLUSTER", "MEET", host, port)
	}
	for _, r := range masters {
		knows(t, r)
	}
	url := masters[0].URL() + "?addr=" + masters[1].Addr
	l := link(t, url, "first", nil)
	eventually(t, "the cluster has formed", func() bool {
		for n := range 64 {
			if l.Client().Set(t.Context(), "{"+strconv.Itoa(n)+"}", "", time.Millisecond).Err() != nil {
				return false
			}
		}
		return true
	})
	a, b := newNode(t, url, "a", 1000), newNode(t, url, "b", 1000)
	for room := range 100 {
		a.say(fmt.Sprint("room", room), 1)
	}
	for room := range 100 {
		b.hears(fmt.Sprint("room", room), 1)
	}
	for _, r := range masters {
		if n := r.Do("PUBSUB", "SHARDCHANNELS"); n == "*0" || n == "*64" {
			t.Errorf("%s sharded channels are subscribed to at one of three masters", n)
		}
	}
	masters[2].Kill()
	a.isTold(false)
	b.isTold(false)
	masters[2].Start()
	a.isTold(true)
	b.isTold(true)
	eventually(t, "hints of all rooms cross again", func() bool {
		for room := range 100 {
			a.say(fmt.Sprint("room", room), 2)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		rooms := map[string]bool{}
		for _, m := range b.heard {
			if m.First == 2 {
				rooms[m.Room] = true
			}
		}
		return len(rooms) == 100
	})
}
