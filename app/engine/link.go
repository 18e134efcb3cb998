package engine

import (
	"context"
	"sync"

	"github.com/confab/confab/shared/limits"
)

// link is one connection with its two goroutines.
type link struct {
	core   *core
	conn   Conn
	ctx    context.Context
	cancel context.CancelFunc

	mu   sync.Mutex
	out  [][]byte // objects to be written
	wake chan struct{}
}

// newLink starts reading and writing. Frames go to core.in; network.lost is called when
// the connection ends.
func newLink(c *core, conn Conn) *link {
	l := &link{core: c, conn: conn, wake: make(chan struct{}, 1)}
	l.ctx, l.cancel = context.WithCancel(c.ctx)
	c.spawn(l.read)
	c.spawn(l.write)
	return l
}

// send queues one object. It never blocks.
func (l *link) send(object []byte) {
	l.mu.Lock()
	l.out = append(l.out, object)
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// close ends the connection; the goroutines end by themselves.
func (l *link) close(code int, reason string) {
	l.cancel()
	// The other side may be gone already; nothing can be done about an error.
	_ = l.conn.Close(code, reason)
}

// read passes frames to the loop, one at a time.
func (l *link) read() {
	for {
		data, err := l.conn.Read(l.ctx)
		if err != nil {
			l.core.do(func() { l.core.net.lost(l, err) })
			return
		}
		done := make(chan struct{})
		select {
		case l.core.in <- frame{l, data, done}:
		case <-l.ctx.Done():
			return
		}
		select {
		case <-done:
		case <-l.ctx.Done():
			return
		}
	}
}

// write writes the queued objects, as many as fit into each frame.
func (l *link) write() {
	var buf []byte
	for {
		select {
		case <-l.wake:
		case <-l.ctx.Done():
			return
		}
		l.mu.Lock()
		objects := l.out
		l.out = nil
		l.mu.Unlock()
		for len(objects) > 0 {
			buf = append(buf[:0], objects[0]...)
			objects = objects[1:]
			for len(objects) > 0 && len(buf)+1+len(objects[0]) <= limits.Frame {
				buf = append(append(buf, '\n'), objects[0]...)
				objects = objects[1:]
			}
			ctx, cancel := context.WithTimeout(l.ctx, limits.WriteStall)
			err := l.conn.Write(ctx, buf)
			cancel()
			if err != nil {
				l.core.do(func() { l.core.net.lost(l, err) })
				return
			}
		}
	}
}
