package hub

import (
	"errors"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/confab/confab/shared/limits"
)

// What sending may come to.
var (
	// errSlow: the queue is full; the reader is to be let go.
	errSlow = errors.New("hub: queue full")
	// errEnded: the link takes nothing more.
	errEnded = errors.New("hub: link ended")
)

// link is the outgoing half of a connection: a direct way while the socket
// takes what it is given, a bounded queue when it does not. It is the net.Conn
// that coder/websocket reads from, and whose Write that package uses for
// control frames, so that those never end up inside one of ours.
type link struct {
	net.Conn
	raw   *rawConn // nil: no direct way (TLS, pipes)
	work  *sync.WaitGroup
	stats *counters

	// onClose is told of the close frames that coder/websocket wants to send.
	onClose func(status uint16, reason string)
	// onPanic is deferred by the flusher; nil: nobody recovers.
	onPanic func(what string, then func())
	early   []byte // came with the handshake; the reader's own, like taken
	taken   int    // bytes read since the last complete message
	over    bool   // the peer has sent its last byte

	mu      sync.Mutex
	queue   []frame
	bytes   int           // of queue and of what the flusher is writing
	flight  int           // frames the flusher is writing
	torn    bool          // queue[0] is the rest of a frame that was begun
	answers int           // answers that will be sent shortly
	busy    bool          // a flusher exists
	ended   bool          // the last words are queued
	broken  bool          // a write failed
	settled bool          // flushed is closed
	below   chan struct{} // closed when the backlog is below half; nil: nobody waits
	flushed chan struct{} // closed when the last words are written or cannot be
}

func newLink(c net.Conn, work *sync.WaitGroup, stats *counters) *link {
	return &link{Conn: c, raw: newRawConn(c), work: work, stats: stats, flushed: make(chan struct{})}
}

// send writes f now or queues it. It never waits. errSlow if there is no room
// left for it.
func (l *link) send(f frame) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended || l.broken {
		return errEnded
	}
	if l.busy && (len(l.queue)+l.flight >= limits.SessionQueueFrames || l.bytes+len(f) > limits.SessionQueueBytes) {
		return errSlow
	}
	l.putLocked(f)
	return nil
}

// expect says that an answer is about to be sent with sendWait, so that what
// holds may wait for it. Each expect is followed by a settle.
func (l *link) expect() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answers++
}

// settle says that the answer was sent, or will not be.
func (l *link) settle() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.answers--; l.answers == 0 && !l.busy && len(l.queue) > 0 {
		l.putLocked(nil)
	}
}

// hold is send for what goes well with an answer that is about to be sent: one
// write takes both.
func (l *link) hold(f frame) error {
	l.mu.Lock()
	if l.answers == 0 || l.busy || l.ended || l.broken || len(l.queue) >= limits.SessionQueueFrames/2 {
		l.mu.Unlock()
		return l.send(f)
	}
	defer l.mu.Unlock()
	l.queue = append(l.queue, f)
	l.bytes += len(f)
	return nil
}

// sendWait is send for what the peer has asked for itself: it waits until the
// backlog is below half. errEnded if stop closes first.
func (l *link) sendWait(f frame, stop <-chan struct{}) error {
	for {
		l.mu.Lock()
		if l.ended || l.broken {
			l.mu.Unlock()
			return errEnded
		}
		if !l.halfLocked() {
			l.putLocked(f)
			l.mu.Unlock()
			return nil
		}
		below := l.belowLocked()
		l.mu.Unlock()
		select {
		case <-below:
		case <-stop:
			return errEnded
		}
	}
}

// belowHalf returns a channel that is closed when the backlog is below half or
// the link ended; nil if it is so now.
func (l *link) belowHalf() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.halfLocked() || l.ended || l.broken {
		return nil
	}
	return l.belowLocked()
}

// half reports whether the backlog is at half of what is allowed, so that what
// need not arrive should not be sent.
func (l *link) half() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.halfLocked()
}

// backlog is how many bytes wait.
func (l *link) backlog() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.bytes
}

// last queues the last words and takes nothing more. Without keep, what still
// waits is thrown away for them. Only the first call counts.
func (l *link) last(keep bool, words ...frame) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return
	}
	l.ended = true
	if !keep {
		l.forgetLocked()
	}
	for _, f := range words {
		if !l.broken {
			l.putLocked(f)
		}
	}
	l.settleLocked()
}

// forgetLocked throws away what waits, but for the rest of a frame of which
// the peer has the beginning.
func (l *link) forgetLocked() {
	n := 0
	if l.torn {
		n = 1
	}
	for _, f := range l.queue[min(n, len(l.queue)):] {
		l.bytes -= len(f)
	}
	l.queue = l.queue[:min(n, len(l.queue))]
}

