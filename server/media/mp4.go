package media

import (
	"encoding/binary"
	"time"
)

// mp4 reads ISO's media format (ISO/IEC 14496-12): the boxes mvhd and tkhd of moov.
func (s *source) mp4() (f Facts) {
	s.boxes(0, s.size, func(name string, from, to int64) {
		if name != "moov" {
			return
		}
		s.boxes(from, to, func(name string, from, to int64) {
			switch name {
			case "mvhd":
				f.Duration = s.movieHeader(from, to)
			case "trak":
				if w, h := s.track(from, to); w > 0 && f.Width == 0 {
					f.Width, f.Height = w, h
				}
			}
		})
	})
	return f
}

// boxes calls each with what is in each box between two offsets, and ends at one that is malformed.
func (s *source) boxes(from, to int64, each func(name string, from, to int64)) {
	for at := from; to-at >= 8; {
		b := s.bytes(at, 8)
		if b == nil {
			return
		}
		name, head, length := string(b[4:]), int64(8), int64(binary.BigEndian.Uint32(b))
		switch length {
		case 0: // to the end
			length = to - at
		case 1:
			if b = s.bytes(at+8, 8); b == nil {
				return
			}
			head, length = 16, int64(binary.BigEndian.Uint64(b)) // one that is negative is malformed
		}
		if length < head || length > to-at {
			return
		}
		each(name, at+head, at+length)
		at += length
	}
}

// wide reports whether a box is of the version with 64 bits for times; ok is false if it is not there.
func (s *source) wide(from, to int64) (wide, ok bool) {
	b := s.bytes(from, 1)
	return b != nil && b[0] == 1, b != nil && to-from >= 1
}

// movieHeader is how long the whole is. Recordings in fragments say 0.
func (s *source) movieHeader(from, to int64) time.Duration {
	wide, ok := s.wide(from, to)
	if !ok {
		return 0
	}
	if wide {
		if b := s.bytes(from+20, 12); b != nil && to-from >= 32 {
			return lasting(float64(binary.BigEndian.Uint64(b[4:])), float64(binary.BigEndian.Uint32(b)))
		}
		return 0
	}
	if b := s.bytes(from+12, 8); b != nil && to-from >= 20 {
		return lasting(float64(binary.BigEndian.Uint32(b[4:])), float64(binary.BigEndian.Uint32(b)))
	}
	return 0
}

// track is the size of a track's picture as it is shown; 0 if it has none.
func (s *source) track(from, to int64) (width, height int) {
	s.boxes(from, to, func(name string, from, to int64) {
		if name != "tkhd" {
			return
		}
		wide, ok := s.wide(from, to)
		at := from + 40 // the matrix: nine numbers, and behind it width and height in 16.16
		if wide {
			at += 12
		}
		b := s.bytes(at, 44)
		if !ok || b == nil || to-at < 44 {
			return
		}
		number := func(at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
		width, height = number(36)>>16, number(40)>>16
		if number(0) == 0 && number(16) == 0 { // turned by a quarter
			width, height = height, width
		}
	})
	return width, height
}
