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

// Stream is a row of a command that receives or returns a body of any length. Its
// other columns have the same meaning as in Command.
type Stream struct {
	wire.Stream
	Terms

	New    func() wire.Headed
	Result func() wire.Headed // of an upload; nil: a download

	forms []form
	take  func(ctx context.Context, who Actor, req wire.Headed, body Body) (wire.Headed, error)
	give  func(ctx context.Context, who Actor, req wire.Headed) (Content, error)
}

// Terms are what a command requires of those who use it.
type Terms struct {
	Scope  Scope        // the credential must include it
	Right  rights.Right // the person must have at least this one
	Rate   limits.Rate
	Bucket string // commands with the same bucket share one rate per person
}

// Body is an upload: a reader that returns an error if there is more than the row
// allows or if the rest does not arrive.
type Body struct {
	io.Reader
	Type string // the content type, one of the row's
	Size int64  // in bytes, -1 if the client did not say
}

// Content is a download.
type Content struct {
	Type   string // the content type, one of the row's
	Size   int64  // in bytes, unless Write is set
	Name   string // as which it may be saved; "": it has none
	Inline bool   // a browser may show it by itself
	Lasts  bool   // its address names what it is, so that a browser may keep it
	// Open returns length bytes from offset on, which are there. Its caller closes
	// what it returns.
	Open func(ctx context.Context, offset, length int64) (io.ReadCloser, error)
	// Write writes content that is made while it is sent, so that its size is not
	// known; then Open is nil. An empty write says that there is more to come.
	Write func(ctx context.Context, to io.Writer) error
}

// OnUpload is the row of an upload that do executes. The right was checked before
// do is called. The person may lose it while the body arrives, so records.update,
// through which do writes at the end, checks it again.
func OnUpload[Q, R wire.Headed](
	c wire.Upload[Q, R], terms Terms, do func(ctx context.Context, who Actor, req Q, body Body) (R, error),
) Stream {
	return Stream{
		Stream: wire.Stream(c), Terms: terms, forms: formsOf(reflect.TypeFor[Q]().Elem()),
		New:    maker[Q](),
		Result: maker[R](),
		take: func(ctx context.Context, who Actor, req wire.Headed, body Body) (wire.Headed, error) {
			answer, err := do(ctx, who, req.(Q), body)
			if err != nil {
				return nil, err
			}
			return answer, nil
		},
	}
}

// OnDownload is the row of a download that do executes.
func OnDownload[Q wire.Headed](
	c wire.Download[Q], terms Terms, do func(ctx context.Context, who Actor, req Q) (Content, error),
) Stream {
	return Stream{
		Stream: wire.Stream(c), Terms: terms, forms: formsOf(reflect.TypeFor[Q]().Elem()),
		New: maker[Q](),
		give: func(ctx context.Context, who Actor, req wire.Headed) (Content, error) {
			return do(ctx, who, req.(Q))
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

// acting returns who as they execute the stream: for records.view and
// records.update, with the right of its row.
func (c *Stream) acting(who Actor, req wire.Headed) Actor {
	who.task = &task{right: rights.Row(c.Right), room: wire.RoomOf(req)}
	return who
}

// Admit refuses a request with a field that does not have its form, and a person
// without the row's right. It is called before any byte of the body is read.
func (c *Stream) Admit(ctx context.Context, s *Service, who Actor, req wire.Headed) error {
	if err := fit(c.forms, req); err != nil {
		return err
	}
	return s.records.view(store.For(ctx, who.User), c.acting(who, req), func(store.Tx, standing) error { return nil })
}

// Take executes an upload after Admit.
func (c *Stream) Take(ctx context.Context, who Actor, req wire.Headed, body Body) (wire.Headed, error) {
	return c.take(ctx, c.acting(who, req), req, body)
}

// Give executes a download after Admit.
func (c *Stream) Give(ctx context.Context, who Actor, req wire.Headed) (Content, error) {
	return c.give(ctx, c.acting(who, req), req)
}
