package hub_test

import (
	"context"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/server/refusals"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// missed puts n messages of so many bytes into each of some rooms, and returns
// the cursors of somebody who has none of them.
func missed(t *testing.T, st *stage, rooms, n, size int) wire.Resume {
	t.Helper()
	at := wire.Resume{Rooms: map[string]wire.Cursor{}}
	for range rooms {
		room := st.Room(wire.RoomPrivate)
		top := st.Say(st.Hana, room, "the first")
		at.Rooms[room] = wire.Cursor{Epoch: epochOf(t, st, room), Seq: top}
		for range n {
			st.Say(st.Hana, room, strings.Repeat(`"`, size)) // twice as long as JSON
		}
	}
	return at
}

// tenSockets is what ten sockets of one person may cost that resume and do not
// read: 2.5 MB each, of which 1 MiB is replayed, half as much again may be
// queued, and the rest is what Go needs beside.
const tenSockets = 25 << 20

func TestTenSocketsThatDoNotReadCostLittle(t *testing.T) {
	st := newStage(t)
	at := missed(t, st, 2, 280, 12<<10)
	for room := range missed(t, st, 1, 280, 3<<10).Rooms { // this one fits
		at.Rooms[room] = wire.Cursor{Epoch: epochOf(t, st, room), Seq: 1}
	}
	heap := func() int64 {
		var m runtime.MemStats
		for range 3 { // pools are emptied by the second
			runtime.GC()
		}
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	for range 10 {
		c := st.dial(t, st.Sam, small())
		c.say(hello(at))
	}
	eventually(t, "all of them are being caught up", func() bool { return st.hub.Stats().Writes >= 10 })
	if cost := heap() - before; cost > tenSockets {
		t.Errorf("ten sockets that do not read cost %.1f MB, want at most %d", float64(cost)/1e6, tenSockets>>20)
	} else {
		t.Logf("ten sockets that do not read cost %.1f MB", float64(cost)/1e6)
	}
}

// trickle is a connection whose reader takes so many bytes a second.
type trickle struct {
	net.Conn
	perSecond int
}

// Read implements net.Conn.
func (c trickle) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	time.Sleep(time.Duration(n) * time.Second / time.Duration(c.perSecond))
	return n, err
}

// tapped dials as a person whose reader takes so many bytes a second, and
// returns the connection below as well.
func (st *stage) tapped(t *testing.T, p chattest.Person, perSecond int) (*client, net.Conn) {
	t.Helper()
	var below net.Conn
	transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := st.pipe.dial(ctx, network, address)
		below = trickle{c, perSecond}
		return below, err
	}}
	ws, _, err := websocket.Dial(t.Context(), st.url(), &websocket.DialOptions{
		HTTPClient: &http.Client{Transport: transport}, HTTPHeader: http.Header{"Authorization": {"Bearer " + token(p)}},
		Subprotocols: []string{wire.Subprotocol},
	})
	if err != nil {
		t.Fatal(err)
	}
	ws.SetReadLimit(8 << 20)
	c := &client{t: t, name: p.Handle, ws: ws, more: make(chan struct{}, 1), over: make(chan struct{})}
	t.Cleanup(c.drop)
	return c, below
}

// pieces is a message in n pieces of nothing.
func pieces(n int) []byte {
	b := text(false, "")
	for range n {
		b = append(b, more(false, "")...)
	}
	return append(b, more(true, "")...)
}

func TestACatchUpThatTakesTooLongIsEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped)
		at := missed(t, st, 1, 250, 3800)
		began := time.Now()
		slow, _ := st.tapped(t, st.Sam, 16_000)
		slow.say(hello(at))
		for read := error(nil); read == nil; { // the last frame may be cut off
			_, _, read = slow.ws.Read(t.Context())
		}
		if d := time.Since(began); d < limits.CatchUp || d > 2*limits.CatchUp+20*time.Second {
			t.Errorf("it was ended after %v", d)
		}
		if n := st.hub.Stats().Slow; n != 1 {
			t.Errorf("%d were let go as slow", n)
		}
	})
}

