package chat

import (
	"context"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Command is one row of the command table. The socket, the HTTP API, its
// OpenAPI description and the authorization matrix are all made from it.
type Command struct {
	Type   wire.Type // on the socket
	Answer wire.Type // of the answer: ack, page or ok
	Method string    // over HTTP
	Path   string    // below /api/v1, with {room} and the like for fields tagged path
	Doc    string    // one sentence for people
	Scope  Scope     // that a credential needs for it
	Rate   limits.Rate
	Bucket string // commands with the same bucket share one rate per person

	// New returns an empty request to decode into.
	New func() wire.Headed
	// Result returns an empty answer, to describe it.
	Result func() wire.Headed

	reads bool  // it changes nothing
	room  []int // the place of the field Room in its request; nil: there is none

	do func(ctx context.Context, s *Service, who Actor, req wire.Headed) (wire.Headed, error)
}

// pointer is a pointer to a T that travels on the socket.
type pointer[T any] interface {
	*T
	wire.Headed
}

// The rules by noun. Each is the Service under a name of its own, so that no
// type has them all.
type (
	messages struct{ *Service }
	rooms    struct{ *Service }
	people   struct{ *Service }
	invites  struct{ *Service }
	sessions struct{ *Service }
)

// Changes reports whether c changes something, so that its order matters.
func (c *Command) Changes() bool { return !c.reads }

// Views reports whether c looks at the store apart from what it changes, so that
// it needs terms for that (store.Terms). A send, the one command that comes in
// numbers, does not.
func (c *Command) Views() bool { return c.Type != wire.TypeSend }

// Numbered reports whether a client may number c's requests, so that each is
// carried out once. A send has its cid for that.
func (c *Command) Numbered() bool { return c.Changes() && c.Type != wire.TypeSend }

// reading is a row of a command that changes nothing.
func reading[N ~struct{ *Service }, Q, R any, PQ pointer[Q], PR pointer[R]](c Command, do func(N, context.Context, Actor, PQ) (PR, error)) Command {
	c = changing(c, do)
	c.reads = true
	return c
}

// changing is a row of a command that changes something: what it does to the
// store goes through Service.update. It completes c with the types of the
// method of N that carries it out.
func changing[N ~struct{ *Service }, Q, R any, PQ pointer[Q], PR pointer[R]](c Command, do func(N, context.Context, Actor, PQ) (PR, error)) Command {
	c.New = func() wire.Headed { return PQ(new(Q)) }
	c.Result = func() wire.Headed { return PR(new(R)) }
	c.do = func(ctx context.Context, s *Service, who Actor, req wire.Headed) (wire.Headed, error) {
		r, err := do(N{s}, ctx, who, req.(PQ))
		switch {
		case err != nil:
			return nil, err
		case who.turn.taken():
			return s.again(ctx, who, c.Result())
		}
		return r, nil
	}
	c.room = roomField(c.New())
	return c
}
