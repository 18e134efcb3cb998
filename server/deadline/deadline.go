package deadline

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// The times that every request has. They end with an upgrade: a socket has
// deadlines of its own.
const (
	Head   = 5 * time.Second  // until the head of a request is there
	Body   = 15 * time.Second // until its body is there as well, counted from the beginning
	Answer = 60 * time.Second // from the head until the answer has been taken
	Idle   = 75 * time.Second // between two requests of one connection
)

// What Send goes by: with a piece in pieceTime, 2 KB a second are enough.
const (
	piece     = 64 << 10
	pieceTime = 30 * time.Second
	longest   = 10 * time.Minute // for the whole, whatever the pace
)

// Extend gives the request of w more time from now on, for the rest of its body
// and for its answer. A route that takes an upload calls it with each part that
// has arrived, one that sends much with each that it sends. Where there is no
// connection below w, as in tests, there is no deadline to move.
func Extend(w http.ResponseWriter, by time.Duration) error {
	c, until := http.NewResponseController(w), time.Now().Add(by)
	if err := moved(c.SetReadDeadline(until)); err != nil {
		return err
	}
	return moved(c.SetWriteDeadline(until))
}

func moved(err error) error {
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("move a deadline: %w", err)
	}
	return nil
}

// Send writes an answer of any length for as long as its client goes on taking
// it. An error says that the client has gone or stopped.
func Send(w http.ResponseWriter, content []byte) error {
	if len(content) <= piece {
		_, err := w.Write(content)
		return err
	}
	c, began := http.NewResponseController(w), time.Now()
	for len(content) > 0 {
		n, err := w.Write(content[:min(piece, len(content))])
		if err != nil {
			return err
		}
		content = content[n:]
		if time.Since(began) < longest {
			if err := moved(c.SetWriteDeadline(time.Now().Add(pieceTime))); err != nil {
				return err
			}
		}
	}
	return nil
}

// Handler has the deadline of the body end with the body. Otherwise the server
// would take a request whose work is longer than Body for one whose client has
// gone, and cancel it.
func Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived := func() {
			// A connection that takes no deadline any more is closed already.
			_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
		}
		if r.Body == nil || r.Body == http.NoBody {
			arrived()
		} else {
			r.Body = &body{r.Body, arrived}
		}
		next.ServeHTTP(w, r)
	})
}

// body tells when it has been read.
type body struct {
	io.ReadCloser
	arrived func()
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		b.arrived()
	}
	return n, err
}
