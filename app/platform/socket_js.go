package platform

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"syscall/js"

	"github.com/confab/confab/app/engine"
)

// socketQueue is how many frames may wait to be read. The server's own limit
// for a slow reader is lower (limits.SessionQueueFrames).
const socketQueue = 4096

// socket is a WebSocket. The browser's callbacks put frames into a queue; Read takes them
// out. done is closed when the connection ends.
type socket struct {
	ws     js.Value
	frames chan []byte
	done   chan struct{}
	once   sync.Once
	err    error // why it ended; set before done is closed
}

// Dial opens the socket and returns when the handshake is done.
func (d Dialer) Dial(ctx context.Context) (engine.Conn, error) {
	address := "ws" + strings.TrimPrefix(Origin(), "http") + d.Path
	s := &socket{frames: make(chan []byte, socketQueue), done: make(chan struct{})}
	if err := try(func() { s.ws = global("WebSocket").New(address, d.Protocol) }); err != nil {
		return nil, err
	}
	opened := make(chan struct{})
	remove := []func(){
		listen(s.ws, "open", nil, func(Event) { close(opened) }),
		listen(s.ws, "message", nil, s.message),
		listen(s.ws, "close", nil, func(e Event) {
			s.end(errors.New("platform: closed " + strconv.Itoa(e.v.Get("code").Int()) + " " + e.v.Get("reason").String()))
		}),
	}
	go func() { // the browser holds the callbacks until the connection is over
		<-s.done
		for _, f := range remove {
			f()
		}
	}()
	select {
	case <-opened:
		return s, nil
	case <-s.done:
		return nil, ErrHandshake
	case <-ctx.Done():
		s.end(ctx.Err())
		s.ws.Call("close")
		return nil, ctx.Err()
	}
}

func (s *socket) message(e Event) {
	data := e.v.Get("data")
	if data.Type() != js.TypeString {
		s.end(ErrBinary)
		return
	}
	select {
	case s.frames <- []byte(data.String()):
	default:
		s.end(ErrQueue)
	}
}

func (s *socket) end(err error) {
	s.once.Do(func() {
		s.err = err
		close(s.done)
	})
}

// Read returns the next frame. After the end it first returns the frames in the queue.
func (s *socket) Read(ctx context.Context) ([]byte, error) {
	select {
	case frame := <-s.frames:
		return frame, nil
	default:
	}
	select {
	case frame := <-s.frames:
		return frame, nil
	case <-s.done:
		return nil, s.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Write passes a frame to the browser, which sends frames in order.
func (s *socket) Write(_ context.Context, frame []byte) error {
	select {
	case <-s.done:
		return s.err
	default:
		return try(func() { s.ws.Call("send", string(frame)) })
	}
}

// Close ends the connection. A page may only use 1000 and 3000 to 4999.
func (s *socket) Close(code int, reason string) error {
	s.end(errors.New("platform: closed here: " + reason))
	if code != 1000 && (code < 3000 || code > 4999) {
		code = 3000
	}
	return try(func() { s.ws.Call("close", code, reason) })
}
