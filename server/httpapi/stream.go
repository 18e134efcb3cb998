package httpapi

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/deadline"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// A stream is sent in pieces, each of which has its own deadline: 1 KB per second
// is enough, and less is not.
const (
	piece     = 32 << 10 // the size that io.Copy uses
	pieceTime = 30 * time.Second
	useTime   = 5 * time.Minute // for what is done with an upload when it has arrived
)

// pace extends the deadlines of a stream's request with each whole piece.
type pace struct {
	w     http.ResponseWriter
	moved int // bytes of the piece that is under way
}

// begin gives the first piece its deadline.
func (p *pace) begin() error { return deadline.Extend(p.w, pieceTime) }

// note notes that n bytes have passed.
func (p *pace) note(n int) error {
	if p.moved += n; p.moved < piece {
		return nil
	}
	p.moved = 0
	return p.begin()
}

// streamRoute serves one upload or download.
type streamRoute struct {
	chat         *chat.Service
	authenticate func(*http.Request) (chat.Actor, error)
	faults       *sparse.Log
	row          *chat.Stream
	binding      binding
}

func newStreamRoute(o Options, row *chat.Stream) *streamRoute {
	return &streamRoute{
		chat: o.Chat, authenticate: o.Authenticate, faults: o.Faults, row: row, binding: streamBinding(row),
	}
}

// streamBinding returns the binding of a stream's request: all fields are in the
// path and query, because the body is the stream.
func streamBinding(row *chat.Stream) binding {
	return newBinding(string(row.Type), row.Path, row.New(), false)
}

// ServeHTTP authenticates, draws from the rate and checks the right, all before
// the first byte of a body is read.
func (t *streamRoute) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	who, err := t.authenticate(r)
	if err == nil {
		err = t.row.Draw(r.Context(), t.chat, who)
	}
	req := t.row.New()
	if err == nil {
		err = t.binding.fill(req, r, nil)
	}
	if err == nil {
		err = t.row.Admit(r.Context(), t.chat, who, req)
	}
	switch {
	case err != nil:
	case t.row.Result != nil:
		err = t.upload(w, r, who, req)
	default:
		err = t.download(w, r, who, req)
	}
	if err != nil {
		fail(w, t.faults, string(t.row.Type), err)
	}
}

// upload passes the body on while it arrives.
func (t *streamRoute) upload(w http.ResponseWriter, r *http.Request, who chat.Actor, req wire.Headed) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || !slices.Contains(t.row.Types, kind) {
		writeError(w, http.StatusUnsupportedMediaType, invalid(text.ContentTypeIsOneOf(strings.Join(t.row.Types, ", "))))
		return nil
	}
	long := wire.Refused(wire.CodeTooLarge, text.StreamTooLong(int(t.row.Limit)))
	if r.ContentLength > t.row.Limit {
		return long
	}
	body := &arriving{from: http.MaxBytesReader(w, r.Body, t.row.Limit), pace: pace{w: w}}
	if err := body.pace.begin(); err != nil {
		return err
	}
	answer, err := t.row.Take(r.Context(), who, req, chat.Body{Reader: body, Type: kind, Size: r.ContentLength})
	var over *http.MaxBytesError
	switch {
	case errors.As(body.err, &over):
		return long // whatever do returned
	case body.err != nil:
		return invalid(text.BodyIncomplete)
	case err != nil:
		return err
	}
	*answer.Header() = wire.Head{}
	said, err := wire.Append(nil, answer)
	if err == nil {
		writeJSON(w, http.StatusOK, said)
	}
	return err
}

// arriving is a body whose deadline is extended with each piece that arrives.
type arriving struct {
	from  io.Reader
	pace  pace
	ended bool  // all of it has arrived: the rest is up to the server
	err   error // with which reading ended, unless that was io.EOF
}

// Read implements io.Reader.
func (a *arriving) Read(p []byte) (int, error) {
	n, err := a.from.Read(p[:min(len(p), piece)])
	if err == nil {
		err = a.pace.note(n)
	}
	if errors.Is(err, io.EOF) && !a.ended {
		a.ended = true
		if late := deadline.Extend(a.pace.w, useTime); late != nil {
			err = late
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		a.err = err
	}
	return n, err
}

// download sends the row's content, or a part of it, for as long as the client keeps
// reading.
func (t *streamRoute) download(w http.ResponseWriter, r *http.Request, who chat.Actor, req wire.Headed) error {
	if r.ContentLength != 0 {
		return invalid(text.GetTakesNoBody)
	}
	c, err := t.row.Give(r.Context(), who, req)
	if err != nil {
		return err
	}
	if !slices.Contains(t.row.Types, c.Type) || c.Size > t.row.Limit {
		return errors.New("httpapi: " + string(t.row.Type) + " gives what its row does not say: " + c.Type)
	}
	if c.Write != nil {
		return t.made(w, r, c)
	}
	part, ok := partOf(r, c.Size)
	if !ok {
		w.Header().Set("Content-Range", "bytes */"+strconv.FormatInt(c.Size, 10))
		writeError(w, http.StatusRequestedRangeNotSatisfiable, invalid(text.NoSuchPart))
		return nil
	}
	body, err := c.Open(r.Context(), part.from, part.size)
	if err != nil {
		return err
	}
	defer body.Close() // nothing was written to it, so an error does not matter
	out := leaving{pace{w: w}}
	if err := out.pace.begin(); err != nil {
		return err
	}
	describeContent(w.Header(), c, part)
	w.WriteHeader(part.status)
	if r.Method == http.MethodHead {
		return nil
	}
	// An answer that has begun cannot become a refusal. It is cut off, and the
	// client sees that it is shorter than announced.
	if _, err := io.CopyN(&out, body, part.size); err != nil {
		t.faults.Warn(string(t.row.Type), "a download was cut off", "download", t.row.Type, "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// made sends content that is made while it is sent, as a whole.
func (t *streamRoute) made(w http.ResponseWriter, r *http.Request, c chat.Content) error {
	out := leaving{pace{w: w}}
	if err := out.pace.begin(); err != nil {
		return err
	}
	describeContent(w.Header(), c, portion{status: http.StatusOK})
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	if err := c.Write(r.Context(), &out); err != nil {
		t.faults.Warn(string(t.row.Type), "a download was cut off", "download", t.row.Type, "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// leaving is an answer whose deadline is extended with each piece that is sent.
type leaving struct{ pace pace }

// Write implements io.Writer. An empty p extends the deadline, too.
func (l *leaving) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, l.pace.begin()
	}
	n, err := l.pace.w.Write(p)
	if err == nil {
		err = l.pace.note(n)
	}
	return n, err
}

// describeStream describes an upload or a download.
func describeStream(row *chat.Stream, s *schemas) object {
	o := object{
		"operationId": string(row.Type), "summary": row.Doc, "tags": []string{tag(row.Path)},
		"x-rate": rate(row.Terms),
	}
	if params := parameters(streamBinding(row), s); len(params) > 0 {
		o["parameters"] = params
	}
	bytes := object{}
	for _, kind := range row.Types {
		bytes[kind] = object{"schema": object{"type": "string", "format": "binary"}}
	}
	if row.Result != nil {
		o["requestBody"] = object{"required": true, "content": bytes, "x-bytes": row.Limit}
		o["responses"] = responses(s.answer(row.Result()))
		return o
	}
	answers := responses(nil)
	answers["200"] = object{"description": "Done.", "content": bytes, "x-bytes": row.Limit}
	o["responses"] = answers
	return o
}
