package faults

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
	"time"

	bare "github.com/confab/confab/server/bench/socket"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// stormer is somebody at a bare client: it connects, catches up, answers pings,
// and comes back as a client has to, but keeps nothing of what it hears, so
// that there can be thousands.
type stormer struct {
	url, token, address string
	impatience          float64 // see the function of that name
	useq                int64   // how far the own log was read
	live                atomic.Bool
	lives               atomic.Int64 // connections that caught up
}

// storms connects again and again until ctx ends.
func (s *stormer) storms(ctx context.Context) {
	for fails := 0; ctx.Err() == nil; fails++ {
		if s.connects(ctx) {
			fails = 0
		}
		s.live.Store(false)
		most := min(limits.BackoffMax, limits.BackoffBase<<min(fails, 10))
		rest(ctx, time.Duration(float64(rand.N(most))*s.impatience))
	}
}

// connects carries one connection to its end, and reports whether it came so
// far as to be caught up.
func (s *stormer) connects(ctx context.Context) (caughtUp bool) {
	trying, enough := context.WithTimeout(ctx, patience)
	defer enough()
	conn, err := bare.Dial(trying, s.url, s.token, "X-Forwarded-For: "+s.address)
	if err != nil {
		return false
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // what is closed already
	defer stop()
	defer conn.Close()
	hello := &wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "faults", Device: "d",
		Resume: wire.Resume{User: s.useq}}
	if says(conn, hello) != nil {
		return false
	}
	for {
		frame, err := conn.Read()
		if err != nil {
			return caughtUp
		}
		for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
			caughtUp = s.hears(conn, line) || caughtUp
		}
	}
}

// hears takes an object; true if it is the one that ends the catch-up.
func (s *stormer) hears(conn *bare.Conn, line []byte) bool {
	head, err := wire.Peek(line)
	if err != nil {
		return false
	}
	switch head.Type {
	case wire.TypeWelcome:
		var w wire.Welcome
		if wire.Decode(line, &w) == nil {
			s.useq = w.UserTop
		}
	case wire.TypeReady:
		s.lives.Add(1)
		s.live.Store(true)
		return true
	case wire.TypePing:
		// Without a pong the server ends the connection, which is noticed.
		_ = says(conn, &wire.Pong{Head: wire.Head{Type: wire.TypePong}})
	}
	return false
}

// says sends one object.
func says(conn *bare.Conn, o wire.Headed) error {
	frame, err := wire.Append(nil, o)
	if err != nil {
		return err
	}
	return conn.Write(frame)
}
