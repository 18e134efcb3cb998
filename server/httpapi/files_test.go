package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// drive serves the streams of files over a World.
type drive struct{ *server }

func newDrive(t *testing.T, options ...chattest.Option) drive {
	t.Helper()
	s := &server{World: chattest.New(t, options...), log: &bytes.Buffer{}}
	s.Server = httptest.NewServer(New(Options{
		Chat: s.Chat, Authenticate: byName, Logger: slog.New(slog.NewTextHandler(s.log, nil)), Streams: s.Chat.Streams(),
	}))
	t.Cleanup(s.Close)
	return drive{s}
}

// put uploads a part of a size, or -1, and returns "ok" or the code of the refusal.
func (d drive) put(t *testing.T, p chattest.Person, file string, offset int64, body io.Reader, size int64) (string, wire.FileInfo) {
	t.Helper()
	address := fmt.Sprintf("%s%s/files/%s/content?offset=%d", d.URL, Prefix, file, offset)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, address, body)
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = size
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Authorization", p.Token())
	res, err := d.Client().Do(r)
	if err != nil {
		return "cut", wire.FileInfo{}
	}
	defer res.Body.Close()
	var told struct {
		wire.FileInfo
		Error *wire.Error
	}
	if err := json.NewDecoder(res.Body).Decode(&told); err != nil {
		t.Fatal(err)
	}
	if told.Error != nil {
		return string(told.Error.Code), told.FileInfo
	}
	return "ok", told.FileInfo
}

// received is how far a file of Sam's is.
func (d drive) received(file string) int64 {
	return d.MustDo(d.Sam, &wire.FileRef{File: file}, wire.GetUpload.Type).(*wire.FileInfo).Received
}

// cutOff is a body that ends with an error after some bytes.
type cutOff struct{ io.Reader }

func (c cutOff) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = errors.New("the network is gone")
	}
	return n, err
}

func TestAnUploadGoesOnWhereItWas(t *testing.T) {
	d := newDrive(t)
	const part = limits.FilePartMin
	text := strings.Repeat("0123456789abcdef", 3*part/16) + "end"
	file := d.Begin(d.Sam, "plan.txt", int64(len(text))).File.ID
	next := func(offset int) io.Reader { return strings.NewReader(text[offset : offset+part]) }

	for _, c := range []struct {
		story    string
		who      chattest.Person
		offset   int64
		body     io.Reader
		size     int64
		want     string
		received int64
	}{
		{"another person's", d.Hana, 0, next(0), part, "not_found", 0},
		{"not from the beginning", d.Sam, 5, next(5), part, "conflict", 0},
		{"less than announced", d.Sam, 0, cutOff{strings.NewReader(text[:100])}, part, "cut", 0},
		{"a tiny part", d.Sam, 0, strings.NewReader(text[:100]), 100, "invalid", 0},
		{"more than the file has", d.Sam, 0, strings.NewReader(text + "x"), int64(len(text) + 1), "too_large", 0},
		{"more than the file has, unannounced", d.Sam, 0, strings.NewReader(text + "x"), -1, "too_large", 0},
		{"without an end", d.Sam, 0, &pattern{left: 1 << 40}, -1, "too_large", 0},
		{"the first", d.Sam, 0, next(0), part, "ok", part},
		{"the first again", d.Sam, 0, next(0), part, "conflict", part},
		{"the third before the second", d.Sam, 2 * part, next(2 * part), part, "conflict", part},
		{"the second, cut off", d.Sam, part, cutOff{strings.NewReader(text[part : part+9])}, part, "cut", part},
		{"the second", d.Sam, part, next(part), -1, "ok", 2 * part},
		{"at a negative place", d.Sam, -1, next(0), part, "invalid", 2 * part},
		{"the rest", d.Sam, 2 * part, strings.NewReader(text[2*part:]), -1, "ok", int64(len(text))},
		{"the rest again", d.Sam, 2 * part, strings.NewReader(text[2*part:]), -1, "conflict", int64(len(text))},
	} {
		got, _ := d.put(t, c.who, file, c.offset, c.body, c.size)
		if c.want == "cut" && got != "ok" || c.want == "too_large" && got == "cut" {
			got = c.want // a client that is still sending may not get to read the refusal
		}
		if got != c.want || d.received(file) != c.received {
			t.Errorf("%s: %s, and %d received; want %s, %d", c.story, got, d.received(file), c.want, c.received)
		}
	}
	if got, _, e := d.Download(d.Sam, file, ""); got != text || e != nil {
		t.Errorf("in the end: %d bytes %v", len(got), e)
	}
}

