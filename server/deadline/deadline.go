package deadline

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// The time limits of every request. An upgrade to a WebSocket, which has
// deadlines of its own, ends them.
const (
	Head   = 5 * time.Second  // until the head of a request has arrived
	Body   = 15 * time.Second // until its body has arrived as well, counted from the beginning
	Answer = 60 * time.Second // from the head until the client has read the answer
	Idle   = 75 * time.Second // between two requests of one connection
)

// The limits of Send: one piece per pieceTime means that 2 KB per second are
// enough.
const (
	piece     = 64 << 10
	pieceTime = 30 * time.Second
	longest   = 10 * time.Minute // for the whole, at any rate
)

// Extend extends the deadlines of w's request, for the rest of its body and for
// its answer, to by from now. A route that receives an upload calls it with each
// part that has arrived, one that sends much with each part that it sends. If w
// has no connection, as in tests, it does nothing.
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

// Send writes an answer of any length for as long as its client keeps reading. An
// error means that the client has gone or stopped.
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

// Handler ends the deadline of the body when the body has been read. Otherwise
// the server would believe that the client of a request that takes longer than
// Body has gone, and cancel the request.
func Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived := func() {
			// An error means that the connection is closed already.
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

// body calls back when it has been read.
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
