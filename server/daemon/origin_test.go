package daemon

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/confab/confab/server/config"
	"github.com/confab/confab/shared/wire"
)

// at returns a request of a page that was opened at origin, sent to host.
func at(method, path, host, origin string) *http.Request {
	r := httptest.NewRequest(method, "http://"+host+path, strings.NewReader("email=x&password=y"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", origin)
	return r
}

func answerTo(h http.Handler, r *http.Request) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// With a public address, no other name that points to the server is accepted.
func TestAPageAtAnotherAddressIsToldTheRightOne(t *testing.T) {
	d, log := opened(t, func(c *config.Config) {
		c.PublicURL, c.Origins = "https://chat.example.org", []string{"https://www.example.org"}
	})
	h := d.server.Handler
	for range 50 {
		code, text := answerTo(h, at("POST", "/signin", "192.168.1.5:8080", "http://192.168.1.5:8080"))
		if code != http.StatusForbidden || !strings.Contains(text, "https://chat.example.org") {
			t.Fatalf("%d %s", code, text)
		}
	}
	for _, want := range []string{"origin=http://192.168.1.5:8080", "host=192.168.1.5:8080", "--public-url=https://chat.example.org",
		"level=WARN"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("no %s in %s", want, log)
		}
	}
	if n := strings.Count(log.String(), "turned away"); n != 1 {
		t.Errorf("told %d times", n)
	}
	for _, origin := range []string{"https://chat.example.org", "https://www.example.org"} {
		if code, text := answerTo(h, at("POST", "/api/v1/auth/refresh", "10.0.0.1", origin)); strings.Contains(text, "another address") {
			t.Errorf("%s: %d %s", origin, code, text)
		}
	}
	if code, _ := answerTo(h, at("GET", "/livez", "x", "http://x")); code != http.StatusOK {
		t.Errorf("what changes nothing: %d", code)
	}
}

// The log says what a misconfigured proxy does to sockets and forms, whatever
// strangers put into their headers.
func TestTheLogSaysWhatAProxyDoesWrong(t *testing.T) {
	d, log := opened(t, nil)
	h := d.server.Handler
	socket := func(change func(*http.Request)) {
		r := at("GET", "/ws", "127.0.0.1:8080", "https://chat.example.org")
		r.Header.Set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
		r.Header.Set("Sec-WebSocket-Protocol", wire.Subprotocol)
		change(r)
		answerTo(h, r)
	}
	answerTo(h, at("GET", "/ws", "x", "http://x")) // a stranger who tries it
	if strings.Contains(log.String(), "turned away") {
		t.Error(log)
	}
	socket(func(*http.Request) { /* without an upgrade */ })
	socket(func(r *http.Request) {
		r.Header.Set("Upgrade", "websocket")
		r.AddCookie(&http.Cookie{Name: "confab_access", Value: "x"})
	})
	answerTo(h, at("POST", "/signin", "127.0.0.1:8080", "https://chat.example.org"))
	for _, want := range []string{"must pass the headers Upgrade and Connection on", "its page is of another address",
		"its form is of another address", "--public-url=\"not given\""} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("no %q in %s", want, log)
		}
	}
	before := log.Len()
	for range 1000 {
		answerTo(h, at("POST", "/signin", strings.Repeat("h", 5000), "https://"+strings.Repeat("o", 5000)+".example"))
	}
	if grown := log.Len() - before; grown > 2000 {
		t.Errorf("%d bytes of log", grown)
	}
}
