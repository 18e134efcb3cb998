package daemon_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"

	"github.com/confab/confab/server/config"
	"github.com/confab/confab/server/daemon"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

const code = "a-code-of-mine"

// running is a daemon that serves.
type running struct {
	*daemon.Daemon
	url  string
	stop func() error
}

func start(t *testing.T, dir string) *running {
	t.Helper()
	c := config.Default()
	c.Listen, c.Data, c.SetupCode = "127.0.0.1:0", dir, code
	if problems := c.Check(); problems != nil {
		t.Fatal(problems)
	}
	d, err := daemon.New(t.Context(), c, daemon.Options{Version: "v-test", Out: io.Discard, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	r := &running{Daemon: d, url: "http://" + d.Addr().String()}
	stopped := false
	r.stop = func() error {
		cancel()
		if stopped {
			return nil
		}
		stopped = true
		return <-done
	}
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// browser returns an HTTP client with cookies.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Jar: jar, Transport: transport, CheckRedirect: func(*http.Request,
		[]*http.Request) error {
		return http.ErrUseLastResponse
	}}
}

// post sends a form as a browser does from a page of the same origin.
func (r *running) post(t *testing.T, b *http.Client, path string, form url.Values) int {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("Origin", r.url)
	res, err := b.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode
}

// socket is a WebSocket with a browser's cookies.
type socket struct {
	t  *testing.T
	ws *websocket.Conn
}

func (r *running) socket(t *testing.T, b *http.Client, at wire.Resume) *socket {
	t.Helper()
	ws, res, err := websocket.Dial(t.Context(), r.url+"/ws", &websocket.DialOptions{
		HTTPClient: b, HTTPHeader: http.Header{"Origin": {r.url}}, Subprotocols: []string{wire.Subprotocol},
	})
	if err != nil {
		t.Fatalf("%v: %v", err, res)
	}
	t.Cleanup(func() { _ = ws.CloseNow() }) // it is closed already when all went well
	s := &socket{t, ws}
	s.say(&wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "test", Device: id.New(), Resume: at})
	return s
}

func (s *socket) say(obj wire.Headed) {
	s.t.Helper()
	b, err := json.Marshal(obj)
	if err == nil {
		err = s.ws.Write(s.t.Context(), websocket.MessageText, b)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// next reads up to the next object of a type.
func (s *socket) next(want wire.Type, into wire.Headed) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 30*time.Second)
	defer cancel()
	for {
		_, frame, err := s.ws.Read(ctx)
		if err != nil {
			s.t.Fatalf("waiting for %s: %v", want, err)
		}
		for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
			if h, err := wire.Peek(line); err == nil && h.Type == want {
				if err := json.Unmarshal(line, into); err != nil {
					s.t.Fatal(err)
				}
				return
			}
		}
	}
}

// A new user sets a server up, talks, and finds everything again after a restart.
func TestTheFirstDay(t *testing.T) {
	t.Cleanup(func() { goleak.VerifyNone(t) })
	dir := t.TempDir()
	d := start(t, dir)
	nora := browser(t)
	form := url.Values{"code": {"wrong"}, "workspace": {"Acme"}, "name": {"Nora"}, "email": {"nora@example.com"},
		"password": {"correct horse battery"}}
	if got := d.post(t, nora, "/setup", form); got == http.StatusSeeOther {
		t.Fatal("the setup took a wrong code")
	}
	form.Set("code", code)
	if got := d.post(t, nora, "/setup", form); got != http.StatusSeeOther {
		t.Fatalf("setup: status %d", got)
	}

	s := d.socket(t, nora, wire.Resume{})
	var in wire.Inbox
	s.next(wire.TypeInbox, &in)
	s.next(wire.TypeReady, &wire.Ready{})
	s.say(&wire.Send{Head: wire.Head{Type: wire.SendMessage.Type, ID: "1"}, CID: id.New(), Room: in.Room, Body: "Is anyone here?"})
	var ack wire.Ack
	s.next(wire.TypeAck, &ack)

	ended := make(chan error, 1)
	go func() { ended <- d.stop() }()
	var bye wire.Bye
	s.next(wire.TypeBye, &bye)
	if bye.Code != wire.CodeDraining || bye.RetryMS == 0 {
		t.Errorf("bye %+v", bye)
	}
	if err := <-ended; err != nil {
		t.Errorf("Run returned %v", err)
	}
	if _, err := http.Get(d.url + "/livez"); err == nil {
		t.Error("it still answers")
	}

	again := start(t, dir)
	u, err := url.Parse(d.url)
	if err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(again.url) // another port, the same cookies
	if err != nil {
		t.Fatal(err)
	}
	nora.Jar.SetCookies(to, nora.Jar.Cookies(u))
	s = again.socket(t, nora, wire.Resume{Rooms: map[string]wire.Cursor{in.Room: {Epoch: in.Info.Epoch, Seq: in.Info.Top}}})
	var e wire.Event
	s.next(wire.TypeEvent, &e)
	if e.Seq != ack.Seq || e.Body != "Is anyone here?" {
		t.Errorf("replayed %+v, want seq %d", e, ack.Seq)
	}
}

func TestCloseWithoutRun(t *testing.T) {
	t.Cleanup(func() { goleak.VerifyNone(t) })
	c := config.Default()
	c.Listen, c.Data, c.AdminListen = "127.0.0.1:0", t.TempDir(), "127.0.0.1:0"
	if problems := c.Check(); problems != nil {
		t.Fatal(problems)
	}
	for range 2 { // the second run must not be hindered by the first
		d, err := daemon.New(t.Context(), c, daemon.Options{Out: io.Discard, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(d.Close(), d.Close()); err != nil {
			t.Error(err)
		}
	}
}
