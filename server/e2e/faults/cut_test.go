package faults

import (
	"bytes"
	"context"
	"errors"
	"math"
	"net"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/shared/wire"
)

// stage is a step of a message with files.
type stage string

// when is where in a step the connection breaks: nothing of it arrives, the half, or all, and
// the answer is lost.
type when string

// The steps, and where each may break.
var (
	stages = []stage{stage(wire.BeginFile.Type), "part", "last part", stage(wire.SendMessage.Type)}
	whens  = []when{"before", "in the middle", "after"}
)

var errCut = errors.New("the connection is cut")

// trap is set where the connection of somebody breaks next.
type trap struct {
	mu     sync.Mutex
	stage  stage
	when   when
	sprung int
}

// sets sets the trap.
func (p *trap) sets(at stage, w when) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stage, p.when = at, w
}

// springs reports where the connection breaks in this step; "": it does not.
func (p *trap) springs(at stage) (w when) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stage != at {
		return ""
	}
	p.stage = ""
	p.sprung++
	return p.when
}

// carries sends a part of a file.
func (p *trap) carries(r *http.Request, last bool) (*http.Response, error) {
	at := stage("part")
	if last {
		at = "last part"
	}
	w := p.springs(at)
	if w == "" {
		return http.DefaultClient.Do(r)
	}
	way := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		l, err := spans(ctx, network, address)
		if err != nil {
			return nil, err
		}
		switch w {
		case "before":
			l.left.Store(0)
		case "in the middle":
			l.left.Store(r.ContentLength / 2)
		default:
			l.deaf.Store(true)
		}
		return l, nil
	}}
	return way.RoundTrip(r)
}

// line is a connection that breaks after so many more bytes that are written, or, if it is deaf, at
// the first that comes back.
type line struct {
	net.Conn
	left atomic.Int64
	deaf atomic.Bool
}

// spans makes a line to an address.
func spans(ctx context.Context, network, address string) (*line, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l := &line{Conn: conn}
	l.left.Store(math.MaxInt64)
	return l, nil
}

// Write implements net.Conn.
func (l *line) Write(p []byte) (int, error) {
	left := l.left.Load()
	if left >= int64(len(p)) {
		l.left.Add(-int64(len(p)))
		return l.Conn.Write(p)
	}
	n, err := l.Conn.Write(p[:max(0, left)])
	return n, errors.Join(errCut, err, l.Close())
}

// Read implements net.Conn.
func (l *line) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	if n > 0 && l.deaf.Load() {
		return 0, errors.Join(errCut, l.Close())
	}
	return n, err
}

// snares connects a client whose connections break where the trap is set.
type snares struct {
	url, token string
	trap       *trap
}

// Dial implements engine.Dialer.
func (d snares) Dial(ctx context.Context) (engine.Conn, error) {
	var l *line
	way := &http.Transport{DialContext: func(ctx context.Context, network, address string) (_ net.Conn, err error) {
		l, err = spans(ctx, network, address)
		return l, err
	}}
	conn, err := dial.Dialer{URL: d.url, Token: dial.Fixed(d.token), HTTP: &http.Client{Transport: way}}.Dial(ctx)
	if err != nil {
		return nil, err
	}
	return &snare{Conn: conn, line: l, trap: d.trap}, nil
}

// snare is a connection of a client.
type snare struct {
	engine.Conn
	line *line
	trap *trap

	mu    sync.Mutex
	waits []byte // the answer that is lost
}

// Write implements engine.Conn.
func (s *snare) Write(ctx context.Context, frame []byte) error {
	for one, others := wire.Next(frame); len(one) > 0; one, others = wire.Next(others) {
		head, err := wire.Peek(one)
		if err != nil {
			return err
		}
		switch s.trap.springs(stage(head.Type)) {
		case "before":
			return errors.Join(errCut, s.line.Close())
		case "in the middle":
			s.line.left.Store(int64(len(frame)) / 2)
		case "after":
			s.mu.Lock()
			s.waits = []byte(`"id":"` + head.ID + `"`)
			s.mu.Unlock()
		}
	}
	return s.Conn.Write(ctx, frame)
}

// Read implements engine.Conn.
func (s *snare) Read(ctx context.Context) ([]byte, error) {
	frame, err := s.Conn.Read(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waits != nil && bytes.Contains(frame, s.waits) {
		return nil, errors.Join(errCut, s.line.Close())
	}
	return frame, err
}
