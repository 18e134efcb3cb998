package presence

import "context"

// Presence counts the connections of each person.
//
// A person is Online with at least one active connection, Away if all their
// connections are away, and Offline without any. Offline is announced only after
// limits.AwayGrace, so that others do not see a reconnect within it.
type Presence interface {
	// Connect adds a connection, active.
	Connect(ctx context.Context, user, conn string) error
	// Set marks a connection wire.Online or wire.Away.
	Set(ctx context.Context, user, conn, state string) error
	// Disconnect removes a connection; unknown ones are ignored.
	Disconnect(ctx context.Context, user, conn string) error
	// States returns the state of those of users who are not offline.
	States(ctx context.Context, users []string) (map[string]string, error)
	// Online returns everyone who is not offline, with their state.
	Online(ctx context.Context) (map[string]string, error)
	// Watch registers fn, which is called after each change. Call Watch before
	// the first Connect. fn must not block.
	Watch(fn func(user, state string))
	Close() error
}
