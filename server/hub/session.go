package hub

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// state is how far a session has come.
type state uint8

const (
	opening state = iota // before ready
	live
)

// session is one connection of one person.
type session struct {
	hub     *Hub
	id      string
	who     chat.Actor
	address netip.Prefix
	user    *user // whose it is; once it is in the directory
	link    *link
	ws      *websocket.Conn

	alone bool // it takes the place of their others: its address has too many

	closing atomic.Bool
	done    chan struct{} // closed when closing begins
	gone    chan struct{} // closed when the reader is through
	leaving atomic.Bool   // finish what is under way, then go
	retry   atomic.Int64  // with leaving: the retry_ms of the bye
	revoked atomic.Bool   // what is not begun is not carried out any more: signed out, or replaced
	silent  atomic.Bool   // no frame since the last ping
	paused  atomic.Bool   // the reader waits for something of ours

	// The reader's own.
	greeted bool
	version int // of the protocol, as of hello
	// instance is the client that numbers its commands; it is set by the hello,
	// before there are any.
	instance string
	faults   int
	frames   bucket
	midway   bool // in the middle of a message

	activity activity

	presenceKnown bool // presence knows the connection

	wheelSlot int // of the heart's wheel; heart.mu guards it
	watching  watchlist
	lanes     lanes

	// told is the useq up to which the session has the person's own log, and its
	// subscriptions reflect it; 0: it is not known yet.
	sentUseq atomic.Int64

	mu       sync.Mutex
	state    state
	deferred []frame // changed people, while opening
}

// newSession makes a session that has no connection yet.
func newSession(h *Hub, who chat.Actor, address netip.Prefix) *session {
	s := &session{hub: h, id: id.New(), who: who, address: address, done: make(chan struct{}), gone: make(chan struct{})}
	s.watching.s, s.lanes.s = s, s
	return s
}

// attach is called once by the handshake, with the connection.
func (s *session) attach(c net.Conn) *link {
	s.link = newLink(c, &s.hub.work, &s.hub.stats)
	s.link.onClose, s.link.onPanic = s.closeFor, s.hub.faults.Survive
	return s.link
}

// read is the session's reader. After the hello it goes on as a new goroutine:
// catching up takes a deep stack, waiting for the next message a small one, and
// a stack that has grown is slow to shrink.
func (s *session) read() {
	if !s.greeted {
		if err := s.link.SetReadDeadline(time.Now().Add(limits.Hello)); err != nil {
			s.finish()
			return
		}
	}
	for !s.closing.Load() {
		if s.leaving.Load() {
			s.farewell()
			break
		}
		young := !s.greeted
		if err := s.message(); err != nil && !s.leaving.Load() {
			s.failed(err)
			break
		}
		if young && s.greeted {
			s.hub.work.Go(s.read)
			return
		}
	}
	s.finish()
}

var messages = sync.Pool{New: func() any { b := make([]byte, 0, 2<<10); return &b }}

// message reads one message and takes its objects in.
func (s *session) message() error {
	defer s.hub.faults.Survive("a socket's reader", func() { s.close(byeUnavailable) })
	kind, r, err := s.ws.Reader(context.Background())
	if err != nil {
		return err
	}
	s.midway = true
	pooled := messages.Get().(*[]byte)
	defer messages.Put(pooled)
	buf, err := readAll(r, (*pooled)[:0])
	*pooled, s.midway = buf, false
	if err != nil {
		return err
	}
	cost := 1 + weight(len(buf), s.link.taken)
	s.link.taken = 0
	s.heard()
	switch {
	case kind != websocket.MessageText:
		return violation{websocket.StatusUnsupportedData, "Frames are text."}
	case !utf8.Valid(buf):
		return violation{websocket.StatusInvalidFramePayloadData, "Text is UTF-8."}
	}
	// A message without any object costs as much as one with one.
	obj, rest := wire.Next(buf)
	for s.pace(cost) && len(obj) > 0 {
		s.object(obj)
		if obj, rest = wire.Next(rest); len(obj) == 0 || s.closing.Load() {
			break
		}
		cost = 1
	}
	return nil
}

// What counts as one more frame: so many bytes of a message, and so many that
// are read for its frames beyond it. Our clients send each message in one
// frame.
const (
	weightBytes  = 8 << 10
	weightPieces = 128
	plainPieces  = 1 << 10 // beyond it; less may be of the next message
)

// weight is what a message of so many bytes, of which taken were read from the
// socket, costs besides being a frame.
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

// heard notes that the peer lives.
func (s *session) heard() {
	if s.silent.Load() {
		s.silent.Store(false)
	}
}

// pace waits until the connection may be heard again, for what costs so many
// frames. It reports whether the session still goes on.
func (s *session) pace(cost int) bool {
	if s.hub.o.Loose {
		return true
	}
	for wait := s.frames.takeSome(limits.RateFrames, cost, time.Now()); wait > 0; wait = s.frames.takeSome(limits.RateFrames, cost, time.Now()) {
		until := make(chan struct{})
		t := time.AfterFunc(wait, func() { close(until) })
		s.rest(until)
		t.Stop()
		if s.closing.Load() {
			return false
		}
	}
	return true
}

// rest waits for until, or for the session's end. The peer cannot be heard
// meanwhile, which is not its fault.
func (s *session) rest(until <-chan struct{}) {
	s.paused.Store(true)
	select {
	case <-until:
	case <-s.done:
	}
	s.silent.Store(false)
	s.paused.Store(false)
}

// backlogBelow waits until the client has read enough of what it asked for,
// and reports whether the session still goes on.
func (s *session) backlogBelow() bool {
	if below := s.link.belowHalf(); below != nil {
		s.rest(below)
	}
	return !s.closing.Load()
}

// control paces pings, which are answered with pongs by coder/websocket.
func (s *session) control(context.Context, []byte) bool {
	if !s.midway { // a message is not put together at leisure between pings
		s.link.taken = 0
	}
	s.heard()
	return s.pace(1)
}

func (s *session) controlled(ctx context.Context, b []byte) { s.control(ctx, b) }

// send sends an object of the server's own accord. A reader that is too slow
// for it is let go.
func (s *session) send(obj wire.Headed) {
	f, err := encode(obj)
	if err != nil {
		s.hub.log.Error("object cannot be encoded", "type", obj.Header().Type, "error", err)
		return
	}
	s.push(f)
}

// push is send for a frame.
func (s *session) push(f frame) {
	if err := s.link.send(f); err == errSlow {
		s.hub.stats.slow.Add(1)
		s.close(byeSlow)
	}
}

// answer sends what the client asked for. It waits for a client that does not
// read its answers.
func (s *session) answer(obj wire.Headed) {
	f, err := encode(obj)
	if err != nil {
		s.hub.log.Error("answer cannot be encoded", "type", obj.Header().Type, "error", err)
		return
	}
	s.reply(f)
}

// reply is answer for a frame.
func (s *session) reply(f frame) {
	if err := s.link.sendWait(f, s.done); err != nil {
		return // the connection is ending; the client will ask again on its next one
	}
}
