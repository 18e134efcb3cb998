package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// The streams of these tests: an album of a room.
const picturesMax = 64 << 20

var (
	putPicture = wire.Upload[*wire.RoomRef, *wire.RoomInfo]{
		Type: "picture.put", Method: "POST", Path: "/rooms/{room}/pictures", Doc: "Put a picture into a room.",
		Types: []string{"image/png", "image/webp"}, Limit: picturesMax,
	}
	getPicture = wire.Download[*wire.RoomRef]{
		Type: "picture.get", Method: "GET", Path: "/rooms/{room}/pictures", Doc: "Get the picture of a room.",
		Types: []string{"image/png"}, Limit: picturesMax,
	}
)

// album serves the two streams over a World.
type album struct {
	*server
	begun int    // number of uploads passed on
	sum   string // checksum of the last upload
	size  int64  // as announced
	err   error  // with which the upload ended
}

func newAlbum(t *testing.T, options ...chattest.Option) *album {
	t.Helper()
	a := &album{server: &server{World: chattest.New(t, options...), log: &bytes.Buffer{}}}
	a.Server = httptest.NewServer(New(Options{
		Chat: a.Chat, Authenticate: byName, Logger: slog.New(slog.NewTextHandler(a.log, nil)), Streams: a.rows(),
	}))
	t.Cleanup(a.Close)
	return a
}

func (a *album) rows() []chat.Stream {
	writes := chat.Terms{Scope: chat.ScopeWrite, Right: rights.Send, Rate: limits.RateEdits, Bucket: "pictures"}
	reads := chat.Terms{Scope: chat.ScopeRead, Right: rights.Read, Rate: limits.RateReads, Bucket: "reads"}
	return []chat.Stream{
		chat.OnUpload(putPicture, writes, func(_ context.Context, _ chat.Actor, q *wire.RoomRef, body chat.Body) (*wire.RoomInfo, error) {
			a.begun++
			h := sha256.New()
			a.size = body.Size
			if _, a.err = io.Copy(h, body); a.err != nil {
				return nil, a.err
			}
			a.sum = hex.EncodeToString(h.Sum(nil))
			return &wire.RoomInfo{Room: wire.Room{ID: q.Room, Topic: body.Type}}, nil
		}),
		chat.OnDownload(getPicture, reads, func(context.Context, chat.Actor, *wire.RoomRef) (chat.Content, error) {
			return pictureOf("a picture"), nil
		}),
	}
}

// pictureOf is the download of a picture whose bytes are a text.
func pictureOf(text string) chat.Content {
	open := func(_ context.Context, offset, length int64) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text[offset : offset+length])), nil
	}
	return chat.Content{Type: "image/png", Size: int64(len(text)), Open: open}
}

// pattern is a body of n bytes that are generated while it is read, and counts
// what was read.
type pattern struct{ left, taken int64 }

func (p *pattern) Read(b []byte) (int, error) {
	if p.left == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(b)), p.left)
	for i := range b[:n] {
		b[i] = byte(p.taken + int64(i))
	}
	p.left, p.taken = p.left-n, p.taken+n
	return int(n), nil
}

// send uploads a body with an announced size, or -1.
func (a *album) send(t *testing.T, p chattest.Person, room, kind string, body io.Reader, size int64) (int, *wire.Error, wire.RoomInfo) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.URL+Prefix+"/rooms/"+room+"/pictures", body)
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = size
	r.Header.Set("Content-Type", kind)
	if p.Session != "" {
		r.Header.Set("Authorization", p.Token())
	}
	return a.answer(t, r)
}

func (a *album) answer(t *testing.T, r *http.Request) (int, *wire.Error, wire.RoomInfo) {
	t.Helper()
	res, err := a.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var told struct {
		wire.RoomInfo
		Error *wire.Error
	}
	if res.Header.Get("Content-Type") == "image/png" {
		return res.StatusCode, nil, told.RoomInfo
	}
	if err := json.NewDecoder(res.Body).Decode(&told); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, told.Error, told.RoomInfo
}

