package broker

import (
	"context"
	"errors"
	"sync"
)

// ErrClosed means that Publish was called after Close.
var ErrClosed = errors.New("broker: closed")

// Memory is the Broker of a single node: Publish calls every subscriber
// before it returns, on the publisher's goroutine. Nothing is queued, lost or
// doubled, and the messages of one publisher keep their order. The zero value
// is ready for use.
type Memory struct {
	mu     sync.RWMutex
	fns    []func(Message)
	closed bool
}

// NewMemory returns a broker for one node.
func NewMemory() *Memory { return new(Memory) }

// Publish implements Broker. It returns ErrClosed after Close, and otherwise nil.
// ctx is not used, because nothing here waits.
func (b *Memory) Publish(_ context.Context, m Message) error {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.closed {
		return ErrClosed
	}
	for _, fn := range b.fns {
		fn(m)
	}
	return nil
}

// Subscribe implements Broker.
func (b *Memory) Subscribe(fn func(Message)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fns = append(b.fns, fn)
}

// Watch implements Broker. Nothing can be lost here, so fn is never called.
func (b *Memory) Watch(func(up bool)) {}

// Close implements Broker. When it returns no subscriber is running and none
// will be called again.
func (b *Memory) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	return nil
}
