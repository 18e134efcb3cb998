package https

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/service"
)

func TestTwoNodesShareOneCertificate(t *testing.T) {
	t.Parallel()
	database, redis := service.SharedPostgres(t).NewDatabase(t), service.StartRedis(t)
	var nodes []*place
	// Whichever node asks: the authority's questions arrive at the other one, as
	// they may where a load balancer is in front.
	other := func(of func(*place) string) string {
		if strings.Contains(nodes[0].log.String(), asks) {
			return of(nodes[1])
		}
		return of(nodes[0])
	}
	secure := lead(t, func() string { return other(func(p *place) string { return p.secure }) })
	plain := lead(t, func() string { return other(func(p *place) string { return p.plain }) })
	pebble := service.StartPebble(t, service.PebbleOptions{HTTPPort: plain, TLSPort: secure, Lasts: 45 * time.Second})
	for range 2 {
		s, h := ports(t)
		nodes = append(nodes, prepare(t, t.TempDir(), s, h, authority(pebble, "--postgres", database, "--redis", redis.URL())...))
	}
	var starting sync.WaitGroup
	for _, p := range nodes {
		starting.Go(p.start)
	}
	starting.Wait()
	for _, p := range nodes {
		p.log.has(t, serves, 1)
	}
	if a, b := nodes[0].mustSerial(), nodes[1].mustSerial(); a != b {
		t.Errorf("one node serves with %s, the other with %s", a, b)
	}
	if n := asked(nodes); n != 1 {
		t.Errorf("the authority was asked %d times, want once", n)
	}
	for _, p := range nodes {
		get(t, p.client(pebble.Roots(t.Context())), "https://"+domain+"/livez")
	}
	// Renewed by one, taken over by the other.
	first := nodes[0].mustSerial()
	for _, p := range nodes {
		p.log.has(t, serves, 2)
	}
	if a, b := nodes[0].mustSerial(), nodes[1].mustSerial(); a != b || a == first {
		t.Errorf("after the renewal one node serves with %s, the other with %s, and before it was %s", a, b, first)
	}
}

// asked is how often nodes asked.
func asked(nodes []*place) (n int) {
	for _, p := range nodes {
		n += strings.Count(p.log.String(), asks)
	}
	return n
}

// lead listens on a port and leads each connection to where to says by then.
func lead(t *testing.T, to func() string) (port int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		work.Wait()
	})
	work.Go(func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			work.Go(func() {
				defer from.Close()
				conn, err := net.Dial("tcp", to())
				if err != nil {
					return // whoever asked finds out
				}
				defer conn.Close()
				var both sync.WaitGroup
				for _, way := range [][2]net.Conn{{from, conn}, {conn, from}} {
					both.Go(func() {
						_, _ = io.Copy(way[1], way[0]) // either may hang up
						_ = way[1].(*net.TCPConn).CloseWrite()
					})
				}
				both.Wait()
			})
		}
	})
	return l.Addr().(*net.TCPAddr).Port
}