func TestWhoResumesAgainAndAgainIsReplayedNoMoreThanTheirShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped, limited)
		at := missed(t, st, 4, 250, 10)
		replayed := func(times int) int64 {
			before := st.hub.Stats().Replayed
			for range times {
				time.Sleep(time.Second)
				c := st.connect(t, st.Sam, at)
				c.next(wire.TypeReady)
				c.drop()
			}
			return st.hub.Stats().Replayed - before
		}
		if n, most := replayed(60), int64(limits.RateReplay.Burst)+60*200+1000; n > most || n < 10_000 {
			t.Errorf("in a minute %d events were replayed, want at most %d", n, most)
		}
		time.Sleep(time.Minute)
		if replayed(1) == 0 {
			t.Error("after a minute without a resume nothing is replayed")
		}
		if n := st.hub.Stats().Refused["person"]; n != 0 {
			t.Errorf("Sam was refused %d times", n)
		}
	})
}

// silentPresence counts what is told to it.
type silentPresence struct {
	presence.Presence
	told atomic.Int64
	last atomic.Value
}

// Set implements presence.Presence.
func (p *silentPresence) Set(ctx context.Context, user, conn, state string) error {
	p.told.Add(1)
	p.last.Store(state)
	return p.Presence.Set(ctx, user, conn, state)
}

func TestTenSocketsTellNoMoreThanOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told silentPresence
		var refused refusals.Counts
		st := newStage(t, piped, limited, func(_ *stage, o *hub.Options) {
			told.Presence = o.Presence
			o.Presence, o.Refused = &told, &refused
		})
		mara := st.enter(t, st.Mara)
		var all []*client
		for range 10 {
			all = append(all, st.enter(t, st.Sam))
		}
		flood(t, st, all)
		typed := 0
		for _, o := range mara.said() {
			if o.Type == wire.TypeTyping {
				typed++
			}
		}
		if most := limits.RateTyping.Burst + 20 + 1; typed > most || typed < 10 {
			t.Errorf("in a minute Mara was told %d times that Sam types, want at most %d", typed, most)
		}
		if n, most := told.told.Load(), int64(limits.RatePresence.Burst+30+1); n > most {
			t.Errorf("in a minute presence was told %d times, want at most %d", n, most)
		}
		if often := refused.All()["often"]; often["typing"] < 500 || often["presence"] == 0 {
			t.Errorf("what was too often is counted as %v", often)
		}
		for _, c := range all {
			c.say(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, State: wire.Away})
		}
		time.Sleep(2 * time.Minute)
		if got := told.last.Load(); got != wire.Away {
			t.Errorf("the last word was %v and is lost", got)
		}
	})
}

// flood has all of somebody's sockets type and come and go for a minute.
func flood(t *testing.T, st *stage, all []*client) {
	t.Helper()
	for i := range 60 {
		for n, c := range all {
			c.say(&wire.Typing{Head: wire.Head{Type: wire.TypeTyping}, Room: st.Main})
			c.say(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, State: []string{wire.Away, wire.Online}[(i+n)%2]})
		}
		time.Sleep(time.Second)
	}
}

// What holds no object, is unknown, or comes in very many pieces, is heard no
// faster than anything else.
func TestNothingIsHeardFasterThanTheRate(t *testing.T) {
	for name, one := range map[string][]byte{
		"empty messages":  text(true, ""),
		"unknown objects": text(true, `{"type":"nonsense"}`),
		"many pieces":     pieces(2_000),
		"blank lines":     text(true, strings.Repeat("\n", 100)),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				st := newStage(t, piped, limited)
				sam, conn := st.tapped(t, st.Sam, 1<<20)
				sam.mute = true // its pongs would wait for the same pipe
				sam.listen()
				sam.say(hello(wire.Resume{}))
				sam.next(wire.TypeReady)
				began := time.Now()
				const n = 200
				for range n {
					if _, err := conn.Write(one); err != nil {
						t.Fatal(err)
					}
				}
				sam.say(&wire.RoomList{Head: wire.Head{Type: wire.ListRooms.Type, ID: "last"}})
				sam.next(wire.TypeOK)
				least := time.Duration(float64(n-limits.RateFrames.Burst) / limits.RateFrames.PerSecond * float64(time.Second))
				if d := time.Since(began); d < least {
					t.Errorf("%d were heard in %v, want %v at least", n, d, least)
				}
			})
		})
	}
}
