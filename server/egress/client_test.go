package egress

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// site is a server on this machine that counts its requests.
type site struct {
	*httptest.Server
	came atomic.Int64
}

func newSite(t *testing.T, h http.HandlerFunc) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.came.Add(1)
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) port(t *testing.T) uint16 {
	t.Helper()
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil {
		t.Fatal(err)
	}
	return uint16(n)
}

func get(c *Client, address string) (string, error) {
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	res, err := c.Do(req)
	if err != nil {
		return "", err
	}
	content, err := io.ReadAll(res.Body)
	return string(content), errors.Join(err, res.Body.Close())
}

func hello(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }

func TestWhatIsAllowedIsFetched(t *testing.T) {
	s := newSite(t, hello)
	c := New(Options{Allow: loopback, Ports: []uint16{s.port(t)}})
	if got, err := get(c, s.URL); got != "hello" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestNoAddressOfThisMachineIsDialledHoweverItIsWritten(t *testing.T) {
	s := newSite(t, hello)
	port := s.port(t)
	lookUp := func(_ context.Context, host string) ([]netip.Addr, error) {
		return map[string][]netip.Addr{
			"inside.example": {netip.MustParseAddr("127.0.0.1")},
			"both.example":   {netip.MustParseAddr("169.254.169.254"), netip.MustParseAddr("::1"), netip.MustParseAddr("::ffff:127.0.0.1")},
		}[host], nil
	}
	c := New(Options{Ports: []uint16{port}, LookUp: lookUp})
	for _, host := range []string{
		"127.0.0.1", "127.1", "0", "0.0.0.0", "2130706433", "0x7f000001", "0177.0.0.1", "017700000001", "127.0.0.1.", "localhost",
		"LOCALHOST", "localhost.",
		"[::1]", "[::]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
		"[fe80::1%25lo]",
		"inside.example", "both.example", "①②⑦.⓪.⓪.①", "nowhere.example",
	} {
		if got, err := get(c, fmt.Sprintf("http://%s:%d/", host, port)); err == nil {
			t.Errorf("%s was fetched: %q", host, got)
		} else if !errors.Is(err, ErrRefused) && !strings.Contains(err.Error(), "invalid") {
			t.Errorf("%s: %v", host, err)
		}
	}
	if n := s.came.Load(); n != 0 {
		t.Errorf("%d requests came through", n)
	}
}

func TestANameThatTurnsIntoAnotherAddressIsCaughtAtTheSocket(t *testing.T) {
	s := newSite(t, hello)
	c := New(Options{Ports: []uint16{s.port(t)}})
	conn, err := c.dialer.DialContext(t.Context(), "tcp", s.Listener.Addr().String())
	if err == nil {
		t.Error("connected")
		_ = conn.Close()
	}
	if !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
}

func TestARedirectIsLookedAtLikeAFirstAddress(t *testing.T) {
	secret := newSite(t, hello)
	var to string
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
	port := s.port(t)
	lookUp := func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	only := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	c := New(Options{Allow: only, Ports: []uint16{port}, LookUp: lookUp})
	for _, to = range []string{
		secret.URL, // another port
		fmt.Sprintf("http://127.0.0.2:%d/", port), fmt.Sprintf("http://[::1]:%d/", port),
		fmt.Sprintf("http://me:word@127.0.0.1:%d/", port), "file:///etc/passwd", "gopher://127.0.0.1/", "javascript:alert(1)",
		s.URL, // an endless redirect
	} {
		if _, err := get(c, s.URL); !errors.Is(err, ErrRefused) {
			t.Errorf("led to %s: %v", to, err)
		}
	}
	if n := secret.came.Load(); n != 0 {
		t.Errorf("%d requests came through", n)
	}
	to = secret.URL
	req, err := http.NewRequest(http.MethodGet, s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := New(Options{Allow: only, Ports: []uint16{port}, Redirects: -1}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusFound {
		t.Errorf("status %d", res.StatusCode)
	}
	if err := res.Body.Close(); err != nil {
		t.Error(err)
	}
}

func TestABodyWithoutEndIsCut(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 4096)); err != nil {
				return
			}
		}
	})
	c := New(Options{Allow: loopback, Ports: []uint16{s.port(t)}, Body: 10_000})
	if got, err := get(c, s.URL); !errors.Is(err, ErrTooLarge) || len(got) != 10_000 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestABodyOfExactlyTheBoundIsWhole(t *testing.T) {
	s := newSite(t, hello)
	c := New(Options{Allow: loopback, Ports: []uint16{s.port(t)}, Body: 5})
	if got, err := get(c, s.URL); err != nil || got != "hello" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAnAnswerThatDoesNotComeIsNotWaitedFor(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		<-r.Context().Done()
	})
	c := New(Options{Allow: loopback, Ports: []uint16{s.port(t)}, Timeout: 50 * time.Millisecond, AtOnce: 1})
	for range 3 { // one after the other, also after one that was cancelled
		if _, err := get(c, s.URL); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	}
}

