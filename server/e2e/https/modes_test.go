package https

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/service"
)

// writes puts a certificate for the domain into a directory and returns what
// believes it.
func writes(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	chain, key, err := service.Pair(time.Now().Add(90*24*time.Hour), domain)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "key.pem"), key, 0o600),
		os.WriteFile(filepath.Join(dir, "chain.pem"), chain, 0o600)); err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(chain)
	return pool
}

func TestAnOwnCertificateIsReadAgainWhenItChanges(t *testing.T) {
	t.Parallel()
	secure, plain := ports(t)
	dir := t.TempDir()
	first := writes(t, dir)
	p := prepare(t, t.TempDir(), secure, plain, "--tls-cert", filepath.Join(dir, "chain.pem"), "--tls-key", filepath.Join(dir, "key.pem"))
	p.start()
	res, _ := get(t, p.client(first), "https://"+domain+"/livez")
	if res.ProtoMajor != 2 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s, Strict-Transport-Security %q", res.Proto, res.Header.Get("Strict-Transport-Security"))
	}
	if res, _ := get(t, p.client(first), "http://"+domain+"/x"); res.Header.Get("Location") != "https://"+domain+"/x" {
		t.Errorf("http leads to %q", res.Header.Get("Location"))
	}
	if err := os.WriteFile(filepath.Join(dir, "chain.pem"), []byte("half a certi"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.log.has(t, "the new certificate cannot be used; the one before serves on", 1)
	get(t, p.client(first), "https://"+domain+"/livez")
	second := writes(t, dir)
	p.log.has(t, "serving with the new certificate", 1)
	get(t, p.client(second), "https://"+domain+"/livez")
}

func TestAnOwnCertificateThatIsNoneKeepsAServerFromStarting(t *testing.T) {
	t.Parallel()
	secure, plain := ports(t)
	file := filepath.Join(t.TempDir(), "none.pem")
	p := prepare(t, t.TempDir(), secure, plain, "--tls-cert", file, "--tls-key", file)
	if err := p.Start(t.Context()); err == nil || !strings.Contains(p.log.String(), "--tls-cert: the certificate cannot be read") {
		t.Errorf("started: %v\n%s", err, p.log)
	}
}

func TestBehindAProxyThatDoesHTTPS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	roots := writes(t, dir)
	s, err := instance.New(instance.Options{Data: t.TempDir(),
		Args: []string{"--public-url", "https://" + domain, "--trusted-proxy", "127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer s.Kill()
	nginx := service.StartNginx(t, fmt.Sprintf(`server {
		listen LISTEN ssl;
		ssl_certificate %s; ssl_certificate_key %s;
		location / {
			proxy_pass %s;
			proxy_http_version 1.1;
			proxy_set_header Host $host;
			proxy_set_header Upgrade $http_upgrade;
			proxy_set_header Connection "upgrade";
			proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
			proxy_set_header X-Forwarded-Proto $scheme;
		}
	}`, filepath.Join(dir, "chain.pem"), filepath.Join(dir, "key.pem"), s.URL))
	p := &place{t: t, secure: nginx.Addr, log: newLog()}
	p.letsTheOwnerIn(p.client(roots))
	if text := s.Output(); strings.Contains(text, "NOT ENCRYPTED") || !strings.Contains(text, "url=https://"+domain) {
		t.Errorf("a server behind a proxy says\n%s", text)
	}
}

func TestPlainHTTPIsSaidOnceAndLoudly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		listen string
		loud   int
	}{{"0.0.0.0", 1}, {"127.0.0.1", 0}, {"localhost", 0}} {
		port, err := instance.FreePort()
		if err != nil {
			t.Fatal(err)
		}
		out := newLog()
		s, err := instance.New(instance.Options{Data: t.TempDir(), Args: []string{"--listen", fmt.Sprintf("%s:%d", c.listen, port)},
			Output: out, Ready: answersAt(port)})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		res, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/signin", port))
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
		if res.Header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: who comes by HTTP is told to come by HTTPS", c.listen)
		}
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
		if n := strings.Count(out.String(), "NOT ENCRYPTED"); n != c.loud {
			t.Errorf("%s: said %d times that this is plain HTTP, want %d", c.listen, n, c.loud)
		}
	}
}

// answersAt reports whether a server that speaks HTTP answers at port.
func answersAt(port int) func(context.Context) bool {
	return func(ctx context.Context) bool {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://127.0.0.1:%d/readyz", port), nil)
		if err != nil {
			return false
		}
		res, err := http.DefaultClient.Do(req)
		return err == nil && res.Body.Close() == nil && res.StatusCode == http.StatusOK
	}
}
