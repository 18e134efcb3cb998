//go:build attack

package attack

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// The honest take turns, so that nobody is limited: each may send 20 at once and two a
// second, and in a room 60 and 20. They say something every 20 ms, a window is 100 of those.
const (
	honest = 20
	pace   = 20 * time.Millisecond
	window = 100
)

// socket is a connection on which a story says what it likes.
type socket struct {
	t     *testing.T
	conn  engine.Conn
	lines [][]byte // read and not looked at
}

// opens connects with a token and is caught up when it returns.
func (n *town) opens(token string) *socket {
	n.t.Helper()
	k, err := n.enter(n.t.Context(), token, wire.Resume{})
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(k.drops)
	return k
}

// enter is opens for goroutines that are not the story's own.
func (n *town) enter(ctx context.Context, token string, from wire.Resume) (*socket, error) {
	conn, err := dial.Dialer{URL: n.s.URL, Token: dial.Fixed(token)}.Dial(ctx)
	if err != nil {
		return nil, err
	}
	k := &socket{t: n.t, conn: conn}
	hello := &wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "attack", Device: id.New(), Resume: from}
	if err := k.says(ctx, hello); err != nil {
		return k, err
	}
	_, _, err = k.hears(ctx, wire.TypeReady)
	return k, err
}

// drops ends the connection without a word.
func (k *socket) drops() { _ = k.conn.Close(0, "") }

// says sends an object.
func (k *socket) says(ctx context.Context, o wire.Headed) error {
	frame, err := wire.Append(nil, o)
	if err != nil {
		return err
	}
	return k.conn.Write(ctx, frame)
}

// hears returns the next object of one of some types; others are passed over.
func (k *socket) hears(ctx context.Context, types ...wire.Type) (wire.Head, []byte, error) {
	for {
		for len(k.lines) > 0 {
			line := k.lines[0]
			k.lines = k.lines[1:]
			head, err := wire.Peek(line)
			if err != nil {
				return head, line, err
			}
			if head.Type == wire.TypeBye && !slices.Contains(types, wire.TypeBye) {
				return head, line, fmt.Errorf("let go: %s", line)
			}
			if slices.Contains(types, head.Type) {
				return head, line, nil
			}
		}
		frame, err := k.conn.Read(ctx)
		if err != nil {
			return wire.Head{}, nil, err
		}
		for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
			k.lines = append(k.lines, slices.Clone(line))
		}
	}
}

// talk is honest people talking, in one room after another.
type talk struct {
	n        *town
	speakers []*socket
	listener *socket
	turn     int
}

// talk has the honest connect: people 1 to honest, and one who listens.
func (n *town) talk() *talk {
	n.t.Helper()
	k := &talk{n: n, listener: n.opens(n.w.Seats[honest+1].Token)}
	for _, seat := range n.w.Seats[1 : honest+1] {
		s := n.opens(seat.Token)
		k.speakers = append(k.speakers, s)
		n.t.Cleanup(s.idle())
	}
	return k
}

// idle answers pings and passes over what comes, until the story ends.
func (k *socket) idle() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			_, line, err := k.hears(ctx, wire.TypePing)
			if err != nil {
				return // it is over, or the story finds out by what it misses
			}
			var p wire.Ping
			if wire.Decode(line, &p) != nil || k.says(ctx, &wire.Pong{Head: wire.Head{Type: wire.TypePong}, T: p.T}) != nil {
				return
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// windows measures the p99 from send to delivery, in some windows.
func (k *talk) windows(count int) []time.Duration {
	k.n.t.Helper()
	var out []time.Duration
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for range count {
		var times []time.Duration
		for range window {
			<-tick.C
			times = append(times, k.one())
		}
		slices.Sort(times)
		out = append(out, times[len(times)*99/100-1])
	}
	return out
}

// one sends a message and waits until the listener has it.
func (k *talk) one() time.Duration {
	k.n.t.Helper()
	ctx, cancel := context.WithTimeout(k.n.t.Context(), patience)
	defer cancel()
	k.turn++
	s := k.speakers[k.turn%len(k.speakers)]
	cid := id.New()
	began := time.Now()
	err := s.says(ctx, &wire.Send{Head: wire.Head{Type: wire.TypeSend, ID: cid}, CID: cid, Room: k.n.w.Rooms[k.turn%len(k.n.w.Rooms)], Body: "hello"})
	if err != nil {
		k.n.t.Fatal(err)
	}
	for {
		head, line, err := k.listener.hears(ctx, wire.TypeEvent, wire.TypePing)
		if err != nil {
			k.n.t.Fatalf("the honest are not heard: %v", err)
		}
		if head.Type == wire.TypePing {
			var p wire.Ping
			if err := wire.Decode(line, &p); err != nil {
				k.n.t.Fatal(err)
			}
			if err := k.listener.says(ctx, &wire.Pong{Head: wire.Head{Type: wire.TypePong}, T: p.T}); err != nil {
				k.n.t.Fatal(err)
			}
			continue
		}
		var e wire.Event
		if err := wire.Decode(line, &e); err != nil {
			k.n.t.Fatal(err)
		}
		if e.CID == cid {
			return time.Since(began)
		}
	}
}

// nothing is what a new client knows.
var nothing wire.Resume

// bare opens a socket, says hello and reads nothing: its buffers are as small as they get.
func (n *town) bare(ctx context.Context, token string, from wire.Resume) (net.Conn, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, "tcp", n.address())
	if err != nil {
		return nil, err
	}
	if err := c.(*net.TCPConn).SetReadBuffer(4 << 10); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	frame, err := wire.Append(nil, &wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "attack", Device: id.New(), Resume: from})
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	head := "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: confab.v1\r\nAuthorization: Bearer " + token + "\r\n\r\n"
	// A text frame of a client, masked with zeros (RFC 6455, 5.2).
	head += "\x81\xfe" + string(binary.BigEndian.AppendUint16(nil, uint16(len(frame)))) + "\x00\x00\x00\x00" + string(frame)
	if _, err := io.WriteString(c, head); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}
