package sqlite

import (
	"context"
	"errors"
	"sync"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/places"
)

// pool is the read-only connections. Whoever has a place may have a connection:
// one that is idle, or a new one.
type pool struct {
	connect func(context.Context) (*conn, error)
	common  *places.Places // of those who read
	urgent  *places.Places // of those who are to be known

	mu     sync.Mutex
	idle   []*conn // the one used last at the end: its cache is the warmest
	closed bool
}

func newPool(common, urgent int, connect func(context.Context) (*conn, error)) *pool {
	return &pool{connect: connect, common: places.New(common), urgent: places.New(urgent)}
}

// places returns those of which t gets one.
func (p *pool) places(t store.Terms) *places.Places {
	if t.Urgent {
		return p.urgent
	}
	return p.common
}

// take returns an idle connection or a new one, if need be after waiting for a
// place.
func (p *pool) take(ctx context.Context, t store.Terms) (*conn, error) {
	if err := p.places(t).Take(ctx, t); err != nil {
		return nil, err
	}
	c, err := p.reuse()
	if c == nil && err == nil {
		c, err = p.connect(ctx)
	}
	if err != nil {
		p.places(t).Leave(t.Person)
		return nil, err
	}
	return c, nil
}

// reuse returns an idle connection, or nil if there is none.
func (p *pool) reuse() (*conn, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, store.ErrClosed
	}
	last := len(p.idle) - 1
	if last < 0 {
		return nil, nil
	}
	c := p.idle[last]
	p.idle = p.idle[:last]
	return c, nil
}

// put gives c back. A damaged one is replaced by a new one when next needed.
func (p *pool) put(c *conn, t store.Terms) (err error) {
	if c.damaged != nil {
		err = c.close()
	} else {
		p.mu.Lock()
		p.idle = append(p.idle, c)
		p.mu.Unlock()
	}
	p.places(t).Leave(t.Person)
	return err
}

// close waits for all connections to come back and closes them.
func (p *pool) close() error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.common.Close()
	p.urgent.Close()
	var errs []error
	for _, c := range p.idle {
		errs = append(errs, c.close())
	}
	return errors.Join(errs...)
}
