package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/files/filestest"
	"github.com/confab/confab/server/files/removal"
	"github.com/confab/confab/server/proof/dose"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// couriers is how many people send files at the same time.
const couriers = 6

// Messages with files of several parts, while what they need breaks: nothing is lost and nothing is
// there twice, each file is as it was sent, and in the end nothing else is kept.
func TestFaultUploads(t *testing.T) {
	for _, c := range []struct {
		what  string
		story func(t *testing.T, seed uint64)
	}{
		{"the network is cut at each stage", cutAtEachStage},
		{"the network is sick", onSickNetworks},
		{"the server is killed", killedUnderUploads},
		{"the bucket is killed and paused", withABucketThatGoes},
		{"the disk is full for a while", onAFullDisk},
	} {
		t.Run(c.what, func(t *testing.T) {
			for seed := range uint64(dose.Of(1, 20)) {
				t.Logf("the seed is %d", seed)
				c.story(t, seed)
			}
		})
	}
}

// depot is where couriers send files: a server with one room.
type depot struct {
	t        *testing.T
	w        *bench.Workspace
	s        *instance.Server
	crowd    *crowd
	couriers []*courier
	sent     [][]parcel // by each
}

// opensDepot has couriers sit down, the i-th connecting by a dialer of their own.
func opensDepot(t *testing.T, seed uint64, w *bench.Workspace, s *instance.Server, by func(i int) engine.Dialer) *depot {
	t.Helper()
	d := &depot{t: t, w: w, s: s, sent: make([][]parcel, couriers)}
	d.crowd = gathersBy(t, w, by)
	same := noise(rand.New(rand.NewPCG(seed, couriers)), fileLeast)
	for i, m := range d.crowd.members {
		c := &courier{member: m, token: w.Seats[i].Token, url: s.URL, rng: rand.New(rand.NewPCG(seed, uint64(i))), same: same,
			refused: map[wire.Code]int{}}
		c.do = func(r *http.Request, _ bool) (*http.Response, error) { return http.DefaultClient.Do(r) }
		c.opens()
		t.Cleanup(func() { c.uploads.Stop() })
		d.couriers = append(d.couriers, c)
	}
	return d
}

// straight connects the i-th of the people without detours.
func straight(w *bench.Workspace, s *instance.Server) func(i int) engine.Dialer {
	return func(i int) engine.Dialer { return dial.Dialer{URL: s.URL, Token: dial.Fixed(w.Seats[i].Token)} }
}

// each has every courier do something at the same time and waits for all.
func (d *depot) each(do func(ctx context.Context, i int, c *courier) error) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), 2*patience)
	defer cancel()
	d.crowd.each(func(i int, _ *member) error { return do(ctx, i, d.couriers[i]) })
}

// while has every courier send one parcel after another until something is over.
func (d *depot) while(something func()) {
	d.t.Helper()
	var over atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.each(func(ctx context.Context, i int, c *courier) error {
			for n := 0; !over.Load(); n++ {
				p := c.packs()
				d.sent[i] = append(d.sent[i], p)
				if err := c.sends(ctx, d.w.Rooms[0], p, n%4 == 1, n%4 == 3); err != nil {
					return err
				}
				rest(ctx, time.Duration(c.rng.Int64N(int64(200*time.Millisecond))))
			}
			return nil
		})
	}()
	end := func() {
		over.Store(true)
		<-done
	}
	d.t.Cleanup(end)
	something()
	end()
}

// more waits until so many more parts of files were taken.
func (d *depot) more(parts int64) {
	d.t.Helper()
	sum := func() (n int64) {
		for _, c := range d.couriers {
			n += c.parts.Load()
		}
		return n
	}
	want := sum() + parts
	eventually(d.t, "parts of files are taken", func() bool { return sum() >= want })
}

// told is how often the couriers were told something, of a file or of a message.
func (d *depot) told(code wire.Code) (n int) {
	for _, c := range d.couriers {
		c.mu.Lock()
		n += c.refused[code]
		c.mu.Unlock()
		c.member.mu.Lock()
		n += c.putOff[code]
		c.member.mu.Unlock()
	}
	return n
}

