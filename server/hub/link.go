package hub

import (
	"errors"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/confab/confab/shared/limits"
)

var (
	// errSlow means that the queue is full: the session is to be closed.
	errSlow = errors.New("hub: queue full")
	// errEnded means that the link accepts nothing more.
	errEnded = errors.New("hub: link ended")
)

// link is a connection as a session sees it. Frames are written directly while
// the socket accepts them; what it does not accept waits in a bounded queue. The
// link is also the net.Conn that coder/websocket reads from. That package writes
// control frames with the link's Write, so that none of them ends up inside one of
// ours.
type link struct {
	net.Conn
	in    inbound
	raw   *rawConn // nil: frames cannot be written directly (TLS, pipes)
	work  *sync.WaitGroup
	stats *counters

	// onClose is called with each close frame that coder/websocket wants to send.
	onClose func(status uint16, reason string)
	// onPanic is deferred by the flusher; nil: nobody recovers.
	onPanic func(what string, then func())

	mu      sync.Mutex
	queue   sendQueue
	answers int           // answers that will be sent shortly
	busy    bool          // a flusher exists
	ended   bool          // the last frames are queued
	broken  bool          // a write failed
	settled bool          // flushed is closed
	below   chan struct{} // closed when less than half is queued; nil: nobody waits
	flushed chan struct{} // closed when the last frames are written or cannot be
}

func newLink(c net.Conn, work *sync.WaitGroup, stats *counters) *link {
	return &link{Conn: c, raw: newRawConn(c), work: work, stats: stats, flushed: make(chan struct{})}
}

// send writes f now or queues it. It never waits. Returns errSlow if the queue is
// full, errEnded if the link has ended.
func (l *link) send(f frame) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended || l.broken {
		return errEnded
	}
	if l.busy && l.queue.full(f) {
		return errSlow
	}
	l.putLocked(f)
	return nil
}

// expect announces an answer that sendWait is about to send, so that hold may
// keep other frames back for it. Each expect is followed by a settle.
func (l *link) expect() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answers++
}

// settle says that the announced answer was sent, or will not be.
func (l *link) settle() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.answers--; l.answers == 0 && !l.busy && len(l.queue.frames) > 0 {
		l.putLocked(nil)
	}
}

// hold is send for a frame that can wait for an announced answer: one write then
// carries both.
func (l *link) hold(f frame) error {
	l.mu.Lock()
	if l.answers == 0 || l.busy || l.ended || l.broken || len(l.queue.frames) >= limits.SessionQueueFrames/2 {
		l.mu.Unlock()
		return l.send(f)
	}
	defer l.mu.Unlock()
	l.queue.add(f)
	return nil
}

// sendWait is send for what the peer has asked for itself: it waits until less
// than half of what may be queued is. Returns errEnded if stop closes first.
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

// belowHalf returns nil if less than half of what may be queued is, otherwise a
// channel that is closed when that is so or the link has ended.
func (l *link) belowHalf() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.halfLocked() || l.ended || l.broken {
		return nil
	}
	return l.belowLocked()
}

// half reports whether half of what may be queued is. What is not needed should
// then not be sent.
func (l *link) half() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.halfLocked()
}

// backlog returns how many bytes are queued.
func (l *link) backlog() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.queue.bytes
}

// last queues the last frames; the link accepts nothing after them. Without keep,
// what is still queued is discarded for them. Only the first call counts.
func (l *link) last(keep bool, frames ...frame) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return
	}
	l.ended = true
	if !keep {
		l.queue.dropWhole()
	}
	for _, f := range frames {
		if !l.broken {
			l.putLocked(f)
		}
	}
	l.settleLocked()
}

// settleLocked closes flushed once the last frames are written or cannot be.
func (l *link) settleLocked() {
	if l.ended && !l.busy && !l.settled {
		l.settled = true
		close(l.flushed)
	}
}

func (l *link) halfLocked() bool { return l.busy && l.queue.half() }

func (l *link) belowLocked() chan struct{} {
	if l.below == nil {
		l.below = make(chan struct{})
	}
	return l.below
}

// putLocked writes f directly, after the frames that were held, unless a flusher
// has something to write before it. It queues what the socket does not accept.
func (l *link) putLocked(f frame) {
	if !l.busy && l.raw != nil {
		f = l.queue.takeWith(f)
		n, err := l.raw.tryWrite(f)
		l.stats.writes.Add(1)
		if err != nil {
			l.breakLocked()
			return
		}
		if f = f[n:]; len(f) == 0 {
			return
		}
		l.queue.torn = n > 0
	}
	if len(f) > 0 {
		l.queue.add(f)
	}
	if !l.busy {
		l.busy = true
		l.work.Go(l.flush)
	}
}

// breakLocked closes a connection that cannot be written to.
func (l *link) breakLocked() {
	if l.broken {
		return
	}
	l.broken = true
	l.queue.drop()
	// Its reader ends because of this, and no error of Close says more.
	_ = l.Conn.Close()
	l.wakeLocked()
	l.settleLocked()
}

// breakOff closes the connection without last frames. Only the flusher may call
// it, when it panicked and is ending, or the reader at its end.
func (l *link) breakOff() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy, l.queue.flight = false, 0
	l.breakLocked()
}

// wakeLocked wakes those who wait until less than half is queued.
func (l *link) wakeLocked() {
	if l.below != nil {
		close(l.below)
		l.below = nil
	}
}

// flushPart is how many bytes the flusher writes at once: what a reader of
// 6.5 KB/s reads within limits.WriteStall.
const flushPart = 64 << 10

var parts = sync.Pool{New: func() any { return new([]byte) }}

// flush is the flusher: it writes what is queued until the queue is empty.
func (l *link) flush() {
	if l.onPanic != nil {
		defer l.onPanic("a link's flusher", l.breakOff)
	}
	pooled := parts.Get().(*[]byte)
	part := *pooled
	defer func() { *pooled = part; parts.Put(pooled) }()
	for {
		l.mu.Lock()
		part = part[:0]
		if !l.broken {
			part = l.queue.take(part)
		}
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
		l.queue.written(len(part))
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

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// isGone reports whether err means that the connection is gone, not that
// something was wrong with what came over it.
func isGone(err error) bool {
	var op *net.OpError
	var no syscall.Errno
	return errors.Is(err, net.ErrClosed) || errors.As(err, &op) || errors.As(err, &no) || isTimeout(err)
}
