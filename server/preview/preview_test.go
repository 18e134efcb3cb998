package preview

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/egress"
	"github.com/confab/confab/server/picture"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// TestMain runs the tests, or makes one picture anew in place of the program.
func TestMain(m *testing.M) {
	if len(os.Args) < 4 || os.Args[1] != "picture" {
		os.Exit(m.Run())
	}
	memory, err := strconv.ParseInt(os.Args[2], 10, 64)
	seconds, failed := strconv.ParseUint(os.Args[3], 10, 64)
	if err := errors.Join(err, failed, picture.Serve(os.Stdin, os.Stdout, memory, seconds, 0)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// site is a web site on this machine.
type site struct {
	*httptest.Server
	came  atomic.Int64            // requests
	pages map[string]http.Handler // by path
	seen  http.Header             // of the last request
}

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{pages: map[string]http.Handler{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.came.Add(1)
		s.seen = r.Header
		if page := s.pages[r.URL.Path]; page != nil {
			page.ServeHTTP(w, r)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// has gives the site a file.
func (s *site) has(path, kind, content string) {
	s.pages[path] = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, content)
	})
}

// soup gives the site a page with a picture.
func (s *site) soup(t testing.TB) (address string) {
	t.Helper()
	s.has("/soup", "text/html; charset=utf-8", `<!doctype html><html><head><title>ignored</title>
		<meta property="og:site_name" content="The Soup"><meta property="og:title" content="Soup &amp; salad">
		<meta name="description" content="How to
		make it"><meta property="og:image" content="/soup.png"></head><body><title>no</title></body></html>`)
	m := image.NewNRGBA(image.Rect(0, 0, 900, 600))
	for i := range m.Pix {
		if m.Pix[i] = byte(i * i >> 8); i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	var b strings.Builder
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	s.has("/soup.png", "image/png", b.String())
	return s.URL + "/soup"
}

// world is a workspace in which links are previewed.
type world struct {
	*chattest.World
	*Previewer
	site *site
	read map[string]int64 // how far each room's log was followed
}

// loopback is where the sites of tests are.
var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func newWorld(t *testing.T, change ...func(*Options)) *world {
	t.Helper()
	w := &world{World: chattest.New(t), site: newSite(t), read: map[string]int64{}}
	small := &picture.Worker{Command: []string{os.Args[0], "picture"}}
	o := Options{Store: w.Store, Blobs: w.Blobs, Clock: w.Now, Log: slog.New(slog.DiscardHandler), PerLink: time.Minute,
		Fetcher: NewFetcher(small, "test", loopback, egress.Options{Timeout: time.Minute})}
	for _, c := range change {
		c(&o)
	}
	w.Previewer = New(o)
	return w
}

// follow notes what was said since the last call.
func (w *world) follow(room string) {
	w.T.Helper()
	w.Update(func(tx store.Tx) error {
		es, err := tx.Events().After(room, w.read[room], 10_000)
		if err != nil || len(es) == 0 {
			return err
		}
		w.read[room] = es[len(es)-1].Seq
		return w.note(tx, es)
	})
}

// jobs returns the jobs that wait.
func (w *world) jobs() (list []store.Job) {
	w.T.Helper()
	w.View(func(tx store.Tx) error {
		j, err := tx.Jobs().Next(w.Now().UnixMilli(), store.JobKinds{Only: []string{JobKind}})
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		list = append(list, j)
		return err
	})
	return list
}

// work notes what was said and carries out the jobs.
func (w *world) work(room string) {
	w.T.Helper()
	w.follow(room)
	for list := w.jobs(); len(list) > 0; list = w.jobs() {
		if err := w.preview(w.T.Context(), list[0]); err != nil {
			w.T.Fatal(err)
		}
		w.done(list[0])
	}
}

// done removes a job.
func (w *world) done(j store.Job) {
	w.T.Helper()
	w.Update(func(tx store.Tx) error {
		j, err := tx.Jobs().Claim(j, "test", w.Now().Add(time.Minute).UnixMilli())
		if err == nil {
			err = tx.Jobs().Finish(j)
		}
		return err
	})
}

// shown returns the previews of a message.
func (w *world) shown(room string, seq int64) (all []wire.Preview) {
	w.T.Helper()
	w.View(func(tx store.Tx) error {
		e, err := tx.Events().Get(room, seq)
		all = effect.Previews(e.State)
		return err
	})
	return all
}

// files returns how many files there are of a person, in bytes.
func (w *world) files(p chattest.Person) (bytes int64) {
	w.T.Helper()
	w.View(func(tx store.Tx) (err error) {
		bytes, _, err = tx.Files().Counted(p.ID)
		return err
	})
	return bytes
}

// events counts the events of the kind preview in a room.
func (w *world) events(room string) (n int) {
	w.T.Helper()
	w.View(func(tx store.Tx) error {
		es, err := tx.Events().After(room, 0, 10_000)
		for i := range es {
			if es[i].Kind == wire.KindPreview {
				n++
			}
		}
		return err
	})
	return n
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestALinkIsPreviewedWithItsPictureAndWithoutTheReadersBrowser(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	address := w.site.soup(t)
	seq := w.Say(w.Sam, room, "look: "+address+"#top and "+address+"#top")
	w.work(room)
	shown := w.shown(room, seq)
	if len(shown) != 1 || shown[0].Picture == nil {
		t.Fatalf("shown is %s", asJSON(t, shown))
	}
	v := shown[0]
	if v.Address != address+"#top" || v.Site != "The Soup · 127.0.0.1" || v.Title != "Soup & salad" || v.Text != "How to make it" {
		t.Errorf("shown is %s", asJSON(t, v))
	}
	if v.Picture.Width != 480 || v.Picture.Height != 320 {
		t.Errorf("the picture is %d by %d", v.Picture.Width, v.Picture.Height)
	}
	told := w.site.seen
	if told.Get("User-Agent") != "Confab/test (link preview)" || told.Get("Cookie") != "" || told.Get("Referer") != "" {
		t.Errorf("the site was told %v", told)
	}
	for _, p := range []struct {
		who chattest.Person
		may bool
	}{{w.Sam, true}, {w.Hana, true}, {w.Finn, false}, {w.Stan, false}} {
		content, as, err := w.Download(p.who, v.Picture.ID, wire.SizeWhole)
		if p.may != (err == nil) || p.may && (as.Type != v.Picture.Type || int64(len(content)) != v.Picture.Size) {
			t.Errorf("%s gets %d bytes of %s, %v", p.who.Handle, len(content), as.Type, err)
		}
	}
	if n := w.site.came.Load(); n != 2 {
		t.Errorf("the site had %d requests", n)
	}
	w.MustDo(w.Sam, &wire.Delete{Room: room, Seq: seq}, wire.DeleteMessage.Type)
	if _, _, err := w.Download(w.Sam, v.Picture.ID, wire.SizeWhole); err == nil || w.files(w.Sam) != 0 {
		t.Errorf("the picture of a deleted message: %v, %d bytes", err, w.files(w.Sam))
	}
}

func TestAnAddressIsFetchedOnceADay(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	address := w.site.soup(t)
	first := w.Say(w.Sam, room, address)
	w.work(room)
	second := w.Say(w.Hana, room, "again "+address)
	nothing := w.Say(w.Hana, room, w.site.URL+"/none "+w.site.URL+"/none#x")
	w.work(room)
	w.Say(w.Sam, room, w.site.URL+"/none")
	w.work(room)
	if n := w.site.came.Load(); n != 3 {
		t.Errorf("the site had %d requests", n)
	}
	a, b := w.shown(room, first), w.shown(room, second)
	if len(a) != 1 || len(b) != 1 || a[0].Picture.ID == b[0].Picture.ID || a[0].Title != b[0].Title || w.shown(room, nothing) != nil {
		t.Fatalf("%s and %s", asJSON(t, a), asJSON(t, b))
	}
	// The picture of the second stays when the first is deleted, and what is known of the address goes with it.
	w.MustDo(w.Sam, &wire.Delete{Room: room, Seq: first}, wire.DeleteMessage.Type)
	if _, _, err := w.Download(w.Sam, b[0].Picture.ID, wire.SizeWhole); err != nil {
		t.Error(err)
	}
	w.Advance(25 * time.Hour)
	third := w.Say(w.Sam, room, address)
	w.work(room)
	if n := w.site.came.Load(); n != 5 || len(w.shown(room, third)) != 1 {
		t.Errorf("the site had %d requests after a day", n)
	}
}

func TestAnEditRemovesAndAddsPreviews(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	soup := w.site.soup(t)
	w.site.has("/salad", "text/html", "<title>Salad</title>")
	salad := w.site.URL + "/salad"
	seq := w.Say(w.Sam, room, soup)
	w.work(room)
	edit := func(body string, want ...string) {
		t.Helper()
		w.MustDo(w.Sam, &wire.Edit{Room: room, Seq: seq, Body: body}, wire.EditMessage.Type)
		w.work(room)
		var got []string
		for _, v := range w.shown(room, seq) {
			got = append(got, v.Address)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("after %q there are %v", body, got)
		}
	}
	edit(salad+" and "+soup, salad, soup)
	edit("only "+salad, salad)
	if n := w.files(w.Sam); n != 0 {
		t.Errorf("%d bytes are left of a picture that is not shown", n)
	}
	before := w.events(room)
	edit("still only "+salad, salad)
	edit("> "+soup+"\n\n`"+soup+"` "+salad, salad)
	if n := w.events(room); n != before {
		t.Errorf("%d events for nothing", n-before)
	}
	edit("nothing")
}

func TestWhatIsDismissedDoesNotComeBack(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	soup := w.site.soup(t)
	seq := w.Say(w.Sam, room, soup)
	w.work(room)
	dismiss := &wire.PreviewDismiss{Room: room, Seq: seq, Address: soup}
	if _, err := w.Do(w.Olga, dismiss, wire.DismissPreview.Type); err == nil {
		t.Error("dismissed by somebody who is not signed in")
	}
	w.MustDo(w.Sam, dismiss, wire.DismissPreview.Type)
	if again := w.MustDo(w.Sam, dismiss, wire.DismissPreview.Type).(*wire.Ack); !again.Dup {
		t.Errorf("dismissed twice: %+v", again)
	}
	w.MustDo(w.Sam, &wire.Edit{Room: room, Seq: seq, Body: "still " + soup}, wire.EditMessage.Type)
	w.work(room)
	if shown := w.shown(room, seq); len(shown) != 0 || w.files(w.Sam) != 0 {
		t.Errorf("shown is %s, and %d bytes of files", asJSON(t, shown), w.files(w.Sam))
	}
}

func TestARoomAndAServerCanDoWithoutPreviews(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	soup := w.site.soup(t)
	before := w.Say(w.Hana, room, soup)
	w.work(room)
	off, on := false, true
	info := w.MustDo(w.Hana, &wire.RoomSet{Room: room, Previews: &off}, wire.SetRoom.Type).(*wire.RoomInfo)
	if !info.Room.NoPreviews {
		t.Error("the room does not say so")
	}
	if _, err := w.Do(w.Sam, &wire.RoomSet{Room: room, Previews: &on}, wire.SetRoom.Type); err == nil {
		t.Error("a member has switched them on")
	}
	seq := w.Say(w.Sam, room, soup)
	w.work(room)
	if len(w.shown(room, seq)) != 0 || len(w.shown(room, before)) != 1 {
		t.Error("a link is previewed all the same, or one from before no longer")
	}
	w.MustDo(w.Hana, &wire.RoomSet{Room: room, Previews: &on}, wire.SetRoom.Type)
	server := New(Options{Store: w.Store, Clock: w.Now, Log: slog.New(slog.DiscardHandler)})
	w.Previewer = server
	came := w.site.came.Load()
	seq = w.Say(w.Sam, room, soup+"?")
	w.MustDo(w.Hana, &wire.Edit{Room: room, Seq: before, Body: "without"}, wire.EditMessage.Type)
	w.work(room)
	if w.site.came.Load() != came || len(w.shown(room, seq)) != 0 {
		t.Error("a server without previews fetches them")
	}
	if len(w.shown(room, before)) != 0 {
		t.Error("a server without previews keeps one whose link is gone")
	}
}

func TestAJobThatIsCarriedOutTwiceMakesOnePreview(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	seq := w.Say(w.Sam, room, w.site.soup(t))
	w.follow(room)
	j := w.jobs()[0]
	// The server is killed after the picture was kept, and again after the event was written.
	ctx, kill := context.WithCancel(t.Context())
	w.o.Blobs = killing{w.Blobs, kill}
	if err := w.preview(ctx, j); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	w.o.Blobs = w.Blobs
	for range 2 {
		if err := w.preview(t.Context(), j); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.events(room); n != 1 || len(w.shown(room, seq)) != 1 {
		t.Errorf("%d events", n)
	}
	w.Advance(unsent + time.Minute)
	w.View(func(tx store.Tx) error {
		left, err := tx.Files().Expired(w.Now().UnixMilli(), 9)
		if len(left) != 1 {
			t.Errorf("%d files of the first try are found by the sweep", len(left))
		}
		return err
	})
}

// killing ends the server when something is put.
type killing struct {
	Blobs
	kill func()
}

func (k killing) Put(ctx context.Context, _ string, _ int64, _ io.Reader) error {
	k.kill()
	return ctx.Err()
}

func TestAMessageThatIsDeletedMeanwhileLeavesNothing(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	address := w.site.soup(t)
	seq := w.Say(w.Sam, room, address)
	soup := w.site.pages["/soup.png"]
	w.site.pages["/soup.png"] = http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.MustDo(w.Sam, &wire.Delete{Room: room, Seq: seq}, wire.DeleteMessage.Type)
		soup.ServeHTTP(out, r)
	})
	w.work(room)
	if w.events(room) != 0 || w.files(w.Sam) != 0 {
		t.Errorf("%d events, %d bytes of files", w.events(room), w.files(w.Sam))
	}
}

func TestOnePersonsLinksAreFetchedOnlyAsFastAsTheRate(t *testing.T) {
	w := newWorld(t, func(o *Options) {
		o.Limiter = ratelimit.NewMemory(o.Clock)
		o.Fetcher = NewFetcher(nil, "test", loopback, egress.Options{LookUp: func(context.Context, string) ([]netip.Addr, error) {
			return loopbackOnly, nil
		}})
	})
	room := w.Room(wire.RoomPrivate)
	w.site.has("/", "text/html", "<title>Front</title>")
	_, port, _ := strings.Cut(strings.TrimPrefix(w.site.URL, "http://"), ":")
	for n := range 2 * ratePerson.Burst {
		w.Say(w.Sam, room, fmt.Sprintf("http://host%d.example:%s/", n, port))
	}
	w.work(room)
	if n := w.site.came.Load(); n != int64(ratePerson.Burst) {
		t.Errorf("%d links of one person were fetched", n)
	}
	seq := w.Say(w.Hana, room, "http://hana.example:"+port+"/")
	if w.work(room); len(w.shown(room, seq)) != 1 {
		t.Error("another person's link is not fetched")
	}
	w.Advance(10 * time.Second)
	seq = w.Say(w.Sam, room, "http://later.example:"+port+"/")
	if w.work(room); len(w.shown(room, seq)) != 1 {
		t.Error("nothing of theirs is fetched later")
	}
}

// loopbackOnly is the address of every name in some tests.
var loopbackOnly = []netip.Addr{netip.MustParseAddr("127.0.0.1")}

func TestManyLinksAreFetchedOnlyAsFastAsTheRates(t *testing.T) {
	w := newWorld(t, func(o *Options) { o.Limiter = ratelimit.NewMemory(o.Clock) })
	room := w.Room(wire.RoomPrivate)
	w.site.has("/", "text/html", "<title>Front</title>")
	const links = 3_000
	w.Update(func(tx store.Tx) error {
		for n := range links / 3 {
			e := wire.Event{Room: room, Event: fmt.Sprint("e", n), CID: fmt.Sprint("c", n), Author: w.Sam.ID, Kind: wire.KindMessage,
				At: w.Now().UnixMilli(), Body: fmt.Sprintf("%[1]s/?a%[2]d %[1]s/?b%[2]d %[1]s/?c%[2]d %[1]s/?d%[2]d", w.site.URL, n)}
			if err := tx.Events().Append(&e); err != nil {
				return err
			}
		}
		return nil
	})
	begin := time.Now()
	w.work(room)
	if n := w.site.came.Load(); n != int64(rateHost.Burst) {
		t.Errorf("%d of %d links were fetched at once", n, links)
	}
	t.Logf("%d messages took %v", links/3, time.Since(begin))
	w.Advance(time.Minute)
	seq := w.Say(w.Sam, room, w.site.URL+"/?later")
	w.work(room)
	if len(w.shown(room, seq)) != 1 {
		t.Error("a minute later nothing is fetched either")
	}
	old := w.Say(w.Sam, room, w.site.URL+"/?old")
	w.follow(room)
	w.Advance(fresh + time.Second)
	w.work(room)
	if len(w.shown(room, old)) != 0 {
		t.Error("a message from long ago gets a preview")
	}
}
