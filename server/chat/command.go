package chat

import (
	"context"
	"fmt"
	"reflect"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// Command is one row of the command table: what both sides agree on, and the
// server's half beside it. The socket, the HTTP API, its OpenAPI description and
// the authorization matrix are all made from it.
type Command struct {
	wire.Row
	Terms

	Limit int64 // of its request over HTTP, in bytes
	// New returns an empty request to decode into.
	New func() wire.Headed
	// Result returns an empty answer, to describe it.
	Result func() wire.Headed

	grant rights.Grant // of Right
	forms []form

	do func(ctx context.Context, s *Service, who Actor, req wire.Headed) (wire.Headed, error)
	// draft, of a command that is carried out together with others of its sort,
	// makes what is written.
	draft func(ctx context.Context, s *Service, who Actor, req wire.Headed) (*draft, error)
}

// The rules by noun. Each has what it needs of the service, so that no type can
// do everything.
type (
	messages struct {
		records *records
		quotas  *quotas
	}
	rooms struct {
		records  *records
		quotas   *quotas
		presence func(ctx context.Context, users []string) map[string]string
		here     func(room string, most int) (map[string]string, int)
	}
	people struct {
		records *records
	}
	invites struct {
		records *records
		address string // see Options
	}
	sessions struct {
		records *records
	}
)

// noun is one of them, which knows its own in a service.
type noun[N any] interface{ of(*Service) N }

func (messages) of(s *Service) messages { return s.messages }
func (rooms) of(s *Service) rooms       { return s.rooms }
func (people) of(s *Service) people     { return s.people }
func (invites) of(s *Service) invites   { return s.invites }
func (sessions) of(s *Service) sessions { return s.sessions }

// Views reports whether c looks at the store apart from what it changes, so that
// it needs terms for that (store.Terms). What is carried out together with
// others does not.
func (c *Command) Views() bool { return c.draft == nil }

// Numbered reports whether a client may number c's requests, so that each is
// carried out once.
func (c *Command) Numbered() bool { return c.Repeat == wire.RepeatNumbered }

// row begins a row: the server's half of a command but for what carries it out.
func row[Q, R any, PQ wire.Pointer[Q], PR wire.Pointer[R]](c wire.Command[Q, R], b bucket, right rights.Right, needs Scope) Command {
	r := Command{Row: wire.Row(c), Terms: Terms{Scope: needs, Right: right, Rate: b.rate, Bucket: b.name}, Limit: limits.HTTPBody}
	r.grant, r.forms = rights.Row(right), formsOf(reflect.TypeFor[Q]())
	r.New = func() wire.Headed { return PQ(new(Q)) }
	r.Result = func() wire.Headed { return PR(new(R)) }
	return r
}

// on is the row of a command that a method of N carries out, given a request
// whose fields have their form. What it reads and writes goes through
// records.view and records.update, which ask for the right.
func on[N noun[N], Q, R any, PQ wire.Pointer[Q], PR wire.Pointer[R]](
	c wire.Command[Q, R], b bucket, right rights.Right, needs Scope, do func(N, context.Context, Actor, PQ) (PR, error),
) Command {
	r := row[Q, R, PQ, PR](c, b, right, needs)
	r.do = func(ctx context.Context, s *Service, who Actor, req wire.Headed) (wire.Headed, error) {
		if err := fit(r.forms, req); err != nil {
			return nil, err
		}
		who.task = &task{right: r.grant, room: wire.RoomOf(req)}
		var of N
		answer, err := do(of.of(s), ctx, who, req.(PQ))
		switch {
		case err != nil:
			return nil, err
		case who.turn.taken():
			return s.records.again(ctx, who, r.Result())
		case !who.task.admitted:
			return nil, fmt.Errorf("%s was carried out without asking for the right %q", r.Type, r.Right)
		}
		return answer, nil
	}
	return r
}

// together is the row of a command that comes in numbers: what is waiting of it
// is carried out in one go (DoAll). begin makes what each writes.
func together[Q, R any, PQ wire.Pointer[Q], PR wire.Pointer[R]](
	c wire.Command[Q, R], b bucket, right rights.Right, needs Scope,
	begin func(messages, context.Context, Actor, rights.Grant, PQ) (*draft, error),
) Command {
	r := row[Q, R, PQ, PR](c, b, right, needs)
	r.draft = func(ctx context.Context, s *Service, who Actor, req wire.Headed) (*draft, error) {
		if err := fit(r.forms, req); err != nil {
			return nil, err
		}
		return begin(s.messages, ctx, who, r.grant, req.(PQ))
	}
	r.do = func(ctx context.Context, s *Service, who Actor, req wire.Headed) (wire.Headed, error) {
		d, err := r.draft(ctx, s, who, req)
		if err != nil {
			return nil, err
		}
		return s.messages.sent(ctx, d, s.records.writes.Update(ctx, d.write))
	}
	return r
}
