package media

import (
	"bytes"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

type sample struct {
	kind    string
	content []byte
	want    Facts
}

// counts is how long 3,827 frames are.
var counts = Facts{Duration: 3827 * 1152 * time.Second / 44_100}

var samples = map[string]sample{
	"mp4":            {"video/mp4", film(false), Facts{48 * time.Second, 1920, 1080}},
	"mp4, turned":    {"video/mp4", film(true), Facts{48 * time.Second, 1080, 1920}},
	"mp4, 64 bits":   {"video/mp4", longFilm(), Facts{48500 * time.Millisecond, 640, 480}},
	"m4a":            {"audio/mp4", film(false), Facts{Duration: 48 * time.Second}},
	"webm":           {"video/webm", webmFilm(2500), Facts{2500 * time.Millisecond, 640, 360}},
	"recording":      {"audio/webm", recording(), Facts{}},
	"opus":           {"audio/ogg", ogg("OpusHead\x01\x02\x38\x01", 48_000, 96_312, math.MaxUint64), Facts{Duration: 2 * time.Second}},
	"vorbis":         {"audio/ogg", ogg("\x01vorbis\x00\x00\x00\x00\x02\x44\xac\x00\x00", 44_100), Facts{Duration: time.Second}},
	"theora":         {"video/ogg", ogg("\x80theora\x03\x02\x01\x00\x28\x00\x17\x00\x02\x80\x00\x01\x68"), Facts{0, 640, 360}},
	"wav":            {"audio/wav", wav(24_000), Facts{Duration: 1500 * time.Millisecond}},
	"wav, cut off":   {"audio/wav", wav(math.MaxUint32), Facts{Duration: 1500 * time.Millisecond}},
	"flac":           {"audio/flac", flac(), Facts{Duration: 10 * time.Second}},
	"mp3":            {"audio/mpeg", mp3("", 4, ""), Facts{Duration: time.Second}},
	"mp3 with ID3":   {"audio/mpeg", mp3(id3+strings.Repeat("x", 130), 4, ""), Facts{Duration: time.Second}},
	"mp3 with Xing":  {"audio/mpeg", mp3("", 36, "Xing\x00\x00\x00\x01\x00\x00\x0e\xf3"), counts},
	"mp3 with VBRI":  {"audio/mpeg", mp3("", 36, "VBRI\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0e\xf3"), counts},
	"endless":        {"video/webm", webmFilm(math.Inf(1)), Facts{0, 640, 360}},
	"not a number":   {"video/webm", webmFilm(math.NaN()), Facts{0, 640, 360}},
	"of a year":      {"video/webm", webmFilm(365 * 24 * 3600_000), Facts{0, 640, 360}},
	"something else": {"image/png", film(false), Facts{}},
	"empty":          {"video/mp4", nil, Facts{}},
}

func TestHowLongAndHowLargeItIs(t *testing.T) {
	for name, s := range samples {
		got, err := Read(s.kind, bytes.NewReader(s.content), int64(len(s.content)))
		off := (got.Duration - s.want.Duration).Abs()
		if err != nil || got.Width != s.want.Width || got.Height != s.want.Height || off > time.Millisecond {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, s.want)
		}
	}
}

// counted counts how often it is read, and how much.
type counted struct {
	io.ReaderAt
	reads, bytes int
}

func (c *counted) ReadAt(p []byte, at int64) (int, error) {
	c.reads, c.bytes = c.reads+1, c.bytes+len(p)
	return c.ReaderAt.ReadAt(p, at)
}

// judge reads content that somebody has made up.
func judge(t *testing.T, kind string, content []byte) {
	t.Helper()
	c := &counted{ReaderAt: bytes.NewReader(content)}
	got, err := Read(kind, c, int64(len(content)))
	if err != nil || got.Duration < 0 || got.Duration > mostDuration ||
		got.Width < 0 || got.Width > mostPixels || got.Height < 0 || got.Height > mostPixels {
		t.Errorf("%s %.60q: %+v, %v", kind, content, got, err)
	}
	if c.reads > mostReads || c.bytes > mostReads*oggTail {
		t.Errorf("%s %.60q: read %d times, %d bytes", kind, content, c.reads, c.bytes)
	}
}

func TestWhatIsBrokenIsNotKnown(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for _, s := range samples {
		for n := range min(len(s.content), 700) {
			judge(t, s.kind, s.content[:n])
			judge(t, s.kind, s.content[len(s.content)-n:])
		}
		for range 300 {
			b := bytes.Clone(s.content)
			for range min(len(b), 1+chance.IntN(8)) {
				b[chance.IntN(min(len(b), 600))] = byte(chance.Uint32())
			}
			judge(t, s.kind, b)
		}
	}
}

func TestLittleIsReadOfWhatHasNoEnd(t *testing.T) {
	small := bytes.Repeat(box("free"), 200_000)
	judge(t, "video/mp4", small)
	judge(t, "video/mp4", bytes.Repeat(append(box("free"), make([]byte, 5000)...), 200))
	judge(t, "video/webm", append(bytes.Clone(ebml), element(elementSegment, bytes.Repeat([]byte{0xec, 0x80}, 400_000))...))
	judge(t, "audio/ogg", append(page(7, 0, "OpusHead"+strings.Repeat("\x00", 60)), bytes.Repeat([]byte("OggS"), 50_000)...))
	judge(t, "audio/wav", append([]byte("RIFF\x00\x00\x00\x00WAVE"), bytes.Repeat([]byte("junk\x00\x00\x00\x00"), 100_000)...))
	judge(t, "audio/wav", append([]byte("RIFF\x00\x00\x00\x00WAVEfmt \x0c\x00\x00\x00"), make([]byte, 400_000)...))
}

func TestAStorageThatFailsIsNoMalformedFile(t *testing.T) {
	away := errors.New("away")
	if _, err := Read("video/mp4", failing{away}, 9000); !errors.Is(err, away) {
		t.Errorf("%v", err)
	}
}

type failing struct{ err error }

func (f failing) ReadAt(p []byte, _ int64) (int, error) { return iotest.ErrReader(f.err).Read(p) }

func FuzzRead(f *testing.F) {
	for _, s := range samples {
		f.Add(s.kind, s.content[:min(len(s.content), 2000)])
	}
	f.Fuzz(judge)
}
