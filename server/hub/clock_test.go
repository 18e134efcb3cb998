package hub_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/deadline"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// pipe is a network within the process, so that time can be the test's.
type pipe struct {
	conns chan net.Conn
	over  chan struct{}
	once  sync.Once
}

// Accept implements net.Listener.
func (p *pipe) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.over:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (p *pipe) Close() error {
	p.once.Do(func() { close(p.over) })
	return nil
}

// Addr implements net.Listener.
func (p *pipe) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (p *pipe) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// piped puts the stage on a pipe.
func piped(st *stage, _ *hub.Options) {
	st.pipe = &pipe{conns: make(chan net.Conn), over: make(chan struct{})}
}

// bubble runs a story in which time passes only when everyone waits.
func bubble(t *testing.T, tell func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, tell)
}

func TestHeartbeats(t *testing.T) {
	bubble(t, func(t *testing.T) {
		st := newStage(t, piped)
		alive := st.enter(t, st.Sam)
		silent := st.dial(t, st.Mara)
		silent.mute = true
		silent.listen()
		silent.say(hello(wire.Resume{}))
		began := time.Now()
		silent.wantBye(wire.CodeDead, websocket.StatusGoingAway)
		if d := time.Since(began); d < limits.Pong || d > limits.Heartbeat+limits.Pong+2*time.Second {
			t.Errorf("the silent one was let go after %v", d)
		}
		time.Sleep(10 * time.Minute)
		seq := st.Say(st.Hana, st.Main, "still there?")
		alive.waitFor(st.Main, seq)
		pings := 0
		for _, o := range alive.said() {
			if o.Type == wire.TypePing {
				pings++
			}
		}
		if pings < 23 || pings > 26 {
			t.Errorf("%d pings in some ten minutes", pings)
		}
	})
}

// A client whose sends wait for the disk cannot be heard, and is not dead.
func TestWhoIsMadeToWaitIsNotDead(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var g gate
		st := newStage(t, piped, gated(&g))
		sam := st.enter(t, st.Sam)
		go func() {
			for range 2 * limits.UnackedSends {
				sam.send(st.Main, "hello")
			}
		}()
		time.Sleep(5 * time.Minute)
		close(g.open)
		for range 2 * limits.UnackedSends {
			sam.next(wire.TypeAck)
		}
	})
}

func TestAClientThatNeverSaysHello(t *testing.T) {
	bubble(t, func(t *testing.T) {
		st := newStage(t, piped)
		began := time.Now()
		sam := st.dial(t, st.Sam)
		sam.listen()
		sam.wantBye(wire.CodeProtocol, websocket.StatusPolicyViolation)
		if d := time.Since(began); d < limits.Hello || d > 2*limits.Hello {
			t.Errorf("it was let go after %v", d)
		}
	})
}

func TestWhoTalksTooFastIsHeardSlowly(t *testing.T) {
	bubble(t, func(t *testing.T) {
		st := newStage(t, piped, func(_ *stage, o *hub.Options) { o.Loose = false })
		sam := st.enter(t, st.Sam)
		const n = 200
		began := time.Now()
		go func() {
			for range n {
				sam.say(&wire.RoomRef{Head: wire.Head{Type: wire.GetRoom.Type, ID: "x"}, Room: st.Main})
			}
		}()
		for range n {
			sam.next(wire.TypeOK)
		}
		// All but the burst come at the rate; the hello was one of them.
		want := time.Duration(float64(n+1-limits.RateFrames.Burst) / limits.RateFrames.PerSecond * float64(time.Second))
		if d := time.Since(began); d < want-time.Second/10 || d > want+time.Second {
			t.Errorf("%d requests were heard in %v, want %v", n, d, want)
		}
	})
}

func TestASessionThatEndedUnheardEndsAtTheCheck(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var over atomic.Bool
		st := newStage(t, piped, func(_ *stage, o *hub.Options) {
			o.Alive = func(_ context.Context, who chat.Actor) error {
				if over.Load() {
					return errSignedOut
				}
				return nil
			}
		})
		sam := st.enter(t, st.Sam)
		time.Sleep(3 * time.Minute)
		over.Store(true)
		began := time.Now()
		sam.wantBye(wire.CodeSessionRevoked, websocket.StatusPolicyViolation)
		if d := time.Since(began); d > time.Minute {
			t.Errorf("it ended after %v", d)
		}
	})
}

// The store takes its time over each question. Nobody's turn is left out for
// that: a session is over within a minute all the same.
func TestACheckThatTakesLongLeavesNobodyOut(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var over atomic.Bool
		st := newStage(t, piped, func(_ *stage, o *hub.Options) {
			o.Alive = func(context.Context, chat.Actor) error {
				time.Sleep(1200 * time.Millisecond) // more than two beats
				if over.Load() {
					return errSignedOut
				}
				return nil
			}
		})
		var all []*client
		for range 20 {
			all = append(all, st.enter(t, st.Sam))
		}
		time.Sleep(3 * time.Minute)
		over.Store(true)
		began := time.Now()
		for _, c := range all {
			c.wantBye(wire.CodeSessionRevoked, websocket.StatusPolicyViolation)
		}
		if d := time.Since(began); d > 80*time.Second { // 50 s a round, and 20 answers
			t.Errorf("the last one ended after %v", d)
		}
	})
}

