package sqlite

import (
	"context"
	"errors"
	"sync"

	"github.com/confab/confab/server/store"
)

// pool is the read-only connections. Whoever has a place may have a connection:
// one that is idle, or a new one.
type pool struct {
	connect func(context.Context) (*conn, error)
	places  chan struct{} // holds one for each connection in use

	mu     sync.Mutex
	idle   []*conn // the one used last at the end: its cache is the warmest
	closed bool
}

func newPool(n int, connect func(context.Context) (*conn, error)) *pool {
	return &pool{connect: connect, places: make(chan struct{}, n)}
}

// take returns an idle connection or a new one, if need be after waiting for a
// place until ctx ends.
func (p *pool) take(ctx context.Context) (*conn, error) {
	select {
	case p.places <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	c, err := p.reuse()
	if c == nil && err == nil {
		c, err = p.connect(ctx)
	}
	if err != nil {
		<-p.places
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
func (p *pool) put(c *conn) (err error) {
	if c.damaged != nil {
		err = c.close()
	} else {
		p.mu.Lock()
		p.idle = append(p.idle, c)
		p.mu.Unlock()
	}
	<-p.places
	return err
}

// close waits for all connections to come back and closes them.
func (p *pool) close() error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	for range cap(p.places) {
		p.places <- struct{}{}
	}
	var errs []error
	for _, c := range p.idle {
		errs = append(errs, c.close())
	}
	for range cap(p.places) {
		<-p.places // so that those who come later are told
	}
	return errors.Join(errs...)
}

// View implements store.Store. Do not call it from within itself: with all
// connections taken it would wait for itself.
func (s *Store) View(ctx context.Context, fn func(store.Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	c, err := s.pool.take(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.pool.put(c)) }()
	if _, err := c.exec("BEGIN"); err != nil {
		return err
	}
	defer func() {
		if _, e := c.exec("ROLLBACK"); e != nil {
			c.damage(e)
			err = errors.Join(err, e)
		}
	}()
	return fn(&tx{conn: c, store: s})
}
