package media

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// The elements of Matroska (RFC 9559) that are read.
const (
	elementSegment   = 0x18538067
	elementInfo      = 0x1549a966
	elementScale     = 0x2ad7b1
	elementDuration  = 0x4489
	elementTracks    = 0x1654ae6b
	elementTrack     = 0xae
	elementVideo     = 0xe0
	elementWidth     = 0xb0
	elementHeight    = 0xba
	elementCluster   = 0x1f43b675
	nanosecondsScale = 1_000_000 // of times, unless elementScale says otherwise
)

// webm reads EBML (RFC 8794). Recordings of browsers do not say how long they are.
func (s *source) webm() (f Facts) {
	scale, duration := float64(nanosecondsScale), 0.0
	s.elements(0, s.size, func(id uint32, from, to int64) bool {
		if id != elementSegment {
			return true
		}
		s.elements(from, to, func(id uint32, from, to int64) bool {
			switch id {
			case elementInfo:
				s.elements(from, to, func(id uint32, from, to int64) bool {
					switch id {
					case elementScale:
						scale = float64(s.unsigned(from, to))
					case elementDuration:
						duration = s.float(from, to)
					}
					return true
				})
			case elementTracks:
				s.tracks(from, to, &f)
			}
			return id != elementCluster // what is behind the first is content
		})
		return false
	})
	f.Duration = lasting(duration*scale, 1e9)
	return f
}

// tracks reads the size of the first track that has one.
func (s *source) tracks(from, to int64, f *Facts) {
	s.elements(from, to, func(id uint32, from, to int64) bool {
		if id != elementTrack {
			return true
		}
		s.elements(from, to, func(id uint32, from, to int64) bool {
			if id != elementVideo {
				return true
			}
			s.elements(from, to, func(id uint32, from, to int64) bool {
				switch n := int(min(s.unsigned(from, to), 2*mostPixels)); id {
				case elementWidth:
					f.Width = n
				case elementHeight:
					f.Height = n
				}
				return true
			})
			return false
		})
		return f.Width == 0
	})
}

// elements calls each with what is in each element between two offsets, until it returns false or one is
// malformed. An element of unknown size goes to the end.
func (s *source) elements(from, to int64, each func(id uint32, from, to int64) bool) {
	for at := from; at < to; {
		id, n := s.vint(at, 4)
		size, m := s.vint(at+int64(n), 8)
		if n == 0 || m == 0 {
			return
		}
		body := at + int64(n+m)
		size &= 1<<(7*m) - 1 // without the mark of its length
		if size == 1<<(7*m)-1 {
			size = uint64(max(0, to-body))
		}
		if body > to || size > uint64(to-body) {
			return
		}
		at = body + int64(size)
		if !each(uint32(id), body, at) {
			return
		}
	}
}

// vint reads a number of variable length, with the mark of its length; n is how many bytes it has,
// 0 if it is malformed or longer than most.
func (s *source) vint(at int64, most int) (v uint64, n int) {
	b := s.bytes(at, 1)
	if b == nil {
		return 0, 0
	}
	n = bits.LeadingZeros8(b[0]) + 1
	if n > most {
		return 0, 0
	}
	if b = s.bytes(at, n); b == nil {
		return 0, 0
	}
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v, n
}

// unsigned is a number in an element; 0 if it is malformed.
func (s *source) unsigned(from, to int64) (v uint64) {
	if to-from > 8 {
		return 0
	}
	for _, c := range s.bytes(from, int(to-from)) {
		v = v<<8 | uint64(c)
	}
	return v
}

// float is a number with a point in an element; 0 if it is malformed.
func (s *source) float(from, to int64) float64 {
	switch b := s.bytes(from, int(min(to-from, 8))); {
	case b == nil:
		return 0
	case to-from == 4:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(b)))
	case to-from == 8:
		return math.Float64frombits(binary.BigEndian.Uint64(b))
	}
	return 0
}
