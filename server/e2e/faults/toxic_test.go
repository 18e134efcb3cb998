package faults

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/proof/dose"
)

// What the story of the sick networks is made of.
const (
	networks  = 5  // each with some of the people behind it
	toxicFor  = 60 // seconds, in a short dose
	toxicLong = 600
	// drained is how soon everything has to be there once the networks are well.
	drained = 5 * time.Second
)

// illnesses are what befalls a network, in toxiproxy's words.
var illnesses = []string{
	// Half open: nothing goes through in one direction, or either, and nobody is told.
	`{"type":"timeout","stream":"downstream","attributes":{"timeout":0}}`,
	`{"type":"timeout","stream":"upstream","attributes":{"timeout":0}}`,
	// Everything ends with a reset, at once or in a while.
	`{"type":"reset_peer","stream":"downstream","attributes":{"timeout":0}}`,
	`{"type":"reset_peer","stream":"upstream","attributes":{"timeout":400}}`,
	// A satellite, a crowded train.
	`{"type":"latency","stream":"downstream","attributes":{"latency":300,"jitter":300}}`,
	`{"type":"latency","stream":"upstream","attributes":{"latency":200,"jitter":150}}`,
	`{"type":"bandwidth","stream":"downstream","attributes":{"rate":4}}`,
	// Frames in pieces of some bytes.
	`{"type":"slicer","stream":"downstream","attributes":{"average_size":7,"size_variation":3,"delay":50}}`,
	`{"type":"slicer","stream":"upstream","attributes":{"average_size":5,"size_variation":4,"delay":50}}`,
	// A connection carries so much and no more.
	`{"type":"limit_data","stream":"downstream","attributes":{"bytes":3000}}`,
}

// sickness is a network that can be made ill.
type sickness struct {
	t     *testing.T
	proxy *toxiproxy.Proxy
}

// sickens puts networks before the server at url. They end with the story.
func sickens(t *testing.T, url string, n int) []*sickness {
	t.Helper()
	zerolog.SetGlobalLevel(zerolog.Disabled) // some of toxiproxy's parts ask for no logger
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	var all []*sickness
	for i := range n {
		p := toxiproxy.NewProxy(server, fmt.Sprint("network", i), "127.0.0.1:0", strings.TrimPrefix(url, "http://"))
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.Stop)
		all = append(all, &sickness{t: t, proxy: p})
	}
	return all
}

func (s *sickness) url() string { return "http://" + s.proxy.Listen }

// suffers makes the network ill in one way after another until ctx ends, and
// leaves it well. It returns how often it was ill.
func (s *sickness) suffers(ctx context.Context) (times int) {
	for ctx.Err() == nil {
		ill := illnesses[rand.IntN(len(illnesses))]
		toxic, err := s.proxy.Toxics.AddToxicJson(strings.NewReader(ill))
		if err != nil {
			s.t.Errorf("%s: %v", ill, err)
			return times
		}
		times++
		rest(ctx, 500*time.Millisecond+rand.N(2500*time.Millisecond))
		if err := s.proxy.Toxics.RemoveToxic(context.WithoutCancel(ctx), toxic.Name); err != nil {
			s.t.Errorf("%s does not go away: %v", ill, err)
		}
		rest(ctx, rand.N(1500*time.Millisecond))
	}
	return times
}

// rest waits, or until ctx ends.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Half-open connections, resets, latency and frames in pieces: 40 people on
// five networks that fall ill on their own. They write, answer, edit, erase,
// react and keep house; once the networks are well, everything is there within five seconds.
func TestFaultNetwork(t *testing.T) {
	const people = 40
	w := prepare(t, people, rooms, people/rooms)
	s := serve(t, w.Data, "--limits", "off")
	of := guests(t, s, w, people/rooms)
	nets := sickens(t, s.URL, networks)
	c := gathersAt(t, w, func(i int) dial.Dialer { return dial.Dialer{URL: nets[i%networks].url()} })
	home := func(i int) string { return w.Rooms[i/(people/rooms)] }
	for i, m := range c.members {
		m.guest = of[m.user]
		m.engine.OpenRoom(home(i))
	}
	ctx, well := context.WithTimeout(t.Context(), time.Duration(dose.Of(toxicFor, toxicLong))*time.Second)
	defer well()
	over := make(chan time.Time, 1)
	context.AfterFunc(ctx, func() { over <- time.Now() })
	ill := make(chan int, networks)
	for _, n := range nets {
		go func() { ill <- n.suffers(ctx) }()
	}
	c.each(func(i int, m *member) error {
		for n := 0; ctx.Err() == nil; n++ {
			if err := m.deed(t.Context(), home(i), n); err != nil {
				return err
			}
			rest(ctx, rand.N(40*time.Millisecond))
		}
		return nil
	})
	times := 0
	for range networks {
		times += <-ill
	}
	c.rests()
	if took := time.Since(<-over); took > drained {
		t.Errorf("everything was there %v after the last illness, want at most %v", took, drained)
	} else {
		t.Logf("ill %d times, %d connections of %d people; everything was there after %v", times, c.total((*member).connections), people,
			took)
	}
	c.leave()
	verdict(t, s, w, c.rec)
}
