package chat

import (
	"context"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Actor is who asks: a signed-in person and the session they do it from.
// Rights are read from the store on each use, never carried along.
type Actor struct {
	User    string
	Session string
}

// Command is one row of the command table. The socket, the HTTP API, its
// OpenAPI description and the authorization matrix are all made from it.
type Command struct {
	Type   wire.Type // on the socket
	Answer wire.Type // of the answer: ack, page or ok
	Method string    // over HTTP
	Path   string    // below /api/v1, with {room} and the like for fields tagged path
	Doc    string    // one sentence for people
	Rate   limits.Rate
	Bucket string // commands with the same bucket share one rate per person

	// New returns an empty request to decode into.
	New func() wire.Headed
	// Result returns an empty answer, to describe it.
	Result func() wire.Headed

	do func(ctx context.Context, s *Service, who Actor, req wire.Headed) (wire.Headed, error)
}
