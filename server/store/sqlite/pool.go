package sqlite

import (
	"context"
	"errors"
	"sync"

	"github.com/confab/confab/server/store"
)

// pool is the read-only connections.
type pool struct {
	path string
	free chan *conn

	mu     sync.Mutex
	open   int
	closed bool
}

func newPool(path string, n int) *pool {
	return &pool{path: path, free: make(chan *conn, n)}
}

// take returns a free connection, a new one, or waits for one until ctx ends.
func (p *pool) take(ctx context.Context) (*conn, error) {
	select {
	case c := <-p.free:
		return p.admit(c)
	default:
	}
	if more, err := p.grow(); err != nil {
		return nil, err
	} else if more {
		c, err := connect(ctx, p.path, reading)
		if err != nil {
			p.shrink()
			return nil, err
		}
		return c, nil
	}
	select {
	case c := <-p.free:
		return p.admit(c)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// admit hands c out, unless it is only in free for close to collect.
func (p *pool) admit(c *conn) (*conn, error) {
	p.mu.Lock()
	closed := p.closed
	p.mu.Unlock()
	if closed {
		p.free <- c
		return nil, store.ErrClosed
	}
	return c, nil
}

func (p *pool) grow() (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false, store.ErrClosed
	}
	if p.open == cap(p.free) {
		return false, nil
	}
	p.open++
	return true, nil
}

func (p *pool) shrink() {
	p.mu.Lock()
	p.open--
	p.mu.Unlock()
}

// put gives c back. A damaged one is replaced by a new one when next needed.
func (p *pool) put(c *conn) error {
	if c.damaged == nil {
		p.free <- c
		return nil
	}
	p.shrink()
	return c.close()
}

// close waits for all connections to come back and closes them.
func (p *pool) close() error {
	p.mu.Lock()
	p.closed = true
	n := p.open
	p.mu.Unlock()
	var errs []error
	for range n {
		errs = append(errs, (<-p.free).close())
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
