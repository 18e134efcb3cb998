package engine

import (
	"context"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

// Options are what an engine needs from the world around it. Dialer, Device
// and Client must be given.
type Options struct {
	Dialer Dialer
	Device string // an id of shared/id, the same for all connections of one device
	Client string // name and version, for the server's log

	// Store keeps things on the device. Nil: in memory, until Stop.
	Store Store
	// Unsure says that it is not known who is here: what the Store keeps is shown
	// once Device.Belongs has said whose it is. False: whose it is, is here, unless
	// Belongs says otherwise.
	Unsure bool
	// Lock makes sure that one tab drains the outbox. Nil: this one does.
	Lock Lock
	// Channel tells the other tabs what happened. Nil: there are none.
	Channel Channel
	// Auth finds out whether the person is signed in, renewing the access if
	// that is needed and possible. It returns an error if nobody answers. It is
	// called after a failed handshake, which in a browser tells nothing, and
	// before a dial if the last good answer is some minutes old, or if Unsure and
	// Belongs has not been called. Nil: always
	// signed in.
	Auth func(ctx context.Context) (signedIn bool, err error)
	// OnChange is told what is different; see the package's concurrency
	// contract. Nil: nobody.
	OnChange func(state.Changes)
	// Rand returns a number in [0, 1) for jitter. Nil: math/rand/v2.
	Rand func() float64
	// Unacked is how many messages to one room may be on their way at once.
	// 0: one, which keeps the order even if the server puts one off; load
	// generators take more, at most limits.UnackedSends.
	Unacked int
	// Trace is told of what passes; for tests and measurements.
	Trace Trace
}

// Trace is a set of functions called by the loop; each may be nil. They must
// not block and not keep what they are given.
type Trace struct {
	Welcome func(*wire.Welcome)
	Ready   func()
	Event   func(*wire.Event) // applied, in order, none twice
	Ack     func(*wire.Ack)   // of a Send
	Nack    func(*wire.Nack)  // of a Send
	Lost    func(error)       // a connection ended
}

// Dialer opens connections to the server's socket.
type Dialer interface {
	// Dial returns when the handshake is done.
	Dial(ctx context.Context) (Conn, error)
}

// Conn is one WebSocket connection. Read and Write may be called at the same
// time, each by one goroutine.
type Conn interface {
	// Read returns the next text frame; it may be used until the next Read.
	Read(ctx context.Context) ([]byte, error)
	// Write sends one text frame and does not keep it.
	Write(ctx context.Context, frame []byte) error
	// Close ends the connection without waiting for the other side; Read and
	// Write then return errors.
	Close(code int, reason string) error
}

// Record is one kept thing.
type Record struct{ Key, Value string }

// Store keeps records by key on the device. All calls are made by one
// goroutine. The engine's keys are short ASCII.
type Store interface {
	// All returns the records whose key begins with prefix, keys rising.
	All(ctx context.Context, prefix string) ([]Record, error)
	// Get returns the value of a key, or "" if there is none.
	Get(ctx context.Context, key string) (string, error)
	// Write puts some records and deletes others, all or nothing; they are
	// safe when it returns nil. Deleting what is not there is no error.
	Write(ctx context.Context, put []Record, delete []string) error
	// Clear deletes everything.
	Clear(ctx context.Context) error
}

// Lock waits until this tab holds the named lock of all tabs; with steal it is
// taken from whoever holds it. lost is closed if another tab takes it away.
// release gives it up; it must be called once, also after lost.
type Lock func(ctx context.Context, name string, steal bool) (lost <-chan struct{}, release func(), err error)

// Channel carries short texts between the tabs of this device.
type Channel interface {
	// Say tells the other tabs, not this one.
	Say(text string)
	// Listen registers what is called with what other tabs say; stop ends that.
	Listen(func(text string)) (stop func())
}
