package https

import (
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/shared/wire"
)

func TestAServerGetsItsCertificateAndServesWithIt(t *testing.T) {
	t.Parallel()
	secure, plain := ports(t)
	pebble := service.StartPebble(t, service.PebbleOptions{HTTPPort: plain, TLSPort: secure})
	p := prepare(t, t.TempDir(), secure, plain, authority(pebble, "--log-level", "debug")...)
	began := time.Now()
	p.start()
	p.log.has(t, serves, 1)
	t.Logf("a certificate after %v", time.Since(began).Round(time.Millisecond))
	c := p.client(pebble.Roots(t.Context()))

	res, body := get(t, c, "https://"+domain+"/readyz")
	if res.ProtoMajor != 2 || res.StatusCode != http.StatusOK || body != "ok\n" {
		t.Errorf("the server answers %s %s %q, want HTTP/2 and ok", res.Proto, res.Status, body)
	}
	for _, path := range []string{"/", "/signin", "/livez", "/api/v1/openapi.json", "/nowhere"} {
		res, _ := get(t, c, "https://"+domain+path)
		if got := res.Header.Get("Strict-Transport-Security"); got != "max-age=31536000" {
			t.Errorf("%s: Strict-Transport-Security is %q", path, got)
		}
	}
	p.leadsToHTTPS(c)
	p.letsTheOwnerIn(c)
	if !strings.Contains(p.log.String(), "https://"+domain+"/setup") {
		t.Error("the log does not say where to set the server up")
	}
	if strings.Contains(strings.ToLower(p.log.String()), strings.ToLower(email)) {
		t.Error("the authority's contact is in the log")
	}
	p.keepsItsKeyToItself()

	// The next start needs no authority.
	first := p.mustSerial()
	pebble.Kill()
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	p.start()
	p.log.has(t, serves, 2)
	if again := p.mustSerial(); again != first {
		t.Errorf("after a restart the certificate is %s, and was %s", again, first)
	}
}

// leadsToHTTPS tries port 80.
func (p *place) leadsToHTTPS(c *http.Client) {
	p.t.Helper()
	for _, way := range []string{"/", "/join/abc?x=1&y=%2F"} {
		res, _ := get(p.t, c, "http://"+domain+way)
		if to := res.Header.Get("Location"); res.StatusCode != http.StatusMovedPermanently || to != "https://"+domain+way {
			p.t.Errorf("http %s: %s to %q", way, res.Status, to)
		}
	}
	for _, host := range []string{"other.example.org", "127.0.0.1"} {
		res, _ := get(p.t, c, "http://"+host+"/")
		if res.StatusCode != http.StatusMisdirectedRequest || res.Header.Get("Location") != "" {
			p.t.Errorf("http for %s: %s to %q", host, res.Status, res.Header.Get("Location"))
		}
	}
	if res, _ := get(p.t, c, "http://"+domain+"/.well-known/acme-challenge/x"); res.StatusCode != http.StatusNotFound {
		p.t.Errorf("a question that was never asked: %s", res.Status)
	}
	if _, err := p.serial("other.example.org"); err == nil {
		p.t.Error("there is a certificate for another name")
	}
}

// letsTheOwnerIn does the first run by HTTPS, and opens a socket with its cookies.
func (p *place) letsTheOwnerIn(c *http.Client) {
	p.t.Helper()
	form := url.Values{"code": {instance.SetupCode}, "workspace": {"Tideline"}, "name": {"Nora"}, "email": {"nora@tideline.example"},
		"password": {instance.Password}}
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, "https://"+domain+"/setup", strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "https://"+domain)
	res, err := c.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		p.t.Error(err)
	}
	if res.StatusCode != http.StatusSeeOther || len(res.Cookies()) == 0 {
		p.t.Fatalf("the first run is answered by %s with %d cookies", res.Status, len(res.Cookies()))
	}
	head := http.Header{"Origin": {"https://" + domain}}
	for _, cookie := range res.Cookies() {
		if !cookie.Secure || !strings.HasPrefix(cookie.Name, "__Host-") && !strings.HasPrefix(cookie.Name, "__Secure-") {
			p.t.Errorf("the cookie %s may go out by HTTP", cookie.Name)
		}
		head.Add("Cookie", cookie.Name+"="+cookie.Value)
	}
	ws, _, err := websocket.Dial(p.t.Context(), "wss://"+domain+"/ws",
		&websocket.DialOptions{HTTPClient: c, HTTPHeader: head, Subprotocols: []string{wire.Subprotocol}})
	if err != nil {
		p.t.Fatal(err)
	}
	if err := ws.CloseNow(); err != nil {
		p.t.Error(err)
	}
}

