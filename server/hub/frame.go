package hub

import (
	"encoding/binary"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// headMax is the longest header of a server's frame (RFC 6455, 5.2): two
// bytes and a length of eight. Server frames are not masked.
const headMax = 10

// The opcodes that the hub uses, with FIN set.
const (
	opText  = 0x80 | 0x1
	opClose = 0x80 | 0x8
)

// frame is a complete WebSocket text frame with one or more objects, one per line. It is
// never changed after it was made: many queues share it.
type frame []byte

// builder puts a frame together. Its zero value is an empty frame.
type builder struct{ buf []byte }

// start makes room for the header.
func (b *builder) start(size int) {
	if b.buf == nil {
		b.buf = make([]byte, headMax, headMax+size)
	}
}

// add appends an object.
func (b *builder) add(obj wire.Headed) error {
	b.start(256)
	if len(b.buf) > headMax {
		b.buf = append(b.buf, '\n')
	}
	buf, err := wire.Append(b.buf, obj)
	if err != nil {
		return err
	}
	b.buf = buf
	return nil
}

// line appends an object that is encoded already.
func (b *builder) line(obj []byte) {
	b.start(len(obj))
	if len(b.buf) > headMax {
		b.buf = append(b.buf, '\n')
	}
	b.buf = append(b.buf, obj...)
}

// len is the length of what was added.
func (b *builder) len() int { return max(0, len(b.buf)-headMax) }

// fits reports whether n more bytes keep the frame within limits.Frame.
func (b *builder) fits(n int) bool { return b.len() == 0 || b.len()+1+n <= limits.Frame }

// take returns the frame and starts anew.
func (b *builder) take() frame {
	f := seal(b.buf, opText)
	b.buf = nil
	return f
}

// seal writes the header right before the payload, which begins at headMax.
func seal(buf []byte, op byte) frame {
	n := len(buf) - headMax
	var at int
	switch {
	case n <= 125:
		at = headMax - 2
		buf[at+1] = byte(n)
	case n <= 0xFFFF:
		at = headMax - 4
		buf[at+1] = 126
		binary.BigEndian.PutUint16(buf[at+2:], uint16(n))
	default:
		at = 0
		buf[at+1] = 127
		binary.BigEndian.PutUint64(buf[at+2:], uint64(n))
	}
	buf[at] = op
	return frame(buf[at:])
}

// encode makes a frame of one object.
func encode(obj wire.Headed) (frame, error) {
	var b builder
	if err := b.add(obj); err != nil {
		return nil, err
	}
	return b.take(), nil
}

// closeFrame makes a close frame. reason is cut at what a control frame holds.
func closeFrame(status uint16, reason string) frame {
	const most = 125 - 2
	if len(reason) > most {
		reason = reason[:most]
	}
	buf := make([]byte, headMax, headMax+2+len(reason))
	buf = binary.BigEndian.AppendUint16(buf, status)
	return seal(append(buf, reason...), opClose)
}
