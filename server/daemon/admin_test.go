package daemon

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/config"
	"github.com/confab/confab/server/store"
)

// opened returns a daemon that was opened but not started, and its log.
func opened(t *testing.T, change func(*config.Config)) (*Daemon, *bytes.Buffer) {
	t.Helper()
	c := config.Default()
	c.Listen, c.Data, c.SetupCode = "127.0.0.1:0", filepath.Join(t.TempDir(), "data"), "a-code-of-mine"
	if change != nil {
		change(&c)
	}
	if problems := c.Check(); problems != nil {
		t.Fatal(problems)
	}
	var log bytes.Buffer
	d, err := New(t.Context(), c, Options{Version: "v-test", Out: io.Discard, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d, &log
}

// gets calls a handler and returns its status and text.
func gets(h http.Handler, target string, header ...string) (int, string) {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, strings.TrimSpace(w.Body.String())
}

func TestTheAdminListenerAnswersToItsOwnNameOnly(t *testing.T) {
	d, _ := opened(t, func(c *config.Config) { c.AdminListen = "localhost:0" })
	for host, want := range map[string]int{
		"127.0.0.1:9090": 200, "localhost:9090": 200, "localhost": 200, "[::1]:9090": 200, "LOCALHOST:1": 200, "10.1.2.3": 200,
		"rebound.evil.example:9090": 403, "evil.example": 403, "localhost.evil.example": 403, "127.0.0.1.evil.example": 403,
	} {
		if got, _ := gets(adminRoutes(d), "http://"+host+"/debug/vars"); got != want {
			t.Errorf("%s: %d, want %d", host, got, want)
		}
	}
	d.cfg.AdminListen = "monitor.internal:9090"
	if got, _ := gets(adminRoutes(d), "http://monitor.internal:9090/debug/vars"); got != 200 {
		t.Errorf("its own name: %d", got)
	}
}

func TestTheCommandLineIsNotTold(t *testing.T) {
	d, _ := opened(t, nil)
	code, text := gets(adminRoutes(d), "http://localhost/debug/pprof/cmdline")
	if code != http.StatusNotFound || strings.Contains(text, os.Args[0]) {
		t.Errorf("%d %q", code, text)
	}
}

func TestOnlyThoseWhoseServerItIsAreToldWhatIsMissing(t *testing.T) {
	d, _ := opened(t, nil)
	h := d.server.Handler
	if _, err := d.auth.PrepareSetup(t.Context()); err != nil {
		t.Fatal(err)
	}
	g, err := d.auth.Setup(t.Context(), auth.NewWorkspace{
		Code: "a-code-of-mine", Name: "Acme",
		Owner: auth.NewAccount{Name: "Nora", Email: "nora@example.com", Password: "correct horse battery"},
	}, auth.Client{})
	if err != nil {
		t.Fatal(err)
	}
	if code, text := gets(h, "/readyz"); code != 200 || text != "ok" {
		t.Errorf("all is well: %d %q", code, text)
	}
	d.backing.postgres.Store(false)
	for name, c := range map[string]struct {
		h      http.Handler
		header []string
		want   string
	}{
		"a stranger":         {h, nil, "degraded"},
		"a forged admin":     {h, []string{"Authorization", "Bearer x"}, "degraded"},
		"the owner":          {h, []string{"Authorization", "Bearer " + g.Access}, "degraded: PostgreSQL does not answer"},
		"the admin listener": {adminRoutes(d), nil, "degraded: PostgreSQL does not answer"},
	} {
		if code, text := gets(c.h, "http://localhost/readyz", c.header...); code != 200 || text != c.want {
			t.Errorf("%s: %d %q, want %q", name, code, text, c.want)
		}
	}
}

func TestAnOpenDataDirectoryIsRefusedOrTold(t *testing.T) {
	for name, c := range map[string]struct {
		data, keys os.FileMode
		refused    string // what the error says
		warned     bool
	}{
		"private":                 {0o700, 0o700, "", false},
		"open for everybody":      {0o777, 0o700, "mode 777); first run: chmod 700 ", false},
		"open keys":               {0o700, 0o777, "/keys can be changed by everybody", false},
		"open to write alone":     {0o702, 0o700, "mode 702", false},
		"changed by a group":      {0o770, 0o700, "", true},
		"looked into":             {0o755, 0o700, "", true},
		"keys that are looked at": {0o700, 0o750, "", true},
	} {
		dir := filepath.Join(t.TempDir(), "data")
		keys := filepath.Join(dir, "keys")
		if err := os.MkdirAll(keys, 0o700); err != nil {
			t.Fatal(err)
		}
		for path, mode := range map[string]os.FileMode{keys: c.keys, dir: c.data} {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
		}
		cfg := config.Default()
		cfg.Listen, cfg.Data = "127.0.0.1:0", dir
		if problems := cfg.Check(); problems != nil {
			t.Fatal(problems)
		}
		var log bytes.Buffer
		d, err := New(context.Background(), cfg, Options{Out: io.Discard, Log: slog.New(slog.NewTextHandler(&log, nil))})
		if err == nil {
			err = d.Close()
		} else if c.refused == "" || !strings.Contains(err.Error(), c.refused) {
			t.Errorf("%s: %v", name, err)
		} else {
			err, c.refused = nil, ""
		}
		if err != nil || c.refused != "" || strings.Contains(log.String(), "chmod") != c.warned {
			t.Errorf("%s: %v, refused for %q; log: %s", name, err, c.refused, &log)
		}
	}
}

func TestAnAdminListenerThatOthersReachIsTold(t *testing.T) {
	for address, loud := range map[string]bool{"127.0.0.1:0": false, "localhost:0": false, ":0": true, "0.0.0.0:0": true} {
		d, log := opened(t, func(c *config.Config) { c.AdminListen = address })
		if err := d.announce(t.Context()); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(log.String(), "level=WARN msg=\"the admin listener can be reached from other machines") != loud {
			t.Errorf("%s: %s", address, log)
		}
	}
}

func TestTheLogSaysWhichAddressCounts(t *testing.T) {
	d, log := opened(t, func(c *config.Config) { c.Proxies = []string{"10.0.0.1"} })
	if err := d.announce(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "[10.0.0.1/32] adds to X-Forwarded-For") {
		t.Error(log)
	}
	r := httptest.NewRequest(http.MethodGet, "/livez", nil)
	r.RemoteAddr = "10.0.0.2:4711"
	r.Header.Set("X-Forwarded-For", "203.0.113.5")
	for range 3 {
		d.client.Of(r)
	}
	if n := strings.Count(log.String(), "level=WARN msg=\"X-Forwarded-For is not believed"); n != 1 ||
		!strings.Contains(log.String(), "--trusted-proxy") || !strings.Contains(log.String(), "10.0.0.2") {
		t.Errorf("told %d times: %s", n, log)
	}
}

// If there is a public address, it alone decides whether cookies are for HTTPS.
func TestTheProxyIsNotAskedWhatThePublicAddressSays(t *testing.T) {
	for public, https := range map[string]bool{"https://chat.example.org": true, "http://chat.example.org": false, "": true} {
		d, _ := opened(t, func(c *config.Config) { c.PublicURL, c.Proxies = public, []string{"10.0.0.1", "10.0.0.9"} })
		r := httptest.NewRequest(http.MethodGet, (&url.URL{Scheme: "http", Host: "x"}).String(), nil)
		r.RemoteAddr = "10.0.0.1:1"
		r.Header.Set("X-Forwarded-For", "203.0.113.5, 10.0.0.9")
		r.Header.Set("X-Forwarded-Proto", "https, http")
		if got := d.auth.Cookies.HTTPS(r); got != https {
			t.Errorf("%q: %v", public, got)
		}
	}
}

func TestJobsThatAreLateAndThoseGivenUpAreCounted(t *testing.T) {
	d, _ := opened(t, nil)
	due := d.backing.now().UnixMilli() - 60_000
	err := d.backing.store.Update(t.Context(), func(tx store.Tx) error {
		return errors.Join(tx.Jobs().Create(store.Job{Key: "a", Kind: "tea", Due: due}),
			tx.Jobs().Create(store.Job{Key: "b", Kind: "tea", Died: 1}))
	})
	if err != nil {
		t.Fatal(err)
	}
	_, text := gets(adminRoutes(d), "http://localhost/debug/vars")
	if !regexp.MustCompile(`"kind":"tea","waiting":1,"overdue":1,"overdue_ms":6\d{4},"dead":1`).MatchString(text) {
		t.Errorf("the counters are %s", text)
	}
}

func TestWhatIsRefusedIsCountedByWhomAndWhy(t *testing.T) {
	d, _ := opened(t, nil)
	handler := d.server.Handler
	gets(handler, "http://localhost/api/v1/rooms") // nobody is signed in
	gets(handler, "http://localhost/nowhere")
	gets(handler, "http://localhost/ws")
	_, text := gets(adminRoutes(d), "http://localhost/debug/vars")
	for _, want := range []string{`"api":{"unauthorized":1}`, `"pages":{"404":1}`, `"handshake":{"handshake":1}`,
		`"crowd":{"connection":0,"request":0}`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
}
