package hub

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// reader reads what a session's client sends. Its fields belong to its goroutine,
// but for version and instance, which do not change after the hello.
type reader struct {
	s *session

	greeted  bool   // the hello was received
	version  int    // of the protocol, from the hello
	instance string // of the client that numbers its commands, from the hello
	faults   int    // malformed objects
	frames   bucket
	midway   bool // in the middle of a message
}

// run is the reader's goroutine. After the hello it continues as a new one:
// catching up needs a deep stack, waiting for the next message a small one, and a
// stack that has grown is slow to shrink.
func (r *reader) run() {
	s := r.s
	if !r.greeted {
		if err := s.link.SetReadDeadline(time.Now().Add(limits.Hello)); err != nil {
			s.finish()
			return
		}
	}
	for !s.end.closing.Load() {
		if s.end.leaving.Load() {
			s.farewell()
			break
		}
		first := !r.greeted
		if err := r.message(); err != nil && !s.end.leaving.Load() {
			s.failed(err)
			break
		}
		if first && r.greeted {
			s.hub.work.Go(r.run)
			return
		}
	}
	s.finish()
}

var messages = sync.Pool{New: func() any { b := make([]byte, 0, 2<<10); return &b }}

// message reads one message and handles the objects in it.
func (r *reader) message() error {
	s := r.s
	defer s.hub.faults.Survive("a socket's reader", func() { s.close(byeUnavailable) })
	kind, content, err := s.ws.Reader(context.Background())
	if err != nil {
		return err
	}
	r.midway = true
	pooled := messages.Get().(*[]byte)
	defer messages.Put(pooled)
	buf, err := readAll(content, (*pooled)[:0])
	*pooled, r.midway = buf, false
	if err != nil {
		return err
	}
	cost := 1 + weight(len(buf), s.link.in.taken)
	s.link.in.taken = 0
	s.alive.heard()
	switch {
	case kind != websocket.MessageText:
		return violation{websocket.StatusUnsupportedData, text.FramesAreText}
	case !utf8.Valid(buf):
		return violation{websocket.StatusInvalidFramePayloadData, text.TextIsUTF8}
	}
	// A message without any object costs as much as one with one.
	obj, rest := wire.Next(buf)
	for r.pace(cost) && len(obj) > 0 {
		r.object(obj)
		if obj, rest = wire.Next(rest); len(obj) == 0 || s.end.closing.Load() {
			break
		}
		cost = 1
	}
	return nil
}

// A message costs one more frame of limits.RateFrames for so many bytes, and for
// so many bytes that its frames take beyond its content. Our clients send each
// message in one frame.
const (
	weightBytes  = 8 << 10
	weightPieces = 128
	plainPieces  = 1 << 10 // not counted; they may belong to the next message
)

// weight returns what a message of so many bytes costs besides being a frame;
// taken is how many bytes were read from the socket for it.
func weight(bytes, taken int) int {
	return bytes/weightBytes + max(0, taken-bytes-plainPieces)/weightPieces
}

// readAll appends all of r to buf.
func readAll(r io.Reader, buf []byte) ([]byte, error) {
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if errors.Is(err, io.EOF) {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}

// pace waits until the rate of frames permits what costs so many of them. It
// reports whether the session goes on.
func (r *reader) pace(cost int) bool {
	s := r.s
	if s.hub.o.Loose {
		return true
	}
	wait := r.frames.takeSome(limits.RateFrames, cost, time.Now())
	for wait > 0 {
		until := make(chan struct{})
		t := time.AfterFunc(wait, func() { close(until) })
		s.rest(until)
		t.Stop()
		if s.end.closing.Load() {
			return false
		}
		wait = r.frames.takeSome(limits.RateFrames, cost, time.Now())
	}
	return true
}

// ping paces pings, which coder/websocket answers with pongs if it returns true.
func (r *reader) ping(context.Context, []byte) bool {
	if !r.midway { // a client may not spread a message over many pings
		r.s.link.in.taken = 0
	}
	r.s.alive.heard()
	return r.pace(1)
}

// pong paces pongs.
func (r *reader) pong(ctx context.Context, b []byte) { r.ping(ctx, b) }
