package media

import (
	"errors"
	"io"
	"strings"
	"time"
)

// Facts is what a container says of what is in it; zero: not known.
type Facts struct {
	Duration      time.Duration
	Width, Height int // of a film as it is shown, in pixels
}

// What is believed at most.
const (
	mostDuration = 24 * time.Hour
	mostPixels   = 1 << 14 // on each side
)

// Read returns what is known of content, which has a content type and a size. It fails only
// if content cannot be read.
func Read(kind string, content io.ReaderAt, size int64) (Facts, error) {
	s := &source{content: content, size: size, left: mostReads}
	var f Facts
	switch kind {
	case "video/mp4", "audio/mp4":
		f = s.mp4()
	case "video/webm", "audio/webm":
		f = s.webm()
	case "video/ogg", "audio/ogg":
		f = s.ogg()
	case "audio/wav":
		f.Duration = s.wav()
	case "audio/mpeg":
		f.Duration = s.mp3()
	case "audio/flac":
		f.Duration = s.flac()
	}
	if s.err != nil {
		return Facts{}, s.err
	}
	if f.Duration < 0 || f.Duration > mostDuration {
		f.Duration = 0
	}
	if !strings.HasPrefix(kind, "video/") || f.Width <= 0 || f.Height <= 0 || f.Width > mostPixels || f.Height > mostPixels {
		f.Width, f.Height = 0, 0
	}
	return f, nil
}

// How often content is read at most, and how much of it at once at least: what is
// beside it is often needed next.
const (
	mostReads = 64
	readBytes = 4 << 10
)

// source reads content piece by piece.
type source struct {
	content io.ReaderAt
	size    int64
	left    int // how often it may still be read

	at     int64 // where the last piece is
	window []byte
	err    error
}

// bytes returns n bytes from an offset on; nil if they are not there, or enough was read.
func (s *source) bytes(at int64, n int) []byte {
	if at < 0 || int64(n) > s.size || at > s.size-int64(n) || s.err != nil {
		return nil
	}
	if at < s.at || at+int64(n) > s.at+int64(len(s.window)) {
		if s.left == 0 {
			return nil
		}
		s.left--
		s.at, s.window = at, make([]byte, min(int64(max(n, readBytes)), s.size-at))
		if got, err := s.content.ReadAt(s.window, at); got < len(s.window) {
			s.window = nil
			if !errors.Is(err, io.EOF) {
				s.err = err
			}
			return nil
		}
	}
	from := int(at - s.at)
	return s.window[from : from+n]
}

// lasting is how long n units last of which there are rate a second.
func lasting(n, rate float64) time.Duration {
	seconds := n / rate
	if !(seconds > 0 && seconds <= mostDuration.Seconds()) { // NaN among it
		return 0
	}
	return time.Duration(seconds * float64(time.Second))
}