// keepsItsKeyToItself looks at what was kept.
func (p *place) keepsItsKeyToItself() {
	p.t.Helper()
	files := 0
	err := filepath.WalkDir(filepath.Join(p.Data, "certificates"), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		} else {
			files++
		}
		if info.Mode().Perm() != want {
			p.t.Errorf("%s has the mode %o, want %o", path, info.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil || files == 0 {
		p.t.Errorf("%d files are kept: %v", files, err)
	}
}

func TestACertificateIsRenewedInTime(t *testing.T) {
	t.Parallel()
	secure, plain := ports(t)
	pebble := service.StartPebble(t, service.PebbleOptions{HTTPPort: plain, TLSPort: secure, Lasts: 20 * time.Second})
	p := prepare(t, t.TempDir(), secure, plain, authority(pebble)...)
	p.start()
	p.log.has(t, serves, 1)
	first := p.mustSerial()
	p.log.has(t, serves, 2)
	if second := p.mustSerial(); second == first {
		t.Error("the old certificate is still served")
	}
	get(t, p.client(pebble.Roots(t.Context())), "https://"+domain+"/livez") // and the new one is good
	if text := p.log.String(); strings.Contains(text, failed) || strings.Contains(text, none) {
		t.Error("something failed on the way")
	}
}

func TestTheOldCertificateServesOnWhileTheAuthorityIsAway(t *testing.T) {
	t.Parallel()
	secure, plain := ports(t)
	pebble := service.StartPebble(t, service.PebbleOptions{HTTPPort: plain, TLSPort: secure, Lasts: 30 * time.Second})
	p := prepare(t, t.TempDir(), secure, plain, authority(pebble)...)
	p.start()
	p.log.has(t, serves, 1)
	first, roots := p.mustSerial(), pebble.Roots(t.Context())
	pebble.Kill()
	p.log.has(t, failed, 1)
	if now := p.mustSerial(); now != first {
		t.Errorf("the certificate is %s, and was %s", now, first)
	}
	get(t, p.client(roots), "https://"+domain+"/livez")
	pebble.Start()
	p.log.has(t, serves, 2)
	if now := p.mustSerial(); now == first {
		t.Error("the authority is back, and the old certificate is still served")
	}
	if strings.Contains(strings.ToLower(p.log.String()), strings.ToLower(email)) {
		t.Error("the authority's contact is in the log")
	}
}

func TestAServerStartsWithoutItsAuthorityAndCatchesUp(t *testing.T) {
	t.Parallel()
	secure, plain := ports(t)
	pebble := service.StartPebble(t, service.PebbleOptions{HTTPPort: plain, TLSPort: secure})
	pebble.Kill()
	p := prepare(t, t.TempDir(), secure, plain, authority(pebble)...)
	p.start()
	p.log.has(t, none, 1)
	c := p.client(nil)
	res, body := get(t, c, "http://"+domain+"/signin")
	if res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "certificate is on its way") {
		t.Errorf("who comes by HTTP meanwhile is told %s %q", res.Status, body)
	}
	pebble.Start()
	p.log.has(t, serves, 1)
	get(t, p.client(pebble.Roots(t.Context())), "https://"+domain+"/livez")
}

func TestAServerThatIsStartedAgainAndAgainDoesNotAskAgainAndAgain(t *testing.T) {
	t.Parallel()
	secure, plain := ports(t)
	pebble := service.StartPebble(t, service.PebbleOptions{HTTPPort: plain, TLSPort: secure})
	pebble.Lose(domain)
	p := prepare(t, t.TempDir(), secure, plain, authority(pebble)...)
	p.start()
	p.log.has(t, none, 1)
	if text := p.log.String(); !strings.Contains(text, "the authority does not find "+domain) &&
		!strings.Contains(text, "did not find this server at "+domain) {
		t.Error("the log does not say what is in the way")
	}
	for range 3 {
		p.Kill()
		p.start()
	}
	if n := strings.Count(p.log.String(), asks); n != 1 {
		t.Errorf("four starts asked %d times within a minute, want once", n)
	}
}
