package postgres

import (
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/service"
)

// line lets everything through between a store and PostgreSQL until it is cut,
// after which nobody hears anything, not even that it was.
type line struct {
	listener net.Listener
	to       string
	cut      sync.RWMutex
}

func newLine(t *testing.T, database string) (l *line, through string) {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	l = &line{to: u.Host}
	if l.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.listener.Close() }) // it has done its part
	u.Host = l.listener.Addr().String()
	go l.serve()
	return l, u.String()
}

func (l *line) serve() {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", l.to)
		if err != nil {
			_ = near.Close() // as if nobody had listened
			continue
		}
		go l.carry(near, far)
		go l.carry(far, near)
	}
}

// carry ends with either end.
func (l *line) carry(to, from net.Conn) {
	defer func() { _, _ = to.Close(), from.Close() }()
	b := make([]byte, 4096)
	for {
		n, err := from.Read(b)
		l.cut.RLock()
		_, bad := to.Write(b[:n])
		l.cut.RUnlock()
		if err != nil || bad != nil {
			return
		}
	}
}

// A server that is told to end has half a minute, and more to do than to close
// its database.
func TestCloseDoesNotWaitForASilentServer(t *testing.T) {
	l, through := newLine(t, service.SharedPostgres(t).NewDatabase(t))
	s, err := Open(t.Context(), through, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.health.probe(t.Context()); err != nil { // so that there is a connection
		t.Fatal(err)
	}
	l.cut.Lock()
	defer l.cut.Unlock()
	s.health.suspect()
	until(t, "the server is known to be silent", func() bool { return !s.Up() })
	began := time.Now()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 2*closeTimeout {
		t.Errorf("it took %v", took)
	}
}
