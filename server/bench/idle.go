package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/e2e/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// Idle is what connections cost that do nothing.
type Idle struct {
	Connections int
	Each        int64 // server memory for each, bytes
	Took        time.Duration
}

// idleSettle is how long the server is left alone before its memory is read:
// the runtime gives back what it does not need in the background.
const idleSettle = 5 * time.Second

// Idles connects n signed-in clients that then only answer pings, and measures
// the server's memory before and after.
func Idles(ctx context.Context, s *instance.Server, w *Workspace, n int) (Idle, error) {
	before, err := s.Usage()
	if err != nil {
		return Idle{}, err
	}
	conns := make([]engine.Conn, n)
	defer func() {
		for _, c := range conns {
			if c != nil {
				_ = c.Close(0, "") // the measurement is over
			}
		}
	}()
	begin := time.Now()
	var g errgroup.Group
	g.SetLimit(connecting)
	var lost atomic.Int64
	for i := range conns {
		g.Go(func() (err error) {
			conns[i], err = idle(ctx, s.URL, w.Seats[i%len(w.Seats)], &lost)
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
	return Idle{Connections: n, Each: (after.RSS - before.RSS) / int64(n), Took: took}, nil
}

// idle opens one connection, waits until it is caught up, and goes on
// answering pings in the background until it is closed.
func idle(ctx context.Context, url string, seat Seat, lost *atomic.Int64) (engine.Conn, error) {
	conn, err := dial.Dialer{URL: url, Token: dial.Fixed(seat.Token)}.Dial(ctx)
	if err != nil {
		return nil, err
	}
	hello, err := json.Marshal(wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "confab-bench", Device: id.New()})
	if err != nil {
		return nil, err
	}
	if err := conn.Write(ctx, hello); err != nil {
		return nil, err
	}
	for ready := false; !ready; {
		frame, err := conn.Read(ctx)
		if err != nil {
			return nil, err
		}
		for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
			head, err := wire.Peek(line)
			if err != nil {
				return nil, err
			}
			ready = ready || head.Type == wire.TypeReady
		}
	}
	go answerPings(ctx, conn, lost)
	return conn, nil
}

func answerPings(ctx context.Context, conn engine.Conn, lost *atomic.Int64) {
	for {
		frame, err := conn.Read(ctx)
		if err != nil {
			return // closed by Idles, or by the server, which counts it below
		}
		for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
			var ping wire.Ping
			if json.Unmarshal(line, &ping) != nil {
				continue
			}
			switch ping.Type {
			case wire.TypePing:
				pong, err := json.Marshal(wire.Pong{Head: wire.Head{Type: wire.TypePong}, T: ping.T})
				if err == nil {
					err = conn.Write(ctx, pong)
				}
				if err != nil {
					lost.Add(1)
					return
				}
			case wire.TypeBye:
				lost.Add(1)
			}
		}
	}
}
