package chat

import (
	"context"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Command is one row of the command table: what both sides agree on, and the
// server's half beside it. The socket, the HTTP API, its OpenAPI description and
// the authorization matrix are all made from it.
type Command struct {
	wire.Row
	Scope  Scope // that a credential needs for it
	Rate   limits.Rate
	Bucket string // commands with the same bucket share one rate per person

	// New returns an empty request to decode into.
	New func() wire.Headed
	// Result returns an empty answer, to describe it.
	Result func() wire.Headed

	do func(ctx context.Context, s *Service, who Actor, req wire.Headed) (wire.Headed, error)
	// draft, of a command that is carried out together with others of its sort,
	// makes what is written.
	draft func(ctx context.Context, s *Service, who Actor, req wire.Headed) (*draft, error)
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

// Views reports whether c looks at the store apart from what it changes, so that
// it needs terms for that (store.Terms). What is carried out together with
// others does not.
func (c *Command) Views() bool { return c.draft == nil }

// Numbered reports whether a client may number c's requests, so that each is
// carried out once.
func (c *Command) Numbered() bool { return c.Repeat == wire.RepeatNumbered }

// row begins a row: the server's half of a command but for what carries it out.
func row[Q, R any, PQ wire.Pointer[Q], PR wire.Pointer[R]](c wire.Command[Q, R], b bucket, needs Scope) Command {
	r := Command{Row: wire.Row(c), Scope: needs, Rate: b.rate, Bucket: b.name}
	r.New = func() wire.Headed { return PQ(new(Q)) }
	r.Result = func() wire.Headed { return PR(new(R)) }
	return r
}

// on is the row of a command that a method of N carries out. What it does to the
// store goes through Service.update.
func on[N ~struct{ *Service }, Q, R any, PQ wire.Pointer[Q], PR wire.Pointer[R]](c wire.Command[Q, R], b bucket, needs Scope, do func(N, context.Context, Actor, PQ) (PR, error)) Command {
	r := row[Q, R, PQ, PR](c, b, needs)
	r.do = func(ctx context.Context, s *Service, who Actor, req wire.Headed) (wire.Headed, error) {
		answer, err := do(N{s}, ctx, who, req.(PQ))
		switch {
		case err != nil:
			return nil, err
		case who.turn.taken():
			return s.again(ctx, who, r.Result())
		}
		return answer, nil
	}
	return r
}

// together is the row of a command that comes in numbers: what is waiting of it
// is carried out in one go (DoAll). begin makes what each writes.
func together[Q, R any, PQ wire.Pointer[Q], PR wire.Pointer[R]](
	c wire.Command[Q, R], b bucket, needs Scope, begin func(messages, context.Context, Actor, PQ) (*draft, error),
) Command {
	r := row[Q, R, PQ, PR](c, b, needs)
	r.draft = func(ctx context.Context, s *Service, who Actor, req wire.Headed) (*draft, error) {
		return begin(messages{s}, ctx, who, req.(PQ))
	}
	r.do = func(ctx context.Context, s *Service, who Actor, req wire.Headed) (wire.Headed, error) {
		d, err := r.draft(ctx, s, who, req)
		if err != nil {
			return nil, err
		}
		return messages{s}.sent(ctx, d, s.writes.Update(ctx, d.write))
	}
	return r
}
