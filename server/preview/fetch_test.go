package preview

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"github.com/confab/confab/server/egress"
	"github.com/confab/confab/server/picture"
	"github.com/confab/confab/shared/limits"
)

// outside stands for the addresses that are public, and inside for those that are not.
var outside, inside = netip.MustParsePrefix("127.0.0.1/32"), netip.MustParseAddr("127.0.0.2")

// listenInside starts a site at an address that may not be fetched, with the port of s.
func listenInside(t *testing.T, s *site) *site {
	t.Helper()
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(inside.String(), port))
	if err != nil {
		t.Fatal(err)
	}
	secret := &site{pages: map[string]http.Handler{}}
	secret.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		secret.came.Add(1)
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<title>Secret</title>")
	}))
	if err := secret.Listener.Close(); err != nil {
		t.Fatal(err)
	}
	secret.Listener = listener
	secret.Start()
	t.Cleanup(secret.Close)
	return secret
}

func TestAPreviewLeadsToNothingThatOnlyTheServerCanReach(t *testing.T) {
	s := newSite(t)
	s.has("/", "text/html", "<title>Secret</title>")
	_, port, _ := strings.Cut(strings.TrimPrefix(s.URL, "http://"), ":")
	f := NewFetcher(nil, "test", nil, egress.Options{LookUp: func(_ context.Context, host string) ([]netip.Addr, error) {
		return map[string][]netip.Addr{
			"inside.example": {netip.MustParseAddr("127.0.0.1")}, "mapped.example": {netip.MustParseAddr("::ffff:127.0.0.1")},
		}[host], nil
	}})
	for _, host := range []string{
		"127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "localhost", "[::1]", "[::ffff:127.0.0.1]",
		"[64:ff9b::7f00:1]", "[fd00::1]", "[fe80::1]", "10.0.0.1", "100.64.0.1", "169.254.169.254", "192.168.0.1", "224.0.0.1",
		"inside.example", "mapped.example",
	} {
		if got, err := f.fetch(t.Context(), "http://"+host+":"+port+"/"); err == nil {
			t.Errorf("%s: %+v", host, got)
		}
	}
	if n := s.came.Load(); n != 0 {
		t.Errorf("%d requests came through", n)
	}
}

func TestARedirectOrAPictureLeadsNowhereElse(t *testing.T) {
	s := newSite(t)
	secret := listenInside(t, s)
	small := &picture.Worker{Command: []string{os.Args[0], "picture"}}
	f := NewFetcher(small, "test", []netip.Prefix{outside}, egress.Options{})
	for _, to := range []string{
		secret.URL, "http://[::1]/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://a:b@127.0.0.1/", "/again",
	} {
		s.pages["/again"] = http.RedirectHandler(to, http.StatusFound)
		if got, err := f.fetch(t.Context(), s.URL+"/again"); err == nil {
			t.Errorf("led to %s: %+v", to, got)
		}
		s.has("/page", "text/html", `<title>Page</title><meta property="og:image" content="`+to+`">`)
		if got, err := f.fetch(t.Context(), s.URL+"/page"); err != nil || got.picture != nil || got.preview.Title != "Page" {
			t.Errorf("a picture at %s: %+v, %v", to, got, err)
		}
	}
	if n := secret.came.Load(); n != 0 {
		t.Errorf("%d requests came through", n)
	}
	// Three are followed, and the page is that of the last.
	for n := range 3 {
		s.pages[fmt.Sprintf("/%d", n)] = http.RedirectHandler(fmt.Sprintf("/%d", n+1), http.StatusFound)
	}
	s.has("/3", "text/html", "<title>The end</title>")
	if got, err := f.fetch(t.Context(), s.URL+"/0"); err != nil || got.preview.Title != "The end" {
		t.Errorf("three redirects: %+v, %v", got, err)
	}
}

// A name server gives another address for a name when it is asked again.
func TestANameThatBecomesAnotherAddressIsNotFollowed(t *testing.T) {
	s := newSite(t)
	secret := listenInside(t, s)
	s.pages["/"] = http.RedirectHandler("/next", http.StatusFound)
	var asked atomic.Int64
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error)
	go func() { served <- answer(server, &asked) }()
	t.Cleanup(func() {
		if err := errors.Join(server.Close(), <-served); !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
	})
	resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
	lookUp := func(ctx context.Context, host string) ([]netip.Addr, error) {
		return resolver.LookupNetIP(ctx, "ip4", host)
	}
	f := NewFetcher(nil, "test", []netip.Prefix{outside}, egress.Options{LookUp: lookUp})
	_, port, _ := strings.Cut(strings.TrimPrefix(s.URL, "http://"), ":")
	if _, err := f.fetch(t.Context(), "http://rebinding.example:"+port+"/"); !errors.Is(err, egress.ErrRefused) {
		t.Error(err)
	}
	if s.came.Load() != 1 || secret.came.Load() != 0 || asked.Load() < 2 {
		t.Errorf("the first site had %d requests, the second %d, and the name server %d", s.came.Load(), secret.came.Load(), asked.Load())
	}
}

