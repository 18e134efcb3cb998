package hub

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// bye is how a session ends: the last object, and the status of the close
// frame after it. Without a code there is no object.
type bye struct {
	code   wire.Code
	why    text.Text
	retry  time.Duration
	status websocket.StatusCode
}

// The ways a session ends that need no detail. The status codes are of RFC
// 6455, 7.4.1, and IANA's registry: 1008 is "policy violation", 1012 "service
// restart", 1013 "try again later".
var (
	byeSlow    = bye{wire.CodeSlow, text.TooSlow, 0, websocket.StatusTryAgainLater}
	byeDead    = bye{wire.CodeDead, text.NoPong, 0, websocket.StatusGoingAway}
	byeRevoked = bye{wire.CodeSessionRevoked, text.YouWereSignedOut, 0, websocket.StatusPolicyViolation}
	byeTooMany = bye{wire.CodeTooMany,
		text.TooManyPlaces, 0, websocket.StatusPolicyViolation}
	byeUnavailable = bye{wire.CodeUnavailable, text.ServerFaultResume, time.Second, websocket.StatusInternalError}
)

// byeReplaced is usually not received: the client has given up the connection.
var byeReplaced = bye{wire.CodeReplaced, text.ConnectionReplaced, 0, websocket.StatusGoingAway}

func byeDraining(retry time.Duration) bye {
	return bye{wire.CodeDraining, text.ServerRestarting, retry, websocket.StatusServiceRestart}
}

// violation is a breach of the protocol for which the session is closed at once.
type violation struct {
	status websocket.StatusCode
	why    text.Text
}

// Error implements error.
func (v violation) Error() string { return v.why.String() }

// ending is how far a session's end has come.
type ending struct {
	closing atomic.Bool
	done    chan struct{} // closed when closing begins
	gone    chan struct{} // closed when the reader has ended
	leaving atomic.Bool   // it is to finish the commands under way and then end
	retry   atomic.Int64  // with leaving: the retry_ms of the bye, as a time.Duration
	revoked atomic.Bool   // no further command is begun: it was signed out or replaced
}

// close closes the session: after it returns, nothing but b is sent. Only the first call
// counts. No room's lock may be held.
func (s *session) close(b bye) {
	if b.code == wire.CodeSessionRevoked || b.code == wire.CodeReplaced {
		s.end.revoked.Store(true)
	}
	if !s.end.closing.CompareAndSwap(false, true) {
		return
	}
	switch b.code {
	case wire.CodeSlow, wire.CodeDead, wire.CodeProtocol, wire.CodeTooMany:
		s.hub.o.Refused.Add("ended", string(b.code)) // a socket that had been let in
	}
	s.hub.dir.exit(s)
	s.watching.end()
	keep := b.code != wire.CodeSlow
	var words []frame
	if b.code != "" {
		if f, err := encode(&wire.Bye{
			Head: wire.Head{Type: wire.TypeBye}, Code: b.code, Message: b.why.String(), RetryMS: b.retry.Milliseconds(),
			Reason: wire.ReasonOf(b.why),
		}); err == nil {
			words = append(words, f)
		}
	}
	if b.status != 0 {
		words = append(words, closeFrame(uint16(b.status), string(b.code)))
	}
	s.link.last(keep, words...)
	close(s.end.done)
	s.wake()
}

// wake makes the reader's Read return.
func (s *session) wake() {
	// If the connection takes no deadline, its Read has returned already.
	_ = s.link.SetReadDeadline(time.Unix(1, 0))
}

// closeFor closes the session with the close frame that coder/websocket was about to
// send: an answer to the client's, or what the client did wrong.
func (s *session) closeFor(status uint16, reason string) {
	switch code := websocket.StatusCode(status); code {
	case websocket.StatusProtocolError, websocket.StatusMessageTooBig:
		s.hub.stats.faults.Add(1)
		s.close(bye{wire.CodeProtocol, text.FrameRefused(reason), 0, code})
	case websocket.StatusNoStatusRcvd:
		s.close(bye{status: websocket.StatusNormalClosure})
	default:
		s.close(bye{status: code})
	}
}