// settleLocked says that the last words are out, if they are.
func (l *link) settleLocked() {
	if l.ended && !l.busy && !l.settled {
		l.settled = true
		close(l.flushed)
	}
}

func (l *link) halfLocked() bool {
	return l.busy && (len(l.queue)+l.flight >= limits.SessionQueueFrames/2 || l.bytes >= limits.SessionQueueBytes/2)
}

func (l *link) belowLocked() chan struct{} {
	if l.below == nil {
		l.below = make(chan struct{})
	}
	return l.below
}

// putLocked writes f directly, with what is held, if no flusher has anything
// before it, and queues what is left.
func (l *link) putLocked(f frame) {
	if !l.busy && l.raw != nil {
		if len(l.queue) > 0 {
			f = l.joinLocked(f)
		}
		n, err := l.raw.tryWrite(f)
		l.stats.writes.Add(1)
		if err != nil {
			l.breakLocked()
			return
		}
		if f = f[n:]; len(f) == 0 {
			return
		}
		l.torn = n > 0
	}
	if len(f) > 0 {
		l.queue = append(l.queue, f)
		l.bytes += len(f)
	}
	if !l.busy {
		l.busy = true
		l.work.Go(l.flush)
	}
}

// joinLocked puts what is held before f.
func (l *link) joinLocked(f frame) frame {
	all := make(frame, 0, l.bytes+len(f))
	for _, q := range l.queue {
		all = append(all, q...)
	}
	l.queue, l.bytes = nil, 0
	return append(all, f...)
}

// breakLocked gives the connection up; its reader finds out by itself.
func (l *link) breakLocked() {
	if l.broken {
		return
	}
	l.broken = true
	l.queue, l.bytes = nil, 0
	// The reader is about to end and reports nothing of this: a connection
	// that cannot be written to is gone, which is all there is to know.
	_ = l.Conn.Close()
	l.wakeLocked()
	l.settleLocked()
}

// breakOff gives the connection up without a word, and with it the flusher,
// which is ending. Only for when something panicked.
func (l *link) breakOff() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy, l.flight = false, 0
	l.breakLocked()
}

func (l *link) wakeLocked() {
	if l.below != nil {
		close(l.below)
		l.below = nil
	}
}

// flushPart is how much the flusher writes at once: what a reader of 6.5 KB/s
// takes within limits.WriteStall.
const flushPart = 64 << 10

var parts = sync.Pool{New: func() any { return new([]byte) }}

// flush writes the queue until it is empty.
func (l *link) flush() {
	if l.onPanic != nil {
		defer l.onPanic("a link's flusher", l.breakOff)
	}
	pooled := parts.Get().(*[]byte)
	part := *pooled
	defer func() { *pooled = part; parts.Put(pooled) }()
	for {
		l.mu.Lock()
		part = l.takeLocked(part[:0])
		if len(part) == 0 {
			l.busy = false
			l.wakeLocked()
			l.settleLocked()
			l.mu.Unlock()
			return
		}
		l.mu.Unlock()

		err := l.Conn.SetWriteDeadline(time.Now().Add(limits.WriteStall))
		if err == nil {
			_, err = l.Conn.Write(part)
		}
		if err == nil {
			err = l.Conn.SetWriteDeadline(time.Time{})
		}
		l.stats.writes.Add(1)

		l.mu.Lock()
		l.flight = 0
		l.bytes -= len(part)
		if err != nil {
			if isTimeout(err) {
				l.stats.slow.Add(1)
			}
			l.breakLocked()
		} else if !l.halfLocked() {
			l.wakeLocked()
		}
		l.mu.Unlock()
	}
}

// takeLocked moves frames from the queue into part, flushPart bytes at most; a
// longer frame is taken in pieces.
func (l *link) takeLocked(part []byte) []byte {
	if l.broken {
		return part
	}
	n := 0
	for n < len(l.queue) && len(part) < flushPart {
		f := l.queue[n]
		if room := flushPart - len(part); len(f) > room {
			part = append(part, f[:room]...)
			l.queue[n] = f[room:]
			l.torn = true
			break
		}
		part = append(part, f...)
		l.torn = false
		n++
	}
	l.flight = n
	clear(l.queue[:n]) // the frames may go
	l.queue = l.queue[n:]
	if len(l.queue) == 0 {
		l.queue = nil
	}
	return part
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// isGone reports whether err says that the connection is no more, as against
// something wrong with what came over it.
func isGone(err error) bool {
	var op *net.OpError
	var no syscall.Errno
	return errors.Is(err, net.ErrClosed) || errors.As(err, &op) || errors.As(err, &no) || isTimeout(err)
}