// Whoever sends one place twice at once, with different content, has one of the two.
func TestTwoPartsForOnePlaceAreOne(t *testing.T) {
	d := newDrive(t)
	for range 5 {
		file := d.Begin(d.Sam, "a.txt", limits.FilePartMin).File.ID
		var group sync.WaitGroup
		won := make(chan string, 2)
		for _, letter := range []string{"a", "b"} {
			group.Go(func() {
				content := strings.Repeat(letter, limits.FilePartMin)
				if got, _ := d.put(t, d.Sam, file, 0, strings.NewReader(content), -1); got == "ok" {
					won <- letter
				}
			})
		}
		group.Wait()
		close(won)
		var letters []string
		for letter := range won {
			letters = append(letters, letter)
		}
		if len(letters) == 0 { // both were refused: the part is sent again
			continue
		}
		got, _, e := d.Download(d.Sam, file, "")
		if e != nil || len(letters) != 1 || got != strings.Repeat(letters[0], limits.FilePartMin) {
			t.Fatalf("of %v: %.3q %v", letters, got, e)
		}
	}
}

func TestAnEndThatFailedIsTriedAgain(t *testing.T) {
	d := newDrive(t)
	text := strings.Repeat("x", limits.FilePartMin) + "end"
	file := d.Begin(d.Sam, "a.txt", int64(len(text))).File.ID
	if got, _ := d.put(t, d.Sam, file, 0, strings.NewReader(text[:limits.FilePartMin]), -1); got != "ok" {
		t.Fatal(got)
	}
	d.Blobs.FailAfter(1) // the part is stored, the whole is not
	if got, _ := d.put(t, d.Sam, file, limits.FilePartMin, strings.NewReader("end"), -1); got == "ok" {
		t.Fatal("a file that was not stored is done")
	}
	if n := d.received(file); n != int64(len(text)) {
		t.Errorf("%d bytes received", n)
	}
	d.Blobs.FailAfter(-1)
	got, info := d.put(t, d.Sam, file, int64(len(text)), http.NoBody, 0)
	if read, _, e := d.Download(d.Sam, file, ""); got != "ok" || !info.Done || read != text || e != nil {
		t.Errorf("%s %+v, %d bytes %v", got, info, len(read), e)
	}
}

// get asks for the content of a file as Sam.
func (d drive) get(t *testing.T, file string, header ...string) (*http.Response, string) {
	t.Helper()
	return d.do(t, http.MethodGet, "/files/"+file+"/content", "", header...)
}

func TestContentComesInRanges(t *testing.T) {
	d := newDrive(t)
	file := d.Upload(d.Sam, "a.txt", "0123456789").ID
	for asked, want := range map[string]string{
		"":                            "200  0123456789",
		"bytes=0-":                    "206 bytes 0-9/10 0123456789",
		"bytes=2-4":                   "206 bytes 2-4/10 234",
		"bytes=9-":                    "206 bytes 9-9/10 9",
		"bytes=7-700":                 "206 bytes 7-9/10 789",
		"bytes=-3":                    "206 bytes 7-9/10 789",
		"bytes=-300":                  "206 bytes 0-9/10 0123456789",
		"bytes=10-":                   "416 bytes */10 ",
		"bytes=-0":                    "416 bytes */10 ",
		"bytes=99999999999-":          "416 bytes */10 ",
		"bytes=4-2":                   "200  0123456789",
		"bytes=1-2,4-5":               "200  0123456789",
		"bytes=a-b":                   "200  0123456789",
		"bytes=--1":                   "200  0123456789",
		"bytes=-":                     "200  0123456789",
		"lines=1-2":                   "200  0123456789",
		"bytes=99999999999999999999-": "200  0123456789",
	} {
		res, body := d.get(t, file, "Range", asked)
		if res.StatusCode == http.StatusRequestedRangeNotSatisfiable {
			body = ""
		}
		got := fmt.Sprint(res.StatusCode, " ", res.Header.Get("Content-Range"), " ", body)
		if got != want {
			t.Errorf("%q: %q, want %q", asked, got, want)
		}
	}
	if res, body := d.get(t, file, "Range", "bytes=2-4", "If-Range", `"x"`); res.StatusCode != 200 || body != "0123456789" {
		t.Errorf("of another version: %d %q", res.StatusCode, body)
	}
	if res, body := d.do(t, http.MethodHead, "/files/"+file+"/content", "", "Content-Type", ""); res.StatusCode != 200 || body != "" ||
		res.Header.Get("Content-Length") != "10" {
		t.Errorf("its head: %d %q %v", res.StatusCode, body, res.Header)
	}
}

