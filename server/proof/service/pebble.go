package service

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/instance"
)

// Pebble is a certificate authority that speaks ACME, Let's Encrypt's own for
// tests, with a DNS of its own in which every name is 127.0.0.1. It sends one
// request in twenty back with a bad nonce, as the real one may. What it knew is
// gone when it ends, its root certificate too.
type Pebble struct {
	URL      string // of its directory, the same after each start
	RootFile string // PEM: vouches for URL, not for what it gives

	tb      testing.TB
	manage  string // its management's address
	names   string // its DNS' management's
	client  *http.Client
	dns     process
	process process
}

// PebbleOptions say where Pebble finds the server that it looks at, and how long
// its certificates last.
type PebbleOptions struct {
	HTTPPort, TLSPort int           // instead of 80 and 443
	Lasts             time.Duration // in seconds; 0: 90 days
}

// StartPebble starts Pebble and its DNS, and ends them after the test. `make
// packages` installs both in bin/tools.
func StartPebble(tb testing.TB, o PebbleOptions) *Pebble {
	tb.Helper()
	if o.Lasts == 0 {
		o.Lasts = 90 * 24 * time.Hour
	}
	p := &Pebble{tb: tb}
	dir := tb.TempDir()
	p.RootFile = filepath.Join(dir, "api.pem")
	keyFile := filepath.Join(dir, "api.key")
	if err := writePair(p.RootFile, keyFile); err != nil {
		tb.Fatal(err)
	}
	roots, err := os.ReadFile(p.RootFile)
	if err != nil {
		tb.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(roots)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}
	p.client = &http.Client{Transport: transport, Timeout: readyIn}
	resolver := p.startDNS(dir)
	path, err := tool("pebble")
	if err != nil {
		tb.Fatal(err)
	}
	config := filepath.Join(dir, "pebble.json")
	p.process = process{path: path, dir: dir, death: syscall.SIGKILL, args: []string{"-config", config, "-dnsserver", resolver},
		env: []string{"PEBBLE_VA_NOSLEEP=1"}}
	p.process.ready = func() error { return p.answers(p.URL) }
	tb.Cleanup(p.Kill)
	p.process.tell(tb, "pebble")
	err = onFreePort(func(port int) error {
		manage, err := instance.FreePort()
		if err != nil {
			return err
		}
		p.URL, p.manage = fmt.Sprintf("https://127.0.0.1:%d/dir", port), fmt.Sprintf("https://127.0.0.1:%d", manage)
		content, err := json.Marshal(map[string]any{"pebble": map[string]any{
			"listenAddress": fmt.Sprintf("127.0.0.1:%d", port), "managementListenAddress": fmt.Sprintf("127.0.0.1:%d", manage),
			"certificate": p.RootFile, "privateKey": keyFile, "httpPort": o.HTTPPort, "tlsPort": o.TLSPort, "keyAlgorithm": "ecdsa",
			"profiles": map[string]any{"only": map[string]any{"description": "the only one", "validityPeriod": int(o.Lasts.Seconds())}},
		}})
		if err == nil {
			err = os.WriteFile(config, content, 0o600)
		}
		if err != nil {
			return err
		}
		return p.process.start()
	})
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// startDNS starts the DNS and returns its address.
func (p *Pebble) startDNS(dir string) (resolver string) {
	p.tb.Helper()
	path, err := tool("pebble-challtestsrv")
	if err != nil {
		p.tb.Fatal(err)
	}
	p.dns = process{path: path, dir: dir, death: syscall.SIGKILL}
	p.dns.ready = func() error { return p.answers(p.names) }
	p.tb.Cleanup(func() { p.dns.end(syscall.SIGKILL) })
	p.dns.tell(p.tb, "pebble-challtestsrv")
	err = onFreePort(func(port int) error {
		manage, err := instance.FreePort()
		if err != nil {
			return err
		}
		resolver, p.names = net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), fmt.Sprintf("http://127.0.0.1:%d", manage)
		p.dns.args = []string{"-dnsserver", resolver, "-management", fmt.Sprintf("127.0.0.1:%d", manage),
			"-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", "", "-doh", ""}
		return p.dns.start()
	})
	if err != nil {
		p.tb.Fatal(err)
	}
	return resolver
}

// answers returns nil if anything answers at url.
func (p *Pebble) answers(url string) error {
	res, err := p.client.Get(url)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

// Kill ends the authority with all it knew; its DNS goes on.
func (p *Pebble) Kill() { p.process.end(syscall.SIGKILL) }

// Start starts the authority again at the same address, after Kill.
func (p *Pebble) Start() {
	p.tb.Helper()
	if err := p.process.start(); err != nil {
		p.tb.Fatal(err)
	}
}

// Roots returns what vouches for the certificates that the authority has given
// since it was last started.
func (p *Pebble) Roots(ctx context.Context) *x509.CertPool {
	p.tb.Helper()
	content, err := p.get(ctx, p.manage+"/roots/0")
	if err != nil {
		p.tb.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(content) {
		p.tb.Fatalf("pebble: no certificate in %q", content)
	}
	return pool
}

// Lose makes the DNS answer for host that it does not know, and Find takes that
// back.
func (p *Pebble) Lose(host string) { p.name("/set-servfail", host) }

// Find takes Lose back.
func (p *Pebble) Find(host string) { p.name("/clear-servfail", host) }

func (p *Pebble) name(path, host string) {
	p.tb.Helper()
	content, err := json.Marshal(map[string]string{"host": host + "."})
	if err != nil {
		p.tb.Fatal(err)
	}
	res, err := p.client.Post(p.names+path, "application/json", bytes.NewReader(content))
	if err != nil {
		p.tb.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		p.tb.Fatalf("pebble's DNS: %s: %s", path, res.Status)
	}
}

func (p *Pebble) get(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	res, err := p.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, errors.New(res.Status)
	}
	return io.ReadAll(res.Body)
}

// tool finds bin/tools/NAME by walking up from the working directory.
func tool(name string) (string, error) {
	bin, err := instance.Binary()
	if err != nil {
		return "", err
	}
	path := filepath.Join(filepath.Dir(bin), "tools", name)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%s is not installed; run: make packages", name)
	}
	return path, nil
}
