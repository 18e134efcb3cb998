package chat

import (
	"context"
	"fmt"
	"reflect"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// Command is one row of the command table: the declaration that client and server
// share, and the server's half beside it. The socket, the HTTP API, its OpenAPI
// description and the authorization matrix are all derived from it.
type Command struct {
	wire.Row
	Terms

	Limit int64 // of a request body over HTTP, in bytes
	// New returns an empty request to decode into.
	New func() wire.Headed
	// Result returns an empty answer, from which the API is described.
	Result func() wire.Headed

	grant rights.Grant // the parsed form of Right
	forms []form

	do func(ctx context.Context, s *Service, who Actor, req wire.Headed) (wire.Headed, error)
	// draft prepares what the command writes. Only commands that are executed in
	// batches have it.
	draft func(ctx context.Context, s *Service, who Actor, req wire.Headed) (*draft, error)
}

// The rules by noun. Each type has only the parts of the service that it needs,
// so that none of them can do everything.
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
	drafts struct {
		records *records
		quotas  *quotas
	}
	activity struct {
		records *records
	}
	threads struct {
		records *records
	}
	plans struct {
		records *records
		quotas  *quotas
	}
	invites struct {
		records *records
		address string // see Options
		mail    func(to, link, by, workspace string) bool
	}
	sessions struct {
		records *records
	}
	files struct {
		records *records
		quotas  *quotas
		space   FileSpace
	}
)

// noun is one of these types. of returns a Service's value of it.
type noun[N any] interface{ of(*Service) N }

func (messages) of(s *Service) messages { return s.messages }
func (rooms) of(s *Service) rooms       { return s.rooms }
func (people) of(s *Service) people     { return s.people }
func (drafts) of(s *Service) drafts     { return s.drafts }
func (activity) of(s *Service) activity { return activity{s.drafts.records} }
func (threads) of(s *Service) threads   { return threads{s.drafts.records} }
func (plans) of(s *Service) plans       { return s.plans }
func (invites) of(s *Service) invites   { return s.invites }
func (sessions) of(s *Service) sessions { return s.sessions }
func (files) of(s *Service) files       { return s.files }

// Views reports whether c reads the store outside of its update, so that it needs
// a share of the readers (store.Terms). Batched commands do not.
func (c *Command) Views() bool { return c.draft == nil }

// Numbered reports whether a client may number c's requests, so that each is
// executed once.
func (c *Command) Numbered() bool { return c.Repeat == wire.RepeatNumbered }

// maker makes empty objects of a type, which is a pointer to a struct.
func maker[T wire.Headed]() func() wire.Headed {
	of := reflect.TypeFor[T]().Elem()
	return func() wire.Headed { return reflect.New(of).Interface().(wire.Headed) }
}

// row begins a row: the server's half of a command without its handler.
func row[Q, R wire.Headed](c wire.Command[Q, R], b bucket, right rights.Right, needs Scope) Command {
	r := Command{Row: wire.Row(c), Terms: Terms{Scope: needs, Right: right, Rate: b.rate, Bucket: b.name}, Limit: limits.HTTPBody}
	r.grant, r.forms = rights.Row(right), formsOf(reflect.TypeFor[Q]().Elem())
	r.New, r.Result = maker[Q](), maker[R]()
	return r
}

// on is the row of a command that a method of N executes. The method gets a
// request whose fields have been checked. It reads and writes through
// records.view and records.update, which check the right.
func on[N noun[N], Q, R wire.Headed](
	c wire.Command[Q, R], b bucket, right rights.Right, needs Scope, do func(N, context.Context, Actor, Q) (R, error),
) Command {
	r := row(c, b, right, needs)
	r.do = func(ctx context.Context, s *Service, who Actor, req wire.Headed) (wire.Headed, error) {
		if err := fit(r.forms, req); err != nil {
			return nil, err
		}
		who.task = &task{right: r.grant, room: wire.RoomOf(req)}
		var of N
		answer, err := do(of.of(s), ctx, who, req.(Q))
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

// together is the row of a command that is executed in batches: all waiting
// requests at once (DoAll). begin prepares what each request writes.
func together[Q, R wire.Headed](
	c wire.Command[Q, R], b bucket, right rights.Right, needs Scope,
	begin func(messages, context.Context, Actor, *rights.Grant, Q) (*draft, error),
) Command {
	r := row(c, b, right, needs)
	r.draft = func(ctx context.Context, s *Service, who Actor, req wire.Headed) (*draft, error) {
		if err := fit(r.forms, req); err != nil {
			return nil, err
		}
		return begin(s.messages, ctx, who, &r.grant, req.(Q))
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