// failed closes the session because of an error of its reader.
func (s *session) failed(err error) {
	var v violation
	switch {
	case s.end.closing.Load() || s.end.leaving.Load():
	case errors.As(err, &v):
		s.hub.stats.faults.Add(1)
		s.close(bye{wire.CodeProtocol, v.why, 0, v.status})
	case errors.Is(err, errPieces):
		s.hub.stats.faults.Add(1)
		s.close(bye{wire.CodeProtocol, text.TooManyPieces, 0, websocket.StatusPolicyViolation})
	case isTimeout(err) && !s.reader.greeted:
		s.close(bye{wire.CodeProtocol, text.NoHello, 0, websocket.StatusPolicyViolation})
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || isGone(err):
		s.close(bye{})
	default: // unmasked frames, lengths beyond 2^63
		s.hub.stats.faults.Add(1)
		s.close(bye{wire.CodeProtocol, text.NotAFrame, 0, websocket.StatusProtocolError})
	}
}

// depart makes the session finish the commands under way and end. The client may come
// back at a random moment within spread.
func (s *session) depart(spread time.Duration) {
	s.end.retry.Store(int64(250*time.Millisecond + rand.N(spread)))
	s.end.leaving.Store(true)
	s.wake()
}

// farewell is the reader's part of depart: it waits for the commands under way, for as
// long as a commit may take, and closes the session.
func (s *session) farewell() {
	var late atomic.Bool
	t := time.AfterFunc(limits.Commit, func() {
		late.Store(true)
		s.lanes.wake()
	})
	defer t.Stop()
	s.lanes.waitIdle(late.Load)
	s.close(byeDraining(time.Duration(s.end.retry.Load())))
}

// The times at the end of a connection.
const (
	lastWords = 2 * time.Second // for the bye to be written
	lingering = time.Second     // for the peer to close its side
)

// finish is called at the end of the reader. It ends the connection.
func (s *session) finish() {
	defer close(s.end.gone)
	defer s.hub.faults.Survive("a socket's end", func() { s.link.breakOff() })
	s.close(bye{}) // counts only if it was not closed before
	s.hub.admission.removeSocket(s.address)
	if s.lanes.idle() {
		s.hub.conns.remove(s)
	} else {
		s.hub.work.Go(func() {
			defer s.hub.faults.Survive("the end of a socket's commands", nil)
			s.lanes.settle(nil, nil)
			s.hub.conns.remove(s)
		})
	}
	if s.presenceKnown {
		if err := s.hub.o.Presence.Disconnect(s.hub.ctx, s.who.User, s.id); err != nil && s.hub.ctx.Err() == nil {
			s.hub.log.Warn("presence not updated", "user", s.who.User, "error", err)
		}
	}
	s.link.hangUp()
	// It holds nothing any more, and only has to know that it is closed.
	_ = s.ws.CloseNow()
	s.hub.log.Debug("socket closed", "conn", s.id, "user", s.who.User)
}

// hangUp waits for the last words to be written, lets the peer read them, and
// closes the connection. Closing with unread input would make the kernel discard
// what the peer has not read yet; after the peer's end of stream there is none.
func (l *link) hangUp() {
	t := time.NewTimer(lastWords)
	select {
	case <-l.flushed:
	case <-t.C:
	}
	t.Stop()
	if half, ok := l.Conn.(interface{ CloseWrite() error }); ok && !l.in.over && half.CloseWrite() == nil &&
		l.Conn.SetReadDeadline(time.Now().Add(lingering)) == nil {
		drain(l.Conn)
	}
	// Nobody uses the connection any more, whatever the error.
	_ = l.Conn.Close()
}

// drain discards what the peer still sends, up to maxMessage bytes.
func drain(c net.Conn) {
	var waste [1 << 10]byte
	for range maxMessage / len(waste) {
		if _, err := c.Read(waste[:]); err != nil {
			return
		}
	}
}
