package broker

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Message is what a node publishes to the others and itself. It is a hint:
// between nodes it may be lost or doubled, but never reordered within a room.
// Only the store is reliable.
type Message struct {
	// A commit in Room: the events First to Last. Events may be absent if they
	// are too large to send; the receiver then reads the store.
	Room        string       `json:"room,omitempty"`
	First, Last int64        `json:",omitempty"`
	Events      []wire.Event `json:"events,omitempty"`

	Inbox    []store.InboxEntry `json:"inbox,omitempty"`
	Emoji    int64              `json:"emoji,omitempty"` // the revision of the changed list of emoji
	Users    []wire.User        `json:"users,omitempty"` // changed people
	Ended    []string           `json:"ended,omitempty"` // ended sessions
	Typing   *wire.Typing       `json:"typing,omitempty"`
	Presence map[string]string  `json:"presence,omitempty"` // user -> state
	Replaced *Replaced          `json:"replaced,omitempty"`
}

// Replaced is a connection whose client has a newer one. The node that holds the
// older one must close it.
type Replaced struct {
	Conn    string `json:"conn"`    // as named in its welcome
	Session string `json:"session"` // of both connections
}

// Broker carries Messages to every node, including the publisher's own.
type Broker interface {
	// Publish never blocks for long. A message that cannot be published is lost.
	Publish(ctx context.Context, m Message) error
	// Subscribe registers fn for all messages. Call it before the first Publish.
	// For one room, fn is called by one goroutine at a time. It must not block.
	Subscribe(fn func(Message))
	// Watch registers fn, which is called with false when hints of other nodes
	// stop arriving, and with true when they arrive again. Hints in between may
	// be lost, so after true the receiver has to read the store. Call Watch
	// before the first Publish; fn must not block. With one node it is never
	// called.
	Watch(fn func(up bool))
	Close() error
}
