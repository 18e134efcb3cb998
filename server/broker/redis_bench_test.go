package broker_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/shared/wire"
)

// event returns a message of 150 bytes.
func event(seq int64) broker.Message {
	return broker.Message{Room: "0198f7a1b2c37d4e8f90a1b2c3d4e5f6", First: seq, Last: seq, Events: []wire.Event{{
		Head: wire.Head{Type: wire.TypeEvent}, Room: "0198f7a1b2c37d4e8f90a1b2c3d4e5f6", Seq: seq,
		Event:  "0198f7a1b2c37d4e8f90a1b2c3d4e5f7",
		Author: "0198f7a1b2c37d4e8f90a1b2c3d4e5f8", CID: "0198f7a1b2c37d4e8f90a1b2c3d4e5f9", Kind: wire.KindMessage,
		At: 1767225600000, Body: strings.Repeat("x", 150),
	}}}
}

// BenchmarkRedisPublish measures a hint of 150 bytes from Publish to Redis's
// answer, with more always waiting.
func BenchmarkRedisPublish(b *testing.B) {
	r := service.StartRedis(b)
	a := broker.NewRedis(link(b, r.URL(), "a", nil), broker.TestSecret)
	defer a.Close()
	m := event(1)
	b.ReportAllocs()
	sent := int64(0)
	for b.Loop() {
		for sent-a.Stats().Published > 4096 { // the queue has room for twice as many
			runtime.Gosched()
		}
		if err := a.Publish(b.Context(), m); err != nil {
			b.Fatal(err)
		}
		sent++
	}
	if s := a.Stats(); s.Dropped > 0 {
		b.Errorf("this measures nothing: %+v", s)
	}
}

// BenchmarkRedisLatency measures how long a hint of 150 bytes takes from one node
// to another at 1,000 per second.
func BenchmarkRedisLatency(b *testing.B) {
	r := service.StartRedis(b)
	from, to := broker.NewRedis(link(b, r.URL(), "a", nil), broker.TestSecret),
		broker.NewRedis(link(b, r.URL(), "b", nil), broker.TestSecret)
	defer from.Close()
	defer to.Close()
	began := time.Now()
	const n = 3000
	sent := make([]time.Duration, n+1)
	took := make(chan time.Duration, n)
	to.Subscribe(func(m broker.Message) { took <- time.Since(began) - sent[m.First] })
	for b.Loop() {
		var all []time.Duration
		tick := time.NewTicker(time.Millisecond)
		for seq := range int64(n) {
			<-tick.C
			m := event(seq + 1)
			sent[m.First] = time.Since(began)
			if err := from.Publish(b.Context(), m); err != nil {
				b.Fatal(err)
			}
		}
		tick.Stop()
		for range n {
			all = append(all, <-took)
		}
		slices.Sort(all)
		for _, p := range []int{50, 95, 99} {
			b.ReportMetric(float64(all[n*p/100].Microseconds()), fmt.Sprintf("p%d-us", p))
		}
	}
}
