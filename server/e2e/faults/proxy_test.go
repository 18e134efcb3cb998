package faults

import (
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// proxy stands between clients and a server and cuts connections at random
// points: after so many bytes in either direction, which may be inside a
// frame, inside the handshake, or never.
type proxy struct {
	t      *testing.T
	target string
	l      net.Listener
	calm   atomic.Bool // cuts no more
	cuts   atomic.Int64
	work   sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

// between starts a proxy before the server at url. It ends with the story.
func between(t *testing.T, url string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{t: t, target: strings.TrimPrefix(url, "http://"), l: l, conns: map[net.Conn]struct{}{}}
	p.work.Go(p.accept)
	t.Cleanup(p.close)
	return p
}

func (p *proxy) url() string { return "http://" + p.l.Addr().String() }

func (p *proxy) accept() {
	for {
		client, err := p.l.Accept()
		if err != nil {
			return // closed
		}
		server, err := net.Dial("tcp", p.target)
		if err != nil {
			_ = client.Close() // what a proxy does when nobody is behind it
			continue
		}
		p.join(client, server)
	}
}

// join copies both ways until one way ends or the connection's time has come.
func (p *proxy) join(client, server net.Conn) {
	var once sync.Once
	left := &atomic.Int64{}
	left.Store(lifetime())
	end := func(cut bool) {
		once.Do(func() {
			if cut {
				p.cuts.Add(1)
			}
			p.drop(client, cut && rand.IntN(2) == 0)
			p.drop(server, cut && rand.IntN(2) == 0)
		})
	}
	p.mu.Lock()
	p.conns[client], p.conns[server] = struct{}{}, struct{}{}
	p.mu.Unlock()
	p.work.Go(func() { end(p.copy(server, client, left)) })
	p.work.Go(func() { end(p.copy(client, server, left)) })
}

// lifetime is how many bytes a connection carries: some end within the
// handshake or the catch-up, most a while later.
func lifetime() int64 {
	if rand.IntN(5) == 0 {
		return rand.Int64N(2_000)
	}
	return 2_000 + int64(rand.ExpFloat64()*100_000)
}

// copy copies until an error or until nothing is left; cut tells which.
func (p *proxy) copy(to, from net.Conn, left *atomic.Int64) (cut bool) {
	buf := make([]byte, 4<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			if rest := left.Add(-int64(n)); rest < 0 && !p.calm.Load() {
				// Its beginning arrives all the same.
				_, _ = to.Write(buf[:max(int64(n)+rest, 0)])
				return true
			}
			if _, err := to.Write(buf[:n]); err != nil {
				return false
			}
		}
		if err != nil {
			return false
		}
	}
}

// drop closes a connection, with a reset if hard.
func (p *proxy) drop(c net.Conn, hard bool) {
	if hard {
		_ = c.(*net.TCPConn).SetLinger(0) // it may be gone already
	}
	_ = c.Close()
	p.mu.Lock()
	delete(p.conns, c)
	p.mu.Unlock()
}

func (p *proxy) close() {
	if err := p.l.Close(); err != nil {
		p.t.Error(err)
	}
	p.mu.Lock()
	for c := range p.conns {
		_ = c.Close()
	}
	p.mu.Unlock()
	p.work.Wait()
}
