package bench

import (
	"sync/atomic"
)

// mostMessages bounds a load: a message's number has nine digits.
const mostMessages = 100_000_000

// chunk is how many moments are made at once.
const chunk = 1 << 14

// moment is what is known of one message of a load.
type moment struct {
	at     atomic.Int64 // when it was sent, or due: nanoseconds since the epoch
	near   atomic.Int64 // when its sender's node delivered it first; 0: not yet
	seen   atomic.Int32 // members it was delivered to
	sender atomic.Int32 // index of its sender
}

// moments are those of all messages, by number. They may be used by any
// goroutine.
type moments struct {
	chunks [mostMessages/chunk + 1]atomic.Pointer[[chunk]moment]
}

// of returns the moment of message n; it is made if it is not there.
func (m *moments) of(n int) *moment {
	p := &m.chunks[n/chunk]
	c := p.Load()
	if c == nil {
		p.CompareAndSwap(nil, new([chunk]moment))
		c = p.Load()
	}
	return &c[n%chunk]
}

// sent returns the moment of message n, or nil if no such message was sent.
func (m *moments) sent(n int) *moment {
	if n < 0 || n >= mostMessages {
		return nil
	}
	c := m.chunks[n/chunk].Load()
	if c == nil || c[n%chunk].at.Load() == 0 {
		return nil
	}
	return &c[n%chunk]
}
