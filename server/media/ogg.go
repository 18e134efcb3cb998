package media

import (
	"bytes"
	"encoding/binary"
)

// The rate at which Opus counts samples (RFC 7845), and how far from the end the last page of an Ogg file begins at most.
const (
	opusRate = 48_000
	oggTail  = 64 << 10
)

// ogg reads Ogg (RFC 3533): the first packet says what one counts, and the last page how many there were.
func (s *source) ogg() (f Facts) {
	page := s.bytes(0, 27)
	if page == nil || string(page[:4]) != "OggS" {
		return f
	}
	serial := bytes.Clone(page[14:18])
	head := s.bytes(27+int64(page[26]), 30)
	if head == nil {
		return f
	}
	samples, rate := float64(s.lastPosition(serial)), 0.0
	switch little := binary.LittleEndian; {
	case bytes.HasPrefix(head, []byte("OpusHead")):
		samples, rate = samples-float64(little.Uint16(head[10:])), opusRate
	case bytes.HasPrefix(head, []byte("\x01vorbis")):
		rate = float64(little.Uint32(head[12:]))
	case bytes.HasPrefix(head, []byte("\x80theora")):
		f.Width, f.Height = int(big24(head[14:])), int(big24(head[17:]))
	}
	f.Duration = lasting(samples, rate)
	return f
}

// lastPosition is what the last page of a stream counts; 0 if it is not found.
func (s *source) lastPosition(serial []byte) uint64 {
	from := max(0, s.size-oggTail)
	for tail := s.bytes(from, int(s.size-from)); ; {
		at := bytes.LastIndex(tail, []byte("OggS"))
		if at < 0 {
			return 0
		}
		if page := tail[at:]; len(page) >= 27 && bytes.Equal(page[14:18], serial) {
			if n := binary.LittleEndian.Uint64(page[6:]); n < 1<<62 { // one on which no packet ends has none
				return n
			}
		}
		tail = tail[:at]
	}
}

func big24(b []byte) uint32 { return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2]) }
