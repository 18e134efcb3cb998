package socket

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/confab/confab/shared/limits"
)

// The bits and opcodes of a frame's first two bytes (RFC 6455, 5.2).
const (
	final    = 0x80
	reserved = 0x70
	masked   = 0x80
	text     = 1
	closing  = 8
	ping     = 9
	pong     = 10
)

// frameMax is for what the server joins into one frame: many objects, each
// within limits.Frame.
const frameMax = limits.SessionQueueBytes + limits.Frame

var (
	// ErrClosed means that the server has closed the socket with a close frame.
	ErrClosed = errors.New("socket: closed by the server")
	errFrame  = errors.New("socket: the server sent a frame that is not text in one piece")
	errLength = errors.New("socket: the server sent a frame that is too long")
)

// Conn is an open socket.
type Conn struct {
	c    net.Conn
	in   *bufio.Reader
	skip int    // bytes of the frame that Read returned last, still in in
	long []byte // for frames that do not fit into in
	out  []byte
}

// Read returns the next text frame, which is valid until the next Read. It
// returns ErrClosed after the server's close frame.
func (c *Conn) Read() ([]byte, error) {
	if _, err := c.in.Discard(c.skip); err != nil {
		return nil, err
	}
	c.skip = 0
	for {
		op, n, err := c.head()
		if err != nil {
			return nil, err
		}
		payload, err := c.payload(n)
		if err != nil {
			return nil, err
		}
		switch op {
		case text:
			return payload, nil
		case closing:
			return nil, ErrClosed
		case ping, pong:
			// The server asks by objects of its own, see wire.Ping.
			if _, err := c.in.Discard(c.skip); err != nil {
				return nil, err
			}
			c.skip = 0
		default:
			return nil, fmt.Errorf("%w (opcode %d)", errFrame, op)
		}
	}
}

// head reads a frame's head.
func (c *Conn) head() (op byte, n int, err error) {
	b, err := c.in.Peek(2)
	if err != nil {
		return 0, 0, err
	}
	op, size := b[0]&0xf, 2
	if b[0]&final == 0 || b[0]&reserved != 0 || b[1]&masked != 0 {
		return 0, 0, errFrame
	}
	length := uint64(b[1])
	switch length {
	case 126:
		if b, err = c.in.Peek(4); err != nil {
			return 0, 0, err
		}
		size, length = 4, uint64(binary.BigEndian.Uint16(b[2:]))
	case 127:
		if b, err = c.in.Peek(10); err != nil {
			return 0, 0, err
		}
		size, length = 10, binary.BigEndian.Uint64(b[2:])
	}
	if length > frameMax {
		return 0, 0, errLength
	}
	_, err = c.in.Discard(size)
	return op, int(length), err
}

// payload returns the n bytes that come next, without copying if they fit into
// the reader's buffer.
func (c *Conn) payload(n int) ([]byte, error) {
	if n <= c.in.Size() {
		c.skip = n
		return c.in.Peek(n)
	}
	if cap(c.long) < n {
		c.long = make([]byte, n)
	}
	_, err := io.ReadFull(c.in, c.long[:n])
	return c.long[:n], err
}

// Append appends payload as a text frame to dst, for WriteFrames.
func Append(dst, payload []byte) []byte {
	dst = append(dst, final|text)
	switch n := len(payload); {
	case n < 126:
		dst = append(dst, masked|byte(n))
	case n < 1<<16:
		dst = binary.BigEndian.AppendUint16(append(dst, masked|126), uint16(n))
	default:
		dst = binary.BigEndian.AppendUint64(append(dst, masked|127), uint64(n))
	}
	return append(append(dst, 0, 0, 0, 0), payload...)
}

// Write sends one text frame. It does not keep payload.
func (c *Conn) Write(payload []byte) error {
	c.out = Append(c.out[:0], payload)
	return c.WriteFrames(c.out)
}

// WriteFrames sends frames made by Append. It fails after limits.WriteStall.
func (c *Conn) WriteFrames(frames []byte) error {
	if err := c.c.SetWriteDeadline(time.Now().Add(limits.WriteStall)); err != nil {
		return err
	}
	_, err := c.c.Write(frames)
	return err
}

// Close drops the connection; Read and Write then return errors.
func (c *Conn) Close() error { return c.c.Close() }
