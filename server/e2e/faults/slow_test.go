package faults

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/wire"
)

// What the story of the slow readers is made of.
const (
	readers    = 100
	crawlers   = 5    // of them read slowly
	stuck      = 1    // and so many not at all
	crawl      = 1000 // bytes a second
	loudness   = 80   // messages a second
	longText   = 6000 // bytes of each
	healthyFor = 4 * time.Second
	slowFor    = 9 * time.Second // long enough to fill every buffer on the way
)

// sluggish dials connections that are read at the pace of the moment.
type sluggish struct {
	engine.Dialer
	pace atomic.Int64  // bytes a second; 0: as they come
	free chan struct{} // closed when everyone reads as they can again
}

// Dial implements engine.Dialer.
func (d *sluggish) Dial(ctx context.Context) (engine.Conn, error) {
	c, err := d.Dialer.Dial(ctx)
	if err != nil {
		return nil, err
	}
	return sluggishConn{c, d}, nil
}

type sluggishConn struct {
	engine.Conn
	d *sluggish
}

func (c sluggishConn) Read(ctx context.Context) ([]byte, error) {
	frame, err := c.Conn.Read(ctx)
	pace := c.d.pace.Load()
	if err != nil || pace == 0 {
		return frame, err
	}
	select {
	case <-time.After(time.Duration(len(frame)) * time.Second / time.Duration(pace)):
	case <-c.d.free:
	case <-ctx.Done():
	}
	return frame, nil
}

// delays are how long messages took to arrive.
type delays struct {
	mu   sync.Mutex
	seen []time.Duration
}

// note notes the delay of a message whose text begins with when it was written.
func (d *delays) note(e *wire.Event) {
	stamp, _, _ := strings.Cut(e.Body, " ")
	at, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return // not one of ours
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen = append(d.seen, time.Since(time.Unix(0, at)))
}

// quantiles are the median and the 99th percentile of some delays.
type quantiles struct{ p50, p99 time.Duration }

func (q quantiles) String() string { return fmt.Sprintf("%v / %v", q.p50, q.p99) }

// take returns the quantiles of what was noted since the last call; zeros of
// nothing.
func (d *delays) take() (q quantiles) {
	d.mu.Lock()
	defer d.mu.Unlock()
	slices.Sort(d.seen)
	if n := len(d.seen); n > 0 {
		q = quantiles{p50: d.seen[n/2], p99: d.seen[n*99/100]}
	}
	d.seen = d.seen[:0]
	return q
}

// most returns the longest of what was noted since the last call.
func (d *delays) most() (most time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, one := range d.seen {
		most = max(most, one)
	}
	d.seen = d.seen[:0]
	return most
}

// One in twenty reads a kilobyte a second, one in a hundred nothing, while a
// room is loud. The others hear it as soon as before, the server's memory stays
// where it was, it lets the slow ones go; and when they read again they get
// everything.
func TestFaultSlowReaders(t *testing.T) {
	w := prepare(t, readers, 1, readers)
	port, err := instance.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	admin := fmt.Sprintf("127.0.0.1:%d", port)
	s := serve(t, w.Data, "--limits", "off", "--admin-listen", admin)
	free := make(chan struct{})
	small := smallBuffers(t)
	c := gathersBy(t, w, func(i int) engine.Dialer {
		d := dial.Dialer{URL: s.URL, Token: dial.Fixed(w.Seats[i].Token)}
		if i < readers-crawlers-stuck {
			return d
		}
		d.HTTP = small
		return &sluggish{Dialer: d, free: free}
	})
	heard := &delays{}
	for _, m := range c.members[:readers-crawlers-stuck] {
		m.hears(heard.note)
	}
	paces := func(crawls, stands int64) {
		for i, m := range c.members[readers-crawlers-stuck:] {
			m.dialer.(*sluggish).pace.Store(crawls)
			if i >= crawlers {
				m.dialer.(*sluggish).pace.Store(stands)
			}
		}
	}
	c.speaks(t, w.Rooms[0], healthyFor/4) // until everything is warm
	heard.take()
	before := used(t, s).RSS
	c.speaks(t, w.Rooms[0], healthyFor)
	healthy := heard.take()
	paces(crawl, 1)
	c.speaks(t, w.Rooms[0], slowFor)
	among, peak := heard.take(), used(t, s).RSS
	dropped := slowOnes(t, admin)
	paces(0, 0)
	close(free)
	c.rests()
	heard.take()
	c.speaks(t, w.Rooms[0], healthyFor)
	after := heard.take()
	t.Logf("p50 / p99 of the others: %v before, %v among slow readers, %v after; memory %d MB before, %d MB among them; %d let go",
		healthy, among, after, before>>20, peak>>20, dropped)
	// A server that waits for the slow ones makes the others wait for seconds. The bounds leave room for
	// what the machine does meanwhile: twice as long, and much for the 99th percentile.
	if bound := 2*max(healthy.p50, after.p50) + 20*time.Millisecond; among.p50 > bound {
		t.Errorf("the others' median went from %v to %v, want at most %v", healthy.p50, among.p50, bound)
	}
	if bound := max(healthy.p99, after.p99)*6/5 + 300*time.Millisecond; among.p99 > bound {
		t.Errorf("the others' p99 went from %v to %v, want at most %v", healthy.p99, among.p99, bound)
	}
	if bound := before + (crawlers+stuck)<<21 + 48<<20; peak > bound {
		t.Errorf("the server took %d MB, want at most %d", peak>>20, bound>>20)
	}
	if dropped < crawlers+stuck {
		t.Errorf("%d readers were let go, want all %d slow ones", dropped, crawlers+stuck)
	}
	c.rests()
	c.leave()
	verdict(t, s, w, c.rec)
}

// smallBuffers is a client into whose sockets little fits that is not read, as
// on a phone.
func smallBuffers(t *testing.T) *http.Client {
	d := net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
		var failed error
		err := c.Control(func(fd uintptr) { failed = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF, 16<<10) })
		return errors.Join(err, failed)
	}}
	transport := &http.Transport{DialContext: d.DialContext}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// speaks has the first member write long messages at a steady rate.
func (c *crowd) speaks(t *testing.T, room string, d time.Duration) {
	t.Helper()
	tick := time.NewTicker(time.Second / loudness)
	defer tick.Stop()
	over := time.After(d)
	var last <-chan struct{}
	for {
		select {
		case now := <-tick.C:
			body := fmt.Sprintf("%d %s", now.UnixNano(), strings.Repeat("long words ", longText/11))
			var err error
			if last, err = c.members[0].say(room, strings.TrimSpace(body), 0); err != nil {
				t.Fatal(err)
			}
		case <-over:
			eventually(t, "the last one arrives", func() bool { return closed(last) })
			return
		}
	}
}

// slowOnes asks the server how many readers it let go because they were slow.
func slowOnes(t *testing.T, admin string) int {
	t.Helper()
	res, err := http.Get("http://" + admin + "/debug/vars")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var vars struct {
		Hub struct{ Slow int }
	}
	if err := json.NewDecoder(res.Body).Decode(&vars); err != nil {
		t.Fatal(err)
	}
	return vars.Hub.Slow
}
