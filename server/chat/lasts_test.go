package chat_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// wave is a sound of 8,000 samples of a byte a second, with a chunk that nobody knows in front of them.
func wave(junk, samples int) string {
	length := func(n int) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }
	return "RIFF\x00\x00\x00\x00WAVEjunk" + length(junk) + strings.Repeat("j", junk) +
		"fmt \x10\x00\x00\x00\x01\x00\x01\x00" + length(8000) + length(8000) +
		"\x01\x00\x08\x00data" + length(samples) + strings.Repeat("s", samples)
}

func TestAFileSaysHowLongItIs(t *testing.T) {
	w := chattest.New(t)
	for name, c := range map[string]struct {
		content  string
		hint     int64
		duration int64
		note     bool
	}{
		"sound":                     {wave(4, 12_000), 0, 1500, true},
		"whose length is elsewhere": {wave(limits.FilePartMin, 4000), 0, 500, true},
		"that was announced wrong":  {wave(4, 12_000), 9000, 1500, true},
		"that does not say it":      {"OggS\x00 and no more", 2100, 2100, true},
		"no sound":                  {"Tide tables.\n", 2100, 0, false},
	} {
		begun := *w.MustDo(w.Sam, &wire.FileBegin{
			CID: id.New(), Name: "note", Size: int64(len(c.content)), Duration: c.hint, Wave: "0a5v",
		}, wire.BeginFile.Type).(*wire.FileInfo)
		done, first := &begun, min(len(c.content), limits.FilePartMin+15)
		for from, to := 0, first; !done.Done; from, to = to, len(c.content) {
			i, e := w.Part(w.Sam, begun.File.ID, int64(from), c.content[from:to])
			if e != nil {
				t.Fatalf("%s: %v", name, e)
			}
			done = i
		}
		if f := done.File; f.Duration != c.duration || (f.Wave == "0a5v") != c.note {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestATextSaysHowManyLinesItHas(t *testing.T) {
	w := chattest.New(t)
	for content, want := range map[string]int{
		"one": 1, "one\n": 1, "one\ntwo": 2, "one\r\n\r\nthree\n": 3, "\x89PNG\n\n": 0, wave(4, 10): 0,
		strings.Repeat("ten bytes\n", limits.FileText/10): limits.FileText / 10, strings.Repeat("ten bytes\n", limits.FileText/10+1): 0,
	} {
		f := w.Begin(w.Sam, "tides.txt", int64(len(content)))
		i, e := w.Part(w.Sam, f.File.ID, 0, content)
		if e != nil || i.File.Lines != want {
			t.Errorf("%.20q of %d bytes: %+v, %v, want %d", content, len(content), i, e, want)
		}
	}
}

func TestHowLongAFileIsHasBounds(t *testing.T) {
	w := chattest.New(t)
	for _, q := range []wire.FileBegin{
		{Duration: -1}, {Duration: limits.FileLasts.Milliseconds() + 1},
		{Wave: strings.Repeat("a", limits.FileWave+1)}, {Wave: "0a<b"}, {Wave: "xyz"},
	} {
		q.CID, q.Name, q.Size = id.New(), "note.webm", 9
		if _, e := w.Do(w.Sam, &q, wire.BeginFile.Type); code(e) != wire.CodeInvalid {
			t.Errorf("%+v: %v", q, e)
		}
	}
}
