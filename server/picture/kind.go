package picture

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// Unknown is the type of what is only ever a file to download.
const Unknown = "application/octet-stream"

// SniffBytes is how much of a file TypeOf wants to see.
const SniffBytes = 512

// TypeOf returns the content type of a file that begins with head: by what it is, never by what it is
// called. It knows what a page can show: pictures, films, sounds, PDF and text. Everything
// else is Unknown, and so is all that is written in angle brackets, HTML and SVG among it, which
// a browser might run.
func TypeOf(head []byte) string {
	head = head[:min(len(head), SniffBytes)]
	for _, kind := range kinds {
		if kind.is(head) {
			return kind.name
		}
	}
	return Unknown
}

// The types of pictures.
const (
	typePNG  = "image/png"
	typeJPEG = "image/jpeg"
	typeGIF  = "image/gif"
	typeWebP = "image/webp"
)

// kinds are the types by content; the first that fits is it.
var kinds = []struct {
	name string
	is   func(head []byte) bool
}{
	{typePNG, starts("\x89PNG\r\n\x1a\n")},
	{typeJPEG, starts("\xff\xd8\xff")},
	{typeGIF, func(head []byte) bool { return starts("GIF87a")(head) || starts("GIF89a")(head) }},
	{typeWebP, riff("WEBP")},
	{"audio/wav", riff("WAVE")},
	{"audio/mp4", brand("M4A ", "M4B ")},
	{"video/mp4", brand("isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "M4VH", "M4VP", "mmp4", "dash")},
	{"video/webm", isWebM},
	{"video/ogg", func(head []byte) bool { return starts("OggS")(head) && bytes.Contains(head, []byte("\x80theora")) }},
	{"audio/ogg", isOggSound},
	{"audio/flac", starts("fLaC")},
	{"audio/mpeg", isMP3},
	{"application/pdf", starts("%PDF-")},
	{"text/plain; charset=utf-8", isText},
}

func starts(with string) func([]byte) bool {
	return func(head []byte) bool { return bytes.HasPrefix(head, []byte(with)) }
}

// riff is a RIFF file of some form.
func riff(form string) func([]byte) bool {
	return func(head []byte) bool {
		return len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == form
	}
}

// brand is a file of ISO's media format whose major brand is one of some.
func brand(brands ...string) func([]byte) bool {
	return func(head []byte) bool {
		return len(head) >= 12 && string(head[4:8]) == "ftyp" && slices.Contains(brands, string(head[8:12]))
	}
}

// isWebM tells whether head is EBML whose type of document is WebM, and not another that Matroska has.
func isWebM(head []byte) bool {
	if !starts("\x1a\x45\xdf\xa3")(head) {
		return false
	}
	at := bytes.Index(head, []byte("\x42\x82")) // DocType
	return at >= 0 && bytes.HasPrefix(head[at+2:], []byte("\x84webm"))
}

func isOggSound(head []byte) bool {
	if !starts("OggS")(head) {
		return false
	}
	for _, codec := range []string{"\x01vorbis", "OpusHead", "\x7fFLAC", "Speex   "} {
		if bytes.Contains(head, []byte(codec)) {
			return true
		}
	}
	return false
}

// isMP3 tells whether head is ID3, or a frame of layer III with a bit rate and a sample rate that exist.
func isMP3(head []byte) bool {
	if starts("ID3")(head) {
		return len(head) >= 10 && head[3] >= 2 && head[3] <= 4 && (head[6]|head[7]|head[8]|head[9])&0x80 == 0
	}
	return len(head) >= 4 && head[0] == 0xff && head[1]&0xe6 == 0xe2 && head[1]&0x18 != 0x08 &&
		head[2]>>4 != 0 && head[2]>>4 != 0xf && head[2]&0x0c != 0x0c
}

// isText tells whether head is UTF-8 that people can read, and does not begin with an angle bracket.
func isText(head []byte) bool {
	text := bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if first := bytes.TrimLeft(text, "\t\n\v\f\r "); len(first) == 0 || first[0] == '<' {
		return false
	}
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		if r == utf8.RuneError && n == 1 {
			return len(head) == SniffBytes && len(text) < utf8.UTFMax && !utf8.FullRune(text) // the last one goes on behind head
		}
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff {
			return false
		}
		text = text[n:]
	}
	return true
}