// answer answers that a name has the address outside, and inside when it is asked again.
func answer(server net.PacketConn, asked *atomic.Int64) error {
	for {
		b := make([]byte, 512)
		n, from, err := server.ReadFrom(b)
		if err != nil {
			return err
		}
		var m dnsmessage.Message
		if err := m.Unpack(b[:n]); err != nil {
			return err
		}
		address := outside.Addr()
		if asked.Add(1) > 1 {
			address = inside
		}
		q := m.Questions[0]
		m.Response, m.Additionals = true, nil
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET},
			Body:   &dnsmessage.AResource{A: address.As4()},
		}}
		reply, err := m.Pack()
		if err != nil {
			return err
		}
		if _, err := server.WriteTo(reply, from); err != nil {
			return err
		}
	}
}

func TestASlowOrEndlessPageEndsInTime(t *testing.T) {
	s := newSite(t)
	f := NewFetcher(nil, "test", loopback, egress.Options{Timeout: 300 * time.Millisecond})
	s.pages["/drip"] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-r.Context().Done():
				return
			case <-tick.C:
			}
			if _, err := io.WriteString(w, "<"); err != nil || http.NewResponseController(w).Flush() != nil {
				return
			}
		}
	})
	s.pages["/silent"] = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	for _, path := range []string{"/drip", "/silent"} {
		begin := time.Now()
		if got, err := f.fetch(t.Context(), s.URL+path); err == nil {
			t.Errorf("%s: %+v", path, got)
		}
		if took := time.Since(begin); took > 3*time.Second {
			t.Errorf("%s took %v", path, took)
		}
	}
	// Of a page without end the beginning is read.
	s.pages["/endless"] = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, err := io.WriteString(w, "<title>Begins</title><script>")
		for err == nil {
			_, err = w.Write(bytes.Repeat([]byte("x<"), 4096))
		}
	})
	patient := NewFetcher(nil, "test", loopback, egress.Options{})
	if got, err := patient.fetch(t.Context(), s.URL+"/endless"); err != nil || got.preview.Title != "Begins" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestWhatIsNoPageIsNotShown(t *testing.T) {
	s := newSite(t)
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range 64 {
		if _, err := z.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for path, headers := range map[string][2]string{
		"/bomb": {"text/html", "gzip"}, "/br": {"text/html", "br"}, "/json": {"application/json", ""}, "/svg": {"image/svg+xml", ""},
		"/none": {"", ""}, "/bad": {"text/html; charset", ""}, "/text": {"text/plain", ""},
	} {
		s.pages[path] = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{headers[0]}
			if headers[1] != "" {
				w.Header().Set("Content-Encoding", headers[1])
				w.WriteHeader(http.StatusOK)
				if _, err := w.Write(bomb.Bytes()); err != nil {
					return
				}
			}
			fmt.Fprint(w, "<title>Title</title>")
		})
	}
	s.pages["/error"] = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, "<title>Title</title>")
	})
	s.has("/untitled", "text/html", `<meta name="description" content="text"><title> </title>`)
	f := NewFetcher(nil, "test", loopback, egress.Options{})
	for path := range s.pages {
		if got, err := f.fetch(t.Context(), s.URL+path); err == nil {
			t.Errorf("%s: %+v", path, got.preview)
		}
	}
}

