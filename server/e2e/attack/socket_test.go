package attack

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// socket is a connection on which a story says what it likes.
type socket struct {
	conn  engine.Conn
	all   *[]string // everything that came; nil: it is not kept
	lines [][]byte  // read and not looked at
}

// opens connects with a token and is caught up when it returns.
func (n *town) opens(token string) *socket {
	n.t.Helper()
	k, err := n.enter(n.t.Context(), token, nothing)
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(k.drops)
	return k
}

// enter is opens for goroutines that are not the story's own.
func (n *town) enter(ctx context.Context, token string, from wire.Resume) (*socket, error) {
	k, err := n.dials(ctx, token)
	if err != nil {
		return nil, err
	}
	return k, k.greets(ctx, from)
}

// dials connects and says nothing.
func (n *town) dials(ctx context.Context, token string) (*socket, error) {
	conn, err := dial.Dialer{URL: n.s.URL, Token: dial.Fixed(token)}.Dial(ctx)
	if err != nil {
		return nil, err
	}
	return &socket{conn: conn}, nil
}

// greets says hello and waits until the connection is caught up.
func (k *socket) greets(ctx context.Context, from wire.Resume) error {
	hello := &wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "attack", Device: id.New(), Resume: from}
	if err := k.says(ctx, hello); err != nil {
		return err
	}
	var replayed [][]byte // which is heard after this, too
	for {
		head, line, err := k.hears(ctx, wire.TypeReady, wire.TypeEvent)
		if err != nil {
			return err
		}
		if head.Type == wire.TypeReady {
			k.lines = append(replayed, k.lines...)
			return nil
		}
		replayed = append(replayed, line)
	}
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
			if k.all != nil {
				*k.all = append(*k.all, string(line))
			}
		}
	}
}

// listens reads until the story ends: pings are answered, events given to on.
func (k *socket) listens(on func(line []byte)) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			head, line, err := k.hears(ctx, wire.TypePing, wire.TypeEvent)
			if err != nil {
				return // it is over, or the story finds out by what it misses
			}
			if head.Type == wire.TypeEvent {
				on(line)
				continue
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
	frame, err := wire.Append(nil, &wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "attack", Device: id.New(),
		Resume: from})
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