func TestPresenceIsToldToThoseWhoShareARoom(t *testing.T) {
	bubble(t, func(t *testing.T) {
		st := newStage(t, piped)
		sam := st.enter(t, st.Sam).watch(st.Mara)
		mara := st.enter(t, st.Mara)
		time.Sleep(time.Second)
		wantPresence(t, sam, st.Mara.ID, wire.Online)
		mara.say(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, State: wire.Away})
		time.Sleep(time.Second)
		wantPresence(t, sam, st.Mara.ID, wire.Away)

		mara.drop() // and is back within the grace
		time.Sleep(limits.AwayGrace / 2)
		mara = st.enter(t, st.Mara)
		time.Sleep(time.Second)
		wantPresence(t, sam, st.Mara.ID, wire.Online)
		before := len(sam.said())
		mara.drop()
		time.Sleep(limits.AwayGrace - time.Second)
		for _, o := range sam.said()[before:] {
			if o.Type == wire.TypePresence {
				t.Errorf("told %s within the grace", o.raw)
			}
		}
		time.Sleep(2 * time.Second)
		wantPresence(t, sam, st.Mara.ID, wire.Offline)
		eventually(t, "Mara is forgotten", func() bool { return st.hub.Stats().Users == 1 })
	})
}

// wantPresence asserts the newest state that c knows of a person.
func wantPresence(t *testing.T, c *client, user, want string) {
	t.Helper()
	got := ""
	for _, o := range c.said() {
		if o.Type == wire.TypePresence {
			var p wire.Presence
			o.into(t, &p)
			if s, ok := p.Users[user]; ok || p.ID != "" {
				got = s
			}
		}
	}
	if got != want {
		t.Errorf("%s knows %q of %s, want %q", c.name, got, user, want)
	}
}

func TestACrowdArrivingIsToldInFewFrames(t *testing.T) {
	bubble(t, func(t *testing.T) {
		st := newStage(t, piped)
		st.Room(wire.RoomPublic)
		st.Room(wire.RoomPublic)
		nora := st.enter(t, st.Nora).watch(st.Sam, st.Hana, st.Mara, st.Stan)
		time.Sleep(time.Second)
		before := len(nora.said())
		for _, p := range []chattest.Person{st.Sam, st.Hana, st.Mara, st.Stan} {
			st.enter(t, p)
		}
		time.Sleep(time.Second)
		frames := 0
		for _, o := range nora.said()[before:] {
			if o.Type == wire.TypePresence {
				frames++
			}
		}
		if frames != 1 {
			t.Errorf("told in %d frames: who is in three rooms with them was told more than once, or one by one", frames)
		}
		wantPresence(t, nora, st.Stan.ID, wire.Online)
		wantPresence(t, nora, st.Sam.ID, wire.Online)
	})
}

func TestTypingReachesTheRoomAndNobodyElse(t *testing.T) {
	bubble(t, func(t *testing.T) {
		st := newStage(t, piped, func(_ *stage, o *hub.Options) { o.Loose = false })
		room := st.Room(wire.RoomPrivate)
		sam, hana, stan := st.enter(t, st.Sam), st.enter(t, st.Hana), st.enter(t, st.Stan)
		for range 10 { // the rate lets three through
			sam.say(&wire.Typing{Head: wire.Head{Type: wire.TypeTyping}, Room: room, Thread: 7})
		}
		hana.say(&wire.Typing{Head: wire.Head{Type: wire.TypeTyping}, Room: room, Thread: -7})
		stan.say(&wire.Typing{Head: wire.Head{Type: wire.TypeTyping}, Room: room}) // not his room
		time.Sleep(time.Second)
		for c, want := range map[*client]int{sam: 0, hana: limits.RateTyping.Burst, stan: 0} {
			got := 0
			for _, o := range c.said() {
				if o.Type == wire.TypeTyping {
					var q wire.Typing
					o.into(t, &q)
					if q.Room != room || q.User != st.Sam.ID || q.Thread != 7 {
						t.Errorf("%s was told %+v", c.name, q)
					}
					got++
				}
			}
			if got != want {
				t.Errorf("%s was told %d times, want %d", c.name, got, want)
			}
		}
	})
}

// The server's deadlines are for requests; a socket lives as long as it is
// heard of.
func TestASocketOutlivesTheDeadlinesOfARequest(t *testing.T) {
	bubble(t, func(t *testing.T) {
		st := newStage(t, piped)
		sam := st.enter(t, st.Sam)
		time.Sleep(time.Hour)
		sam.send(st.Main, "still here")
		sam.next(wire.TypeAck)
		sam.waitFor(st.Main, st.Say(st.Hana, st.Main, "so am I"))
	})
}

func TestAHandshakeWhoseAnswerNobodyTakesEnds(t *testing.T) {
	bubble(t, func(t *testing.T) {
		st := newStage(t, piped)
		conn, err := st.pipe.dial(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_, err = fmt.Fprintf(conn, "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
			"Sec-WebSocket-Version: 13\r\n"+
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: %s\r\nAuthorization: Bearer %s\r\n\r\n",
			wire.Subprotocol, token(st.Sam))
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(deadline.Answer + limits.Hello + time.Second)
		if answer, err := io.ReadAll(conn); err != nil || strings.Contains(string(answer), "101") {
			t.Errorf("still there: %q, %v", answer, err)
		}
	})
}
