package local

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/socket"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// Idle is the cost of idle connections.
type Idle struct {
	Connections int
	Each        int64         // server memory for each, bytes
	Took        time.Duration // until all were connected and caught up
	CPU         time.Duration // of the server for that
}

// connecting is how many clients connect at the same time: a crowd, and within
// what the server admits.
const connecting = 50

// idleSettle is how long the server is left alone before its memory is read:
// the runtime gives back what it does not need in the background.
const idleSettle = 5 * time.Second

// Idles connects n signed-in clients that then only answer pings, and measures
// the server's memory before and after.
func Idles(ctx context.Context, s *instance.Server, w *bench.Workspace, n int) (Idle, error) {
	before, err := s.Usage()
	if err != nil {
		return Idle{}, err
	}
	conns := make([]*socket.Conn, n)
	var pings sync.WaitGroup
	defer func() {
		for _, c := range conns {
			if c != nil {
				_ = c.Close() // the measurement is over
			}
		}
		pings.Wait()
	}()
	begin := time.Now()
	var g errgroup.Group
	g.SetLimit(connecting)
	var lost atomic.Int64
	for i := range conns {
		g.Go(func() (err error) {
			conns[i], err = idle(ctx, s.URL, w.Seats[i%len(w.Seats)])
			if err == nil {
				pings.Go(func() { answerPings(conns[i], &lost) })
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return Idle{}, err
	}
	took := time.Since(begin)
	select {
	case <-time.After(idleSettle):
	case <-ctx.Done():
		return Idle{}, ctx.Err()
	}
	after, err := s.Usage()
	if err != nil {
		return Idle{}, err
	}
	if n := lost.Load(); n > 0 {
		return Idle{}, fmt.Errorf("%d idle connections were lost", n)
	}
	return Idle{Connections: n, Each: (after.RSS - before.RSS) / int64(n), Took: took, CPU: after.CPU - before.CPU}, nil
}

// idle opens one connection and waits until it is caught up.
func idle(ctx context.Context, url string, seat bench.Seat) (*socket.Conn, error) {
	conn, err := socket.Dial(ctx, url, seat.Token)
	if err != nil {
		return nil, err
	}
	err = greet(conn)
	if err != nil {
		_ = conn.Close() // it is of no use
		return nil, err
	}
	return conn, nil
}

func greet(conn *socket.Conn) error {
	hello, err := wire.Append(nil, &wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "confab-bench",
		Device: id.New()})
	if err != nil {
		return err
	}
	if err := conn.Write(hello); err != nil {
		return err
	}
	for {
		frame, err := conn.Read()
		if err != nil {
			return err
		}
		for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
			head, err := wire.Peek(line)
			if err != nil {
				return err
			}
			switch head.Type {
			case wire.TypeReady:
				return nil
			case wire.TypeBye:
				var bye wire.Bye
				if err := wire.Decode(line, &bye); err != nil {
					return err
				}
				return bye.Err()
			}
		}
	}
}

// answerPings keeps a connection until it is closed.
func answerPings(conn *socket.Conn, lost *atomic.Int64) {
	for {
		frame, err := conn.Read()
		if err != nil {
			lost.Add(1) // once Idles closes them, nobody counts any more
			return
		}
		for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
			var ping wire.Ping
			switch head, err := wire.Peek(line); {
			case err != nil || head.Type == wire.TypeBye:
				lost.Add(1)
				return
			case head.Type != wire.TypePing:
				continue
			}
			if err := wire.Decode(line, &ping); err != nil {
				lost.Add(1)
				return
			}
			pong, err := wire.Append(nil, &wire.Pong{Head: wire.Head{Type: wire.TypePong}, T: ping.T})
			if err == nil {
				err = conn.Write(pong)
			}
			if err != nil {
				lost.Add(1)
				return
			}
		}
	}
}
