package faults

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/dose"
)

// How soon a message of one node reaches another one's people.
const (
	withRedis = time.Second
	// withoutRedis is what a node may take to look into the database by itself,
	// which it does every second.
	withoutRedis = 2 * time.Second
	// unawares is how long a Redis that says nothing may go unnoticed, besides.
	unawares = 2 * time.Second
)

// redisFaults are what befalls Redis, each over when it returns, with how long
// messages may take meanwhile.
var redisFaults = []struct {
	name string
	most time.Duration
	does func(c *trio)
}{
	{"killed and started again", withoutRedis, func(c *trio) {
		c.redis.Kill()
		c.says("200 degraded: Redis")
		rest(c.t.Context(), 3*time.Second)
		c.redis.Start()
	}},
	{"restarted at once", withoutRedis, func(c *trio) {
		c.redis.Stop()
		c.redis.Start()
	}},
	{"cut off", withoutRedis + unawares, func(c *trio) {
		// Neither side is told: nothing arrives any more.
		c.suffers(`{"type":"timeout","stream":"downstream","attributes":{"timeout":0}}`, time.Duration(dose.Of(6, 30))*time.Second, true)
	}},
	{"slow", withoutRedis, func(c *trio) {
		c.suffers(`{"type":"latency","stream":"downstream","attributes":{"latency":150,"jitter":50}}`, 4*time.Second, false)
	}},
	{"without its subscribers", withoutRedis, func(c *trio) {
		for range 5 {
			c.redis.Do("CLIENT", "KILL", "TYPE", "pubsub")
			rest(c.t.Context(), 400*time.Millisecond)
		}
	}},
}

// suffers makes the network before Redis ill for a while.
func (c *trio) suffers(ill string, d time.Duration, told bool) {
	c.t.Helper()
	toxic, err := c.network.proxy.Toxics.AddToxicJson(strings.NewReader(ill))
	if err != nil {
		c.t.Fatal(err)
	}
	if told {
		c.says("200 degraded: Redis")
	}
	rest(c.t.Context(), d)
	if err := c.network.proxy.Toxics.RemoveToxic(context.WithoutCancel(c.t.Context()), toxic.Name); err != nil {
		c.t.Fatal(err)
	}
}

// Redis is killed, restarted, cut off, slow, and loses its subscribers, while
// people on three nodes write to each other. Nothing is lost or doubled; what
// they write takes two seconds at most meanwhile, and one again afterwards.
func TestFaultRedis(t *testing.T) {
	const people = 24
	c := starts3(t, people, 4, people/4)
	all := c.gathers()
	heard := all.listens()
	// Each room is written in from one node alone: what the others are not told,
	// nothing tells them later.
	hush := c.chatter(all, 60*time.Millisecond, func(i, room int) bool { return i%3 == room%3 })
	for range dose.Of(1, 10) {
		for _, f := range redisFaults {
			all.more(people) // as always
			heard.take()
			f.does(c)
			c.says("200 ok")
			all.more(people)
			during := heard.most()
			all.more(people * 4)
			after := heard.most()
			t.Logf("Redis %s: a message took %v at most, %v afterwards", f.name, during, after)
			if during > f.most {
				t.Errorf("Redis %s: a message took %v, want at most %v", f.name, during, f.most)
			}
			if after > withRedis {
				t.Errorf("after Redis was %s a message took %v, want at most %v", f.name, after, withRedis)
			}
		}
	}
	hush()
	all.rests()
	all.leave()
	c.verdict(all.rec)
	c.isTold(t)
}

// isTold checks that each node's log says about Redis what has happened, not
// over and over.
func (c *trio) isTold(t *testing.T) {
	t.Helper()
	for i, s := range c.nodes {
		lost, back := strings.Count(s.Output(), "Redis is lost"), strings.Count(s.Output(), "Redis is back")
		if most := len(redisFaults) * dose.Of(1, 10) * 2; lost == 0 || lost > most || lost != back {
			t.Errorf("node %d says %d times that Redis is lost and %d times that it is back", i, lost, back)
		}
	}
}
