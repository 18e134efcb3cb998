package chat

import (
	"context"
	"io"
	"reflect"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// Stream is a row of a command that takes or gives a body of any length. Its
// other columns are those of Command, and mean the same.
type Stream struct {
	wire.Stream
	Terms

	New    func() wire.Headed
	Result func() wire.Headed // of an upload; nil: it is a download

	forms []form
	take  func(ctx context.Context, who Actor, req wire.Headed, body Body) (wire.Headed, error)
	give  func(ctx context.Context, who Actor, req wire.Headed) (Content, error)
}

// Terms are what the server asks of those who give a command.
type Terms struct {
	Scope  Scope        // that a credential needs
	Right  rights.Right // that the person needs, at least
	Rate   limits.Rate
	Bucket string // what has the same bucket shares one rate per person
}

// Body is what somebody uploads: a reader that ends with an error if there is more
// than the row allows or the rest does not arrive.
type Body struct {
	io.Reader
	Type string // its content type, one of the row's
	Size int64  // in bytes, -1 if they did not say
}

// Content is what somebody downloads. Whoever sends it closes it.
type Content struct {
	io.ReadCloser
	Type string // its content type, one of the row's
	Size int64  // in bytes
}

// OnUpload is the row of an upload that do carries out. Whoever asks has the right
// when do is called; what it writes in the end goes through rules of its own, for
// they may have lost it while the body arrived.
func OnUpload[Q, R any, PQ wire.Pointer[Q], PR wire.Pointer[R]](
	c wire.Upload[Q, R], terms Terms, do func(ctx context.Context, who Actor, req PQ, body Body) (PR, error),
) Stream {
	return Stream{
		Stream: wire.Stream(c), Terms: terms, forms: formsOf(reflect.TypeFor[Q]()),
		New:    func() wire.Headed { return PQ(new(Q)) },
		Result: func() wire.Headed { return PR(new(R)) },
		take: func(ctx context.Context, who Actor, req wire.Headed, body Body) (wire.Headed, error) {
			answer, err := do(ctx, who, req.(PQ), body)
			if err != nil {
				return nil, err
			}
			return answer, nil
		},
	}
}

// OnDownload is the row of a download that do carries out.
func OnDownload[Q any, PQ wire.Pointer[Q]](
	c wire.Download[Q], terms Terms, do func(ctx context.Context, who Actor, req PQ) (Content, error),
) Stream {
	return Stream{
		Stream: wire.Stream(c), Terms: terms, forms: formsOf(reflect.TypeFor[Q]()),
		New: func() wire.Headed { return PQ(new(Q)) },
		give: func(ctx context.Context, who Actor, req wire.Headed) (Content, error) {
			return do(ctx, who, req.(PQ))
		},
	}
}

// Draw is Service.Draw for a stream.
func (c *Stream) Draw(ctx context.Context, s *Service, who Actor) error {
	if err := who.Need(c.Scope); err != nil {
		return err
	}
	return s.quotas.take(ctx, c.Bucket, who.User, c.Rate)
}

// Admit refuses a request for a stream whose fields do not have their form, and
// those who do not have the row's right. It comes before a byte of the body.
func (c *Stream) Admit(ctx context.Context, s *Service, who Actor, req wire.Headed) error {
	if err := fit(c.forms, req); err != nil {
		return err
	}
	return s.records.store.View(store.For(ctx, who.User), func(tx store.Tx) error {
		_, err := admit(tx, who, rights.Row(c.Right), wire.RoomOf(req))
		return err
	})
}

// Take carries out an upload that was admitted.
func (c *Stream) Take(ctx context.Context, who Actor, req wire.Headed, body Body) (wire.Headed, error) {
	return c.take(ctx, who, req, body)
}

// Give carries out a download that was admitted.
func (c *Stream) Give(ctx context.Context, who Actor, req wire.Headed) (Content, error) {
	return c.give(ctx, who, req)
}
