package faults

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/shared/wire"
)

// How often things break in one story, and for how long a network is sick.
const (
	uploadKills   = 16
	bucketFaults  = 12
	fullDisks     = 8
	uploadsSickly = 6 * time.Second
)

// cutAtEachStage cuts the network of each courier at each stage of a message, and at each point of it.
func cutAtEachStage(t *testing.T, seed uint64) {
	w := prepare(t, couriers, 1, couriers)
	s := serve(t, w.Data, "--limits", "off")
	traps := make([]*trap, couriers)
	for i := range traps {
		traps[i] = &trap{}
	}
	d := opensDepot(t, seed, w, s, func(i int) engine.Dialer { return snares{s.URL, w.Seats[i].Token, traps[i]} })
	d.each(func(ctx context.Context, i int, c *courier) error {
		c.do = traps[i].carries
		n := len(stages) * len(whens)
		for _, k := range c.rng.Perm(n) {
			at, w := stages[k/len(whens)], whens[k%len(whens)]
			traps[i].sets(at, w)
			p := c.packs()
			d.sent[i] = append(d.sent[i], p)
			if err := c.sends(ctx, d.w.Rooms[0], p, false, false); err != nil {
				return fmt.Errorf("cut %s at %s: %w", w, at, err)
			}
		}
		if traps[i].sprung != n {
			return fmt.Errorf("%d connections were cut, want %d", traps[i].sprung, n)
		}
		return nil
	})
	d.arrived()
	verdict(t, s, w, d.crowd.rec)
	d.clean(w, filepath.Join(w.Data, "files"))
}

// onSickNetworks has the networks of the couriers fall ill on their own.
func onSickNetworks(t *testing.T, seed uint64) {
	w := prepare(t, couriers, 1, couriers)
	s := serve(t, w.Data, "--limits", "off")
	nets := sickens(t, s.URL, couriers)
	d := opensDepot(t, seed, w, s, func(i int) engine.Dialer {
		return dial.Dialer{URL: nets[i].url(), Token: dial.Fixed(w.Seats[i].Token)}
	})
	for i, c := range d.couriers {
		c.url = nets[i].url()
	}
	d.while(func() {
		ctx, well := context.WithTimeout(t.Context(), uploadsSickly)
		defer well()
		ill := make(chan int)
		for _, n := range nets {
			go func() { ill <- n.suffers(ctx) }()
		}
		times := 0
		for range nets {
			times += <-ill
		}
		t.Logf("ill %d times", times)
	})
	d.arrived()
	verdict(t, s, w, d.crowd.rec)
	d.clean(w, filepath.Join(w.Data, "files"))
}

// killedUnderUploads kills the server while files arrive.
func killedUnderUploads(t *testing.T, seed uint64) {
	w := prepare(t, couriers, 1, couriers)
	s := serve(t, w.Data, "--limits", "off")
	d := opensDepot(t, seed, w, s, straight(w, s))
	rng := rand.New(rand.NewPCG(seed, uploadKills))
	d.while(func() {
		for range uploadKills {
			d.more(1 + rng.Int64N(40))
			rest(t.Context(), time.Duration(rng.Int64N(int64(20*time.Millisecond)))) // in the midst of whatever it does
			s.Kill()
			if err := s.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
	d.arrived()
	verdict(t, s, w, d.crowd.rec)
	d.clean(w, filepath.Join(w.Data, "files"))
}

// withABucketThatGoes kills and pauses the server of S3 that keeps the files.
func withABucketThatGoes(t *testing.T, seed uint64) {
	v := service.StartVersitygw(t)
	t.Setenv("AWS_ACCESS_KEY_ID", v.AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", v.SecretKey)
	address := fmt.Sprintf("s3://%s/some?endpoint=%s", v.Bucket, v.URL())
	w := prepare(t, couriers, 1, couriers)
	s := serve(t, w.Data, "--limits", "off", "--files", address)
	d := opensDepot(t, seed, w, s, straight(w, s))
	rng := rand.New(rand.NewPCG(seed, bucketFaults))
	d.while(func() {
		for n := range bucketFaults {
			d.more(1 + rng.Int64N(20))
			away := time.Duration(rng.Int64N(int64(500 * time.Millisecond)))
			if n%2 == 0 {
				v.Kill()
				rest(t.Context(), away)
				v.Start()
			} else {
				v.Pause()
				rest(t.Context(), away)
				v.Resume()
			}
		}
	})
	d.arrived()
	verdict(t, s, w, d.crowd.rec)
	d.clean(w, address)
}

// onAFullDisk fills the disk of the server for a while. Those whose files find no space are told, and go on when there is some.
func onAFullDisk(t *testing.T, seed uint64) {
	w, disk := prepare(t, couriers, 1, couriers), plugged(t)
	s := onDisk(t, disk, w, "--limits", "off")
	d := opensDepot(t, seed, w, s, straight(w, s))
	rng := rand.New(rand.NewPCG(seed, fullDisks))
	d.while(func() {
		for range fullDisks {
			d.more(1 + rng.Int64N(20))
			before := d.told(wire.CodeStorageFull)
			disk.Full(true)
			eventually(t, "somebody is told that there is no space", func() bool { return d.told(wire.CodeStorageFull) > before })
			rest(t.Context(), time.Duration(rng.Int64N(int64(500*time.Millisecond))))
			disk.Full(false)
		}
	})
	d.arrived()
	if err := s.Stop(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
	left := saved(t, disk, w)
	judge(t, left, d.crowd.rec)
	d.clean(left, filepath.Join(left.Data, "files"))
}