func TestTextsOfPagesAreReadInTheirCharset(t *testing.T) {
	s := newSite(t)
	f := NewFetcher(nil, "test", loopback, egress.Options{})
	encoded := func(text string, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for _, c := range []struct{ kind, page, want string }{
		{"text/html; charset=utf-8", "<title>Süppe 漢字</title>", "Süppe 漢字"},
		{"text/html", "<title>Süppe 漢字</title>", "Süppe 漢字"},
		{"text/html; charset=windows-1251", encoded(charmap.Windows1251.NewEncoder().String("<title>Борщ</title>")), "Борщ"},
		{"text/html", encoded(japanese.ShiftJIS.NewEncoder().String(`<meta charset="shift_jis"><title>味噌汁</title>`)), "味噌汁"},
		{"text/html", encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("<title>Sopa ñ</title>")), "Sopa ñ"},
		{"text/html; charset=nonsense", "<title>soup</title>", "soup"},
		{"text/html; charset=utf-8", "<title>bad \xff\xfe bytes</title>", "bad \uFFFD\uFFFD bytes"},
		{"text/html; charset=utf-7", "<title>+ADw-script+AD4-</title>", "+ADw-script+AD4-"},
	} {
		s.has("/", c.kind, c.page)
		if got, err := f.fetch(t.Context(), s.URL); err != nil || got.preview.Title != c.want {
			t.Errorf("%s: %q, %v, want %q", c.kind, got.preview.Title, err, c.want)
		}
	}
}

func TestHostileTextsOfPagesAreMadeHarmless(t *testing.T) {
	s := newSite(t)
	f := NewFetcher(nil, "test", loopback, egress.Options{})
	for _, c := range []struct{ page, site, title, text string }{
		{`<title><script>alert(1)</script></title>`, "", "<script>alert(1)</script>", ""},
		{`<meta property=og:title content="&lt;img src=x onerror=a()&gt;">`, "", "<img src=x onerror=a()>", ""},
		{"<title>a\u202Egnp.exe\u2066b\u200B\u0000\u0007c\n\td</title>", "", "agnp.exeb\uFFFDc d", ""},
		{`<title>x</title><meta property=og:site_name content="Bank of Soup">`, "Bank of Soup · ", "x", ""},
		{`<title>x</title><meta property=og:title content=" ">`, "", "x", ""},
		{`<body><title>in the body</title><meta property=og:title content=y>`, "", "", ""},
		{`<TITLE>case</TITLE><META NAME="Description" CONTENT="shouted">`, "", "case", "shouted"},
		{`<title>first</title><title>second</title>`, "", "first", ""},
		{`<title>never ends`, "", "never ends", ""},
		{`<!-- <title>comment</title> --><title>real</title>`, "", "real", ""},
	} {
		s.has("/", "text/html; charset=utf-8", c.page)
		got, err := f.fetch(t.Context(), s.URL)
		v := got.preview
		if c.title == "" {
			if err == nil {
				t.Errorf("%q: %+v", c.page, v)
			}
			continue
		}
		if err != nil || v.Title != c.title || v.Text != c.text || v.Site != c.site+"127.0.0.1" {
			t.Errorf("%q: %q, %q, %q, %v", c.page, v.Site, v.Title, v.Text, err)
		}
	}
	long := strings.Repeat("e\u0301👩\u200D👧", 5_000)
	s.has("/", "text/html; charset=utf-8", `<title>`+long+`</title><meta name=description content="`+long+
		`"><meta property=og:site_name content="`+long+`">`+strings.Repeat("<meta name=a content=b>", 10_000))
	got, err := f.fetch(t.Context(), s.URL)
	v := got.preview
	runes := utf8.RuneCountInString
	if err != nil || runes(v.Title) > limits.PreviewTitleRunes || runes(v.Text) > limits.PreviewTextRunes ||
		runes(v.Site) > limits.PreviewSiteRunes || !strings.HasSuffix(v.Site, " · 127.0.0.1") {
		t.Errorf("%q, %q, %q, %v", v.Site, v.Title, v.Text, err)
	}
	if !strings.HasSuffix(v.Title, "…") || !utf8.ValidString(v.Title) {
		t.Errorf("cut to %q", v.Title)
	}
}

func TestALinkToAPictureShowsIt(t *testing.T) {
	s := newSite(t)
	s.soup(t)
	f := NewFetcher(&picture.Worker{Command: []string{os.Args[0], "picture"}}, "test", loopback, egress.Options{})
	got, err := f.fetch(t.Context(), s.URL+"/soup.png")
	if err != nil || got.preview.Title != "soup.png" || got.picture == nil || got.picture.width != pictureSide {
		t.Errorf("%+v, %v", got, err)
	}
	for path, content := range map[string]string{
		"/broken.png": "\x89PNG\r\n\x1a\n", "/page.png": "<title>x</title>", "/large.png": "\x89PNG" + strings.Repeat("x", pictureBytes),
	} {
		s.has(path, "image/png", content)
		if got, err := f.fetch(t.Context(), s.URL+path); err == nil {
			t.Errorf("%s: %+v", path, got)
		}
	}
}