func TestSoManyAtOnceAndNoMore(t *testing.T) {
	release := make(chan struct{})
	inside := make(chan struct{}, 10)
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		inside <- struct{}{}
		<-release
	})
	c := New(Options{Allow: loopback, Ports: []uint16{s.port(t)}, AtOnce: 2, Timeout: time.Minute})
	results := make(chan error)
	for range 2 {
		go func() {
			_, err := get(c, s.URL)
			results <- err
		}()
	}
	<-inside
	<-inside
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Do(req); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(release)
	for range 2 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if n := s.came.Load(); n != 2 {
		t.Errorf("%d came", n)
	}
}

func TestNoProxyOfTheEnvironmentIsUsed(t *testing.T) {
	proxy, s := newSite(t, hello), newSite(t, hello)
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "ALL_PROXY"} {
		t.Setenv(name, proxy.URL)
	}
	c := New(Options{Allow: loopback, Ports: []uint16{s.port(t)}})
	if _, err := get(c, s.URL); err != nil {
		t.Error(err)
	}
	if n := proxy.came.Load(); n != 0 {
		t.Error("the proxy was asked")
	}
}

func TestPublicAddressesOfThisMachineAreNotDialled(t *testing.T) {
	public := netip.MustParseAddr("8.8.8.8")
	own := func() ([]netip.Addr, error) { return []netip.Addr{public}, nil }
	c := New(Options{Own: own, LookUp: func(context.Context, string) ([]netip.Addr, error) { return []netip.Addr{public}, nil }})
	for _, host := range []string{"8.8.8.8", "[::ffff:8.8.8.8]", "own.example"} {
		if got, err := get(c, "http://"+host+"/"); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %q, %v", host, got, err)
		}
	}
	if err := New(Options{Own: own, Allow: []netip.Prefix{netip.PrefixFrom(public, 32)}}).check(public, 80); err != nil {
		t.Errorf("although it is allowed: %v", err)
	}
	fault := errors.New("planted")
	c = New(Options{Own: func() ([]netip.Addr, error) { return nil, fault }})
	if err := c.check(public, 80); !errors.Is(err, fault) {
		t.Errorf("when they are not known: %v", err)
	}
}

func TestAllowedNetworksMayBeAllowedWithEveryPort(t *testing.T) {
	s := newSite(t, hello)
	c := New(Options{Allow: loopback, AnyPort: true})
	if got, err := get(c, s.URL); got != "hello" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if err := c.check(netip.MustParseAddr("8.8.8.8"), s.port(t)); !errors.Is(err, ErrRefused) {
		t.Errorf("a port of a public address: %v", err)
	}
}

func TestOnlyTCPToAllowedPorts(t *testing.T) {
	c := New(Options{Allow: loopback})
	for _, address := range []string{"127.0.0.1:22", "127.0.0.1:6379", "127.0.0.1:0", "127.0.0.1:http", "127.0.0.1", "127.0.0.1:65536"} {
		if conn, err := c.Dial(t.Context(), "tcp", address); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v, %v", address, conn, err)
		}
	}
	for _, network := range []string{"unix", "udp", "ip", ""} {
		if conn, err := c.Dial(t.Context(), network, "127.0.0.1:80"); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v, %v", network, conn, err)
		}
	}
}