func TestAnUploadIsNeverInMemoryAsAWhole(t *testing.T) {
	a := newAlbum(t)
	h := sha256.New()
	if _, err := io.Copy(h, &pattern{left: picturesMax}); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	status, _, answer := a.send(t, a.Sam, a.Main, "image/png", &pattern{left: picturesMax}, picturesMax)
	runtime.ReadMemStats(&after)
	if status != http.StatusOK || answer.Room.ID != a.Main || answer.Room.Topic != "image/png" || a.size != picturesMax {
		t.Errorf("%d %+v, of %d bytes", status, answer, a.size)
	}
	if want := hex.EncodeToString(h.Sum(nil)); a.sum != want {
		t.Errorf("arrived as %s, want %s", a.sum, want)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
		t.Errorf("64 MiB took %d KiB of memory, both ends together", used>>10)
	}
}

func TestAnUploadEndsAtItsLimit(t *testing.T) {
	a := newAlbum(t)
	said := &pattern{left: picturesMax + 1}
	status, e, _ := a.send(t, a.Sam, a.Main, "image/png", said, picturesMax+1)
	told := e != nil && e.Code == wire.CodeTooLarge && strings.Contains(e.Message, "67108864")
	if status != http.StatusRequestEntityTooLarge || !told || a.begun != 0 {
		t.Errorf("said to be too long: %d %+v, begun %d times", status, e, a.begun)
	}
	status, e, _ = a.send(t, a.Sam, a.Main, "image/png", &pattern{left: picturesMax + 1}, -1)
	if status != http.StatusRequestEntityTooLarge || e.Code != wire.CodeTooLarge || a.err == nil || a.size != -1 {
		t.Errorf("found too long: %d %+v, %v", status, e, a.err)
	}
	a.begun = 0
	status, e, _ = a.send(t, a.Sam, a.Main, "image/gif", &pattern{left: 5}, 5)
	told = e != nil && e.Code == wire.CodeInvalid && strings.Contains(e.Message, "image/webp")
	if status != http.StatusUnsupportedMediaType || !told || a.begun != 0 {
		t.Errorf("of another type: %d %+v", status, e)
	}
}

