package local

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/socket"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Arrival is the average cost of one more person who connects.
type Arrival struct {
	Bytes int           // sent to them up to ready
	CPU   time.Duration // of the server, handshake and leaving included
	Ready time.Duration // from the dial to ready, the median
}

// Arrivals are the costs of a crowd that connected, and of those who came after
// it.
type Arrivals struct {
	Online   int
	Admitted float64 // of the crowd, a second of the server's processor time
	New      Arrival // with nothing kept
	Resumed  Arrival // having missed nothing
}

// Arriving is how many people of each kind connect after the crowd, one after
// another.
const Arriving = 200

// Arrive connects online people of the workspace, who stay, and then others, one
// after another.
func Arrive(ctx context.Context, s *instance.Server, w *bench.Workspace, online int) (a Arrivals, err error) {
	a.Online = online
	conns := make([]*socket.Conn, online)
	var pings sync.WaitGroup
	defer func() {
		for _, c := range conns {
			if c != nil {
				_ = c.Close() // the measurement is over
			}
		}
		pings.Wait()
	}()
	before, err := s.Usage()
	if err != nil {
		return a, err
	}
	var g errgroup.Group
	g.SetLimit(connecting)
	var lost atomic.Int64
	for i := range conns {
		g.Go(func() (err error) {
			conns[i], err = idle(ctx, s.URL, w.Seats[i])
			if err == nil {
				pings.Go(func() { answerPings(conns[i], &lost) })
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return a, err
	}
	select {
	case <-time.After(time.Second): // presence is told
	case <-ctx.Done():
		return a, ctx.Err()
	}
	after, err := s.Usage()
	if err != nil {
		return a, err
	}
	if online > 0 {
		a.Admitted = float64(online) / (after.CPU - before.CPU).Seconds()
	}
	resume := make([]wire.Resume, Arriving)
	if a.New, err = one(ctx, s, w, online, resume, false); err != nil {
		return a, err
	}
	a.Resumed, err = one(ctx, s, w, online, resume, true)
	if n := lost.Load(); err == nil && n > 0 {
		err = fmt.Errorf("%d of those who were online were lost", n)
	}
	return a, err
}

// one has people arrive one after another, and takes down how far each came, or
// begins there.
func one(ctx context.Context, s *instance.Server, w *bench.Workspace, first int, at []wire.Resume, again bool) (a Arrival, err error) {
	before, err := s.Usage()
	if err != nil {
		return a, err
	}
	times := make([]time.Duration, len(at))
	for i := range at {
		begin := time.Now()
		conn, err := socket.Dial(ctx, s.URL, w.Seats[(first+i)%len(w.Seats)].Token)
		if err != nil {
			return a, err
		}
		n, next, err := caughtUp(conn, at[i])
		_ = conn.Close() // it has been seen
		if err != nil {
			return a, err
		}
		if !again {
			at[i] = next
		}
		times[i] = time.Since(begin)
		a.Bytes += n
	}
	after, err := s.Usage()
	if err != nil {
		return a, err
	}
	slices.Sort(times)
	a.Bytes /= len(at)
	a.CPU, a.Ready = (after.CPU-before.CPU)/time.Duration(len(at)), times[len(times)/2]
	return a, nil
}

// caughtUp says hello on a connection, and returns how many bytes came up to
// ready, and from where the next hello may go on.
func caughtUp(conn *socket.Conn, at wire.Resume) (n int, next wire.Resume, err error) {
	rooms := map[string]wire.Cursor{}
	defer func() { next.Brief = wire.Brief(rooms, limits.Frame/2) }()
	hello, err := wire.Append(nil, &wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "confab-bench",
		Device: id.New(), Resume: at})
	if err != nil {
		return 0, next, err
	}
	if err := conn.Write(hello); err != nil {
		return 0, next, err
	}
	for {
		frame, err := conn.Read()
		if err != nil {
			return n, next, err
		}
		n += len(frame)
		for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
			head, err := wire.Peek(line)
			switch {
			case err != nil:
				return n, next, err
			case head.Type == wire.TypeReady:
				return n, next, nil
			case head.Type == wire.TypeWelcome:
				var w wire.Welcome
				if err := wire.Decode(line, &w); err != nil {
					return n, next, err
				}
				next.User = w.UserTop
				for room, mode := range w.Rooms {
					rooms[room] = wire.Cursor{Epoch: mode.Epoch, Seq: mode.Top}
				}
			}
		}
	}
}