// arrived checks that every message is there, once, with its files as they were sent. It ends the clients.
func (d *depot) arrived() {
	t := d.t
	t.Helper()
	d.crowd.rests()
	want := map[string]parcel{}
	for _, of := range d.sent {
		for _, p := range of {
			want[p.cid] = p
		}
	}
	seen, bytesRead := map[string]bool{}, 0
	for _, e := range d.events() {
		for i, f := range e.Files {
			p := want[e.CID]
			if i >= len(p.files) || f.Name != p.files[i].name || seen[f.ID] {
				t.Errorf("%q has %q as file %d of %d", e.Body, f.Name, i, len(p.files))
				continue
			}
			seen[f.ID] = true
			content := d.gets("/files/" + f.ID + "/content")
			if bytesRead += len(content); !bytes.Equal(content, p.files[i].content) {
				t.Errorf("%q of %q is not what was sent", f.Name, e.Body)
			}
		}
		if p, ours := want[e.CID]; ours {
			if len(e.Files) != len(p.files) {
				t.Errorf("%q has %d files, want %d", e.Body, len(e.Files), len(p.files))
			}
			delete(want, e.CID)
		}
	}
	for _, p := range want {
		t.Errorf("%q is missing", p.body)
	}
	t.Logf("%d files of %d MB in all; told: %d without space, %d unavailable", len(seen), bytesRead>>20,
		d.told(wire.CodeStorageFull), d.told(wire.CodeUnavailable))
	for _, c := range d.couriers {
		c.uploads.Stop()
	}
	d.crowd.leave()
}

// events are all of the room.
func (d *depot) events() (all []wire.Event) {
	d.t.Helper()
	for before := int64(0); ; {
		at := fmt.Sprintf("/rooms/%s/messages?limit=100", d.w.Rooms[0])
		if before > 0 {
			at += fmt.Sprintf("&before=%d", before)
		}
		var page wire.Page
		if err := json.Unmarshal(d.gets(at), &page); err != nil {
			d.t.Fatal(err)
		}
		all = append(page.Events, all...)
		if len(page.Events) == 0 || page.Events[0].Seq <= 1 {
			return all
		}
		before = page.Events[0].Seq
	}
}

// gets gets something of the API as one of the people.
func (d *depot) gets(path string) []byte {
	d.t.Helper()
	r, err := http.NewRequestWithContext(d.t.Context(), http.MethodGet, d.s.URL+"/api/v1"+path, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+d.w.Seats[0].Token)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		d.t.Fatalf("GET %s: %s, %v: %.200s", path, res.Status, err, said)
	}
	return said
}

// clean checks the data that the server left at w, with files at an address: nothing is wrong with it, and when
// what is unused is swept away nothing is kept but what was sent.
func (d *depot) clean(w *bench.Workspace, address string) {
	t := d.t
	t.Helper()
	must(t, os.Chmod(w.Data, 0o700))
	found := runs(t, nil, "doctor", "--data", w.Data, "--files", address)
	if found.code != 0 {
		t.Errorf("confab doctor: %d\n%s%s", found.code, found.out, found.err)
	}
	opened(t, w.Data, func(st store.Store) error {
		blobs, err := files.Open(t.Context(), address, files.Options{})
		if err != nil {
			return err
		}
		later := func() time.Time { return time.Now().Add(limits.FileUnsent + removal.Grace + time.Hour) }
		for _, k := range removal.Jobs(st, blobs, later) {
			if k.Every > 0 {
				must(t, k.Do(t.Context(), store.Job{}))
			}
		}
		want := map[string]bool{}
		for _, of := range d.sent {
			for _, p := range of {
				for _, f := range p.files {
					want[filestest.Name(f.content)] = true
				}
			}
		}
		err = blobs.Walk(t.Context(), func(b files.Blob) error {
			if !want[b.Name] {
				t.Errorf("nobody has sent the blob %s of %d bytes", b.Name, b.Size)
			}
			delete(want, b.Name)
			return nil
		})
		for name := range want {
			t.Errorf("the blob %s is missing", name)
		}
		return err
	})
}
