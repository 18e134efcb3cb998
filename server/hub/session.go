package hub

import (
	"net"
	"net/netip"
	"sync"
	"sync/atomic"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// session is one connection of one person.
type session struct {
	hub     *Hub
	id      string
	who     chat.Actor
	address netip.Prefix
	user    *user // whose it is; set when it is added to the directory
	link    *link
	ws      *websocket.Conn

	alone bool // it replaces the other sessions of its person: its address has too many

	end      ending
	alive    liveness
	reader   reader
	lanes    lanes
	opening  opening
	watching watchlist
	activity activity

	presenceKnown bool // presence was told of the connection

	wheelSlot int // of the heartbeat's wheel, whose mutex guards it

	// sentUseq is the useq up to which the session was sent the person's own log,
	// and which its subscriptions reflect; 0: not known yet.
	sentUseq atomic.Int64
}

// liveness is what the heartbeat knows of a session's peer.
type liveness struct {
	silent atomic.Bool // no frame has come since the last ping
	paused atomic.Bool // the reader waits for something of ours
}

// heard notes that a frame has come.
func (l *liveness) heard() {
	if l.silent.Load() {
		l.silent.Store(false)
	}
}

// pause notes that the reader does not read for a while, so that the peer's
// silence means nothing.
func (l *liveness) pause() { l.paused.Store(true) }

// resume ends pause.
func (l *liveness) resume() {
	l.silent.Store(false)
	l.paused.Store(false)
}

// dead reports whether the peer has not answered the last ping.
func (l *liveness) dead() bool { return l.silent.Load() && !l.paused.Load() }

// opening is the part of a session's life in which it is caught up. It is over
// when the session is live.
type opening struct {
	mu       sync.Mutex
	live     bool
	deferred []frame // changed people, to be sent when it is live
}

// isLive reports whether the session is caught up.
func (o *opening) isLive() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.live
}

// deferFrame keeps f for when the session is live. early is false if it is; full
// is true if too many frames are kept, and f is not.
func (o *opening) deferFrame(f frame) (early, full bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	early, full = !o.live, len(o.deferred) >= limits.SessionQueueFrames
	if early && !full {
		o.deferred = append(o.deferred, f)
	}
	return early, full
}

// next returns the frames that were deferred. If there are none, the session is
// live from now on.
func (o *opening) next() []frame {
	o.mu.Lock()
	defer o.mu.Unlock()
	frames := o.deferred
	o.deferred = nil
	o.live = len(frames) == 0
	return frames
}

// newSession returns a session without a connection.
func newSession(h *Hub, who chat.Actor, address netip.Prefix) *session {
	s := &session{hub: h, id: id.New(), who: who, address: address}
	s.end = ending{done: make(chan struct{}), gone: make(chan struct{})}
	s.watching.s, s.lanes.s, s.reader.s = s, s, s
	return s
}

// attach is called once by the handshake, with the connection.
func (s *session) attach(c net.Conn) *link {
	s.link = newLink(c, &s.hub.work, &s.hub.stats)
	s.link.onClose, s.link.onPanic = s.closeFor, s.hub.faults.Survive
	return s.link
}

// rest waits for until, or for the session's end. The peer is not read meanwhile,
// so that its silence means nothing.
func (s *session) rest(until <-chan struct{}) {
	s.alive.pause()
	select {
	case <-until:
	case <-s.end.done:
	}
	s.alive.resume()
}

// backlogBelow waits until the client has read enough of what it asked for, and
// reports whether the session goes on.
func (s *session) backlogBelow() bool {
	if below := s.link.belowHalf(); below != nil {
		s.rest(below)
	}
	return !s.end.closing.Load()
}

// send sends an object that the client did not ask for. A session whose client reads
// too slowly is closed.
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

// answer sends what the client asked for. It waits for a client that does not read its
// answers.
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
	if err := s.link.sendWait(f, s.end.done); err != nil {
		return // the connection is ending; the client will ask again on its next one
	}
}