// What people send must never run as a page of this site.
func TestContentIsHandedOutHarmless(t *testing.T) {
	d := newDrive(t)
	for name, content := range map[string]string{
		"page.html": "<script>alert(1)</script>", "picture.svg": `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
		"picture.png": "\x89PNG\r\n\x1a\n<script>alert(1)</script>", "text.txt": "hello",
	} {
		begin := &wire.FileBegin{CID: id.New(), Name: name, Size: int64(len(content)), ContentType: "text/html"}
		file := d.MustDo(d.Sam, begin, wire.BeginFile.Type).(*wire.FileInfo).File.ID
		if got, _ := d.put(t, d.Sam, file, 0, strings.NewReader(content), -1); got != "ok" {
			t.Fatal(got)
		}
		res, body := d.get(t, file)
		h := res.Header
		if body != content || h.Get("Content-Type") != "application/octet-stream" || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Content-Disposition") != "attachment; filename="+name || h.Get("Cache-Control") != "private, no-store" ||
			!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s: %q %v", name, body, h)
		}
	}
	sound := d.Upload(d.Sam, "note.ogg", "OggS\x00 and so on")
	if res, _ := d.get(t, sound.ID); res.Header.Get("Content-Type") != "audio/ogg" ||
		res.Header.Get("Content-Disposition") != "inline; filename=note.ogg" {
		t.Errorf("sound: %v", res.Header)
	}
}

func TestNamesOfFilesAreMadeHarmless(t *testing.T) {
	d := newDrive(t)
	long := strings.Repeat("ä", 200)
	for given, want := range map[string]string{
		"plan.pdf": "plan.pdf", "../../etc/passwd": "passwd", `C:\Users\sam\plan.pdf`: "plan.pdf", "..": "file", "": "file", " ": "file",
		"/": "file", "a/..": "file", "invoice\u202efdp.exe": "invoicefdp.exe", "a\x00b\r\nc.txt": "ab c.txt", "\u200b": "file",
		`say "hi".txt`: `say "hi".txt`, "漢字.txt": "漢字.txt", long + ".jpeg": strings.Repeat("ä", 115) + ".jpeg",
	} {
		q := &wire.FileBegin{CID: id.New(), Name: given, Size: 5}
		info := d.MustDo(d.Sam, q, wire.BeginFile.Type).(*wire.FileInfo)
		if info.File.Name != want {
			t.Errorf("%q became %q, want %q", given, info.File.Name, want)
		}
		if again := d.MustDo(d.Sam, q, wire.BeginFile.Type).(*wire.FileInfo); again.File != info.File {
			t.Errorf("announced again, %q is %+v", given, again.File)
		}
		if got, _ := d.put(t, d.Sam, info.File.ID, 0, strings.NewReader("hello"), -1); got != "ok" {
			t.Fatal(got)
		}
		res, _ := d.get(t, info.File.ID)
		if how := res.Header.Get("Content-Disposition"); !strings.HasPrefix(how, "attachment; filename") {
			t.Errorf("%q is handed out as %q", given, how)
		}
	}
}
