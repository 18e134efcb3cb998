package faults

import (
	"context"
	"slices"
	"testing"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/wire"
)

// socket is a connection on which a story says what it likes.
type socket struct {
	t     *testing.T
	ctx   context.Context
	conn  engine.Conn
	lines [][]byte // read and not looked at
}

// opens connects with a token and is caught up when it returns.
func opens(t *testing.T, s *instance.Server, token string) *socket {
	t.Helper()
	return opensAs(t, s, token, "")
}

// opensAs is opens for a client that numbers its changes.
func opensAs(t *testing.T, s *instance.Server, token, instance string) *socket {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	conn, err := dial.Dialer{URL: s.URL, Token: dial.Fixed(token)}.Dial(ctx)
	if err != nil {
		t.Fatal(err)
	}
	k := &socket{t: t, ctx: ctx, conn: conn}
	t.Cleanup(k.drops)
	k.says(&wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "faults", Device: "d", Instance: instance})
	k.hears(wire.TypeReady)
	return k
}

// drops ends the connection without a word.
func (k *socket) drops() { _ = k.conn.Close(0, "") }

// says sends objects in one frame.
func (k *socket) says(objects ...wire.Headed) {
	k.t.Helper()
	var frame []byte
	for i, o := range objects {
		if i > 0 {
			frame = append(frame, '\n')
		}
		var err error
		if frame, err = wire.Append(frame, o); err != nil {
			k.t.Fatal(err)
		}
	}
	if err := k.conn.Write(k.ctx, frame); err != nil {
		k.t.Fatal(err)
	}
}

// hears returns the next object of one of some types; others are passed over.
func (k *socket) hears(types ...wire.Type) (wire.Head, []byte) {
	k.t.Helper()
	for {
		for len(k.lines) > 0 {
			line := k.lines[0]
			k.lines = k.lines[1:]
			head, err := wire.Peek(line)
			if err != nil {
				k.t.Fatal(err)
			}
			if slices.Contains(types, head.Type) {
				return head, line
			}
		}
		frame, err := k.conn.Read(k.ctx)
		if err != nil {
			k.t.Fatalf("waiting for %v: %v", types, err)
		}
		frame = slices.Clone(frame)
		for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
			k.lines = append(k.lines, line)
		}
	}
}

// hearsAck returns the next ack; a refusal fails the story.
func (k *socket) hearsAck() wire.Ack {
	k.t.Helper()
	var ack wire.Ack
	head, line := k.hears(wire.TypeAck, wire.TypeNack)
	if head.Type == wire.TypeNack {
		k.t.Fatalf("refused: %s", line)
	}
	if err := wire.Decode(line, &ack); err != nil {
		k.t.Fatal(err)
	}
	return ack
}

// hearsNack returns the next refusal; an ack fails the story.
func (k *socket) hearsNack() wire.Nack {
	k.t.Helper()
	var nack wire.Nack
	head, line := k.hears(wire.TypeAck, wire.TypeNack)
	if head.Type == wire.TypeAck {
		k.t.Fatalf("accepted: %s", line)
	}
	if err := wire.Decode(line, &nack); err != nil {
		k.t.Fatal(err)
	}
	return nack
}
