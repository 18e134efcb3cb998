//go:build unix

package hub

import (
	"errors"
	"net"
	"syscall"
)

// rawConn writes to a TCP socket without ever waiting for it. Not safe for
// concurrent use.
type rawConn struct {
	conn syscall.RawConn
	try  func(fd uintptr) bool // made once: a closure a write would be an allocation a write
	p    []byte
	n    int
	err  error
}

// newRawConn returns nil for anything but a TCP connection.
func newRawConn(c net.Conn) *rawConn {
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return nil
	}
	conn, err := tcp.SyscallConn()
	if err != nil {
		return nil
	}
	w := &rawConn{conn: conn}
	w.try = func(fd uintptr) bool {
		w.n, w.err = 0, nil
		for {
			w.n, w.err = syscall.Write(int(fd), w.p)
			if w.err != syscall.EINTR {
				return true // done, or would have to wait: in either case do not
			}
		}
	}
	return w
}

// tryWrite writes as much of p as the socket takes now, perhaps nothing.
func (w *rawConn) tryWrite(p []byte) (n int, err error) {
	w.p = p
	err = w.conn.Write(w.try)
	w.p = nil
	switch {
	case err != nil:
		return 0, err
	case errors.Is(w.err, syscall.EAGAIN):
		return 0, nil
	case w.err != nil:
		return 0, w.err
	}
	return w.n, nil
}
