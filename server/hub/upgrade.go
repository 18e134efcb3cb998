package hub

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Sizes of the buffers between coder/websocket and the socket, in bytes. The
// first holds the header and most messages, longer ones go past it; the second
// holds any control frame, so that each is one Write.
const (
	readBuffer  = 512
	writeBuffer = 256
)

// hijacker hands coder/websocket a link instead of the connection, with small
// buffers instead of the server's, which are 4 KiB each way.
type hijacker struct {
	http.ResponseWriter
	wrap func(net.Conn) *link
}

// Hijack implements http.Hijacker.
func (h hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	c, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	// The connection comes without deadlines. What is left of earlier answers, and the
	// answer to the handshake, must be written in time; after that the reader and the
	// flusher set their own.
	if err := c.SetDeadline(time.Now().Add(limits.Hello)); err != nil {
		return nil, nil, errors.Join(err, c.Close())
	}
	if err := rw.Flush(); err != nil {
		return nil, nil, errors.Join(err, c.Close())
	}
	l := h.wrap(c)
	if n := rw.Reader.Buffered(); n > 0 {
		early, err := rw.Peek(n)
		if err != nil {
			return nil, nil, errors.Join(err, c.Close())
		}
		l.in.early = bytes.Clone(early)
	}
	return l, bufio.NewReadWriter(bufio.NewReaderSize(l, readBuffer), bufio.NewWriterSize(l, writeBuffer)), nil
}

// upgrade makes a socket of the request. The answer to a request that cannot
// be upgraded has been written when it returns an error.
func upgrade(w http.ResponseWriter, r *http.Request, s *session) error {
	options := websocket.AcceptOptions{
		Subprotocols:       []string{wire.Subprotocol},
		InsecureSkipVerify: true, // the handshake has looked at Origin, more strictly
		CompressionMode:    websocket.CompressionDisabled,
		OnPingReceived:     s.reader.ping,
		OnPongReceived:     s.reader.pong,
	}
	ws, err := websocket.Accept(hijacker{w, s.attach}, r, &options)
	if err != nil {
		return err
	}
	if err := s.link.SetDeadline(time.Time{}); err != nil {
		return errors.Join(err, s.link.Conn.Close())
	}
	ws.SetReadLimit(limits.Frame)
	s.ws = ws
	return nil
}

// inbound is the receiving half of a link. Only the reader touches it.
type inbound struct {
	early []byte // bytes that came with the handshake and are not read yet
	taken int    // bytes read since the last complete message
	over  bool   // the peer has sent its last byte
}

// maxMessage is how many bytes may be read for one message, the headers of its
// fragments included: a message in a million pieces is refused.
const maxMessage = 4 * limits.Frame

var errPieces = errors.New("hub: message in too many pieces")

// Read implements net.Conn for coder/websocket.
func (l *link) Read(p []byte) (int, error) {
	if len(l.in.early) > 0 {
		n := copy(p, l.in.early)
		if l.in.early = l.in.early[n:]; len(l.in.early) == 0 {
			l.in.early = nil
		}
		return n, nil
	}
	n, err := l.Conn.Read(p)
	if err == io.EOF {
		l.in.over = true
	}
	if l.in.taken += n; l.in.taken > maxMessage {
		return 0, errPieces
	}
	return n, err
}

// Write implements net.Conn for coder/websocket, which writes nothing but whole control
// frames: pongs are queued like everything else, a close frame becomes the session's
// own.
func (l *link) Write(p []byte) (int, error) {
	if len(p) >= 2 && p[0] == opClose {
		status, reason := uint16(websocket.StatusNoStatusRcvd), ""
		if len(p) >= 4 {
			status, reason = binary.BigEndian.Uint16(p[2:]), string(p[4:])
		}
		l.onClose(status, reason)
		return len(p), nil
	}
	if err := l.send(bytes.Clone(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close implements net.Conn for coder/websocket, which calls it on errors and at the
// end. The session's reader closes the connection itself, once the last frames are
// written.
func (l *link) Close() error { return nil }
