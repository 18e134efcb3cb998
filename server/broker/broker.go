package broker

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Message is what one node tells the others and itself. It is a hint: it may
// be lost or doubled on its way between nodes, never reordered within a room;
// the store has the only copy that counts.
type Message struct {
	// A commit in Room: the events First to Last. Events may be absent when
	// they are too large to pass on; the receiver then reads the store.
	Room        string       `json:"room,omitempty"`
	First, Last int64        `json:",omitempty"`
	Events      []wire.Event `json:"events,omitempty"`

	Inbox    []store.InboxEntry `json:"inbox,omitempty"`
	Users    []wire.User        `json:"users,omitempty"` // changed people
	Ended    []string           `json:"ended,omitempty"` // ended sessions
	Typing   *wire.Typing       `json:"typing,omitempty"`
	Presence map[string]string  `json:"presence,omitempty"` // user -> state
	Replaced *Replaced          `json:"replaced,omitempty"`
}

// Replaced is a connection whose client has a newer one, and which is to end,
// wherever it is.
type Replaced struct {
	Conn    string `json:"conn"`    // as its welcome named it
	Session string `json:"session"` // of both
}

// Broker carries Messages to every node, the publisher's own included.
type Broker interface {
	// Publish never blocks for long; a failed one is not repeated.
	Publish(ctx context.Context, m Message) error
	// Subscribe registers fn for all messages. Call it before the first
	// Publish. fn is called by one goroutine at a time for one room and must
	// not block.
	Subscribe(fn func(Message))
	// Watch registers fn to be told that hints of other nodes stopped arriving
	// (false) and that they arrive again (true). Whatever was published in
	// between may be lost, so who hears true looks into the store. Call it
	// before the first Publish; fn must not block. With one node it is never
	// called.
	Watch(fn func(up bool))
	Close() error
}