func TestADownloadSaysWhatItIs(t *testing.T) {
	a := newAlbum(t)
	res, body := a.do(t, "GET", "/rooms/"+a.Main+"/pictures", "")
	h := res.Header
	if res.StatusCode != 200 || body != "a picture" || h.Get("Content-Type") != "image/png" || h.Get("Content-Length") != "9" {
		t.Errorf("%d %q %v", res.StatusCode, body, h)
	}
	safe := h.Get("X-Content-Type-Options") == "nosniff" && h.Get("Cache-Control") == "private, no-store"
	if h.Get("Content-Disposition") != "attachment" || !safe {
		t.Errorf("%v", h)
	}
	if res, _ := a.do(t, "PATCH", "/rooms/"+a.Main+"/pictures", "{}"); res.StatusCode != 405 || res.Header.Get("Allow") != "GET, POST" {
		t.Errorf("%d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
}

// timed is an answer that counts how often its request's deadlines were extended.
type timed struct {
	http.ResponseWriter
	reads, writes int
}

func (w *timed) SetReadDeadline(time.Time) error  { w.reads++; return nil }
func (w *timed) SetWriteDeadline(time.Time) error { w.writes++; return nil }

// A client that sends or reads a byte now and then must not hold a connection for as
// long as it likes.
func TestOnlyAWholePieceExtendsTheDeadlinesOfAStream(t *testing.T) {
	const size = 3*piece - 1
	up := &timed{ResponseWriter: httptest.NewRecorder()}
	from := iotest.OneByteReader(&pattern{left: size})
	if n, err := io.Copy(io.Discard, &arriving{from: from, pace: pace{w: up}}); n != size || err != nil {
		t.Fatal(n, err)
	}
	down := &timed{ResponseWriter: httptest.NewRecorder()}
	out := leaving{pace{w: down}}
	for range size {
		if _, err := out.Write([]byte{0}); err != nil {
			t.Fatal(err)
		}
	}
	for what, c := range map[string]struct {
		w    *timed
		want int
	}{"arriving": {up, 3}, "leaving": {down, 2}} { // what has arrived is given time once more, to be used
		if c.w.reads != c.want || c.w.writes != c.want {
			t.Errorf("%s byte by byte, %d bytes extended the deadlines %d and %d times, want %d", what, size, c.w.reads, c.w.writes, c.want)
		}
	}
}

// The matrix for streams: a person without the right is refused before a byte of
// the body is read.
func TestStreamsByEveryone(t *testing.T) {
	a := newAlbum(t)
	everyone := []chattest.Person{a.Nora, a.Mara, a.Hana, a.Sam, a.Finn, a.Stan, a.Bo, a.Olga} // chattest.Columns
	for _, c := range []struct{ on, room, want string }{
		{"a private room", a.Room(wire.RoomPrivate), "ok ok ok ok room_gone room_gone unauthorized unauthorized"},
		{"others' conversation", a.DM(a.Hana, a.Sam), "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized"},
		{"no id", "x", "invalid invalid invalid invalid invalid invalid invalid unauthorized"},
	} {
		for i, want := range strings.Fields(c.want) {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				who := everyone[i]
				if got := a.try(t, who, method, c.room, want == "ok"); got != want {
					t.Errorf("%s %s by %s: %s, want %s", method, c.on, chattest.Columns[i], got, want)
				}
				if want != "ok" {
					continue
				}
				for what, less := range map[string]func(*chat.Actor){
					"with no scope": func(a *chat.Actor) { a.Scope = 0 }, "of no kind": func(a *chat.Actor) { a.Kind = 0 },
				} {
					if got := a.try(t, who.Through(less), method, c.room, false); got != string(wire.CodeForbidden) {
						t.Errorf("%s %s by %s %s: %s", method, c.on, chattest.Columns[i], what, got)
					}
				}
			}
		}
	}
}

// try is one cell: "ok" or the code.
func (a *album) try(t *testing.T, p chattest.Person, method, room string, ok bool) string {
	t.Helper()
	a.begun = 0
	var status int
	var e *wire.Error
	if method == http.MethodPost {
		status, e, _ = a.send(t, p, room, "image/png", &pattern{left: 10}, 10)
	} else {
		r, err := http.NewRequestWithContext(t.Context(), method, a.URL+Prefix+"/rooms/"+room+"/pictures", nil)
		if err != nil {
			t.Fatal(err)
		}
		if p.Session != "" {
			r.Header.Set("Authorization", p.Token())
		}
		status, e, _ = a.answer(t, r)
	}
	if !ok && a.begun > 0 {
		t.Errorf("%s: the upload of %s was begun", room, p.Handle)
	}
	if e == nil && status == http.StatusOK {
		return "ok"
	}
	if e == nil || statusOf(e.Code) != status {
		t.Errorf("status %d with %+v", status, e)
		return ""
	}
	return string(e.Code)
}

func TestStreamsHaveARate(t *testing.T) {
	a := newAlbum(t, func(w *chattest.World, o *chat.Options) { o.Limiter = ratelimit.NewMemory(w.Now) })
	for range limits.RateEdits.Burst {
		if status, e, _ := a.send(t, a.Sam, a.Main, "image/png", &pattern{left: 1}, 1); status != http.StatusOK {
			t.Fatal(status, e)
		}
	}
	if status, e, _ := a.send(t, a.Sam, a.Main, "image/png", &pattern{left: 1}, 1); e == nil || e.Code != wire.CodeRate || e.RetryMS <= 0 {
		t.Errorf("%d %+v", status, e)
	}
}

func TestStreamsAreDescribed(t *testing.T) {
	text, err := json.Marshal(Describe("1", (&album{}).rows()...))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct{ Paths map[string]object }
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	path := doc.Paths[putPicture.Path]
	for method, want := range map[string][]string{
		"post": {`"picture.put"`, `"image/png"`, `"image/webp"`, `"x-bytes":67108864`, `"pictures"`, `"in":"path"`, `RoomInfo`, `"binary"`},
		"get":  {`"picture.get"`, `"image/png"`, `"x-bytes":67108864`, `"reads"`, `"in":"path"`, `"binary"`, `Failure`},
	} {
		said, err := json.Marshal(path[method])
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range want {
			if !strings.Contains(string(said), part) {
				t.Errorf("%s says nothing of %s: %s", method, part, said)
			}
		}
	}
}
