package https

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/service"
)

// domain is where people find the server. In the DNS of the tests' authority
// every name is this machine.
const domain = "chat.tideline.example.org"

// patience is how long a story waits for anything. It is used up by a failure only.
const patience = 90 * time.Second

// email is never seen in a log.
const email = "Keeper.Of.Certificates@tideline.example.org"

// place is a server at the domain.
type place struct {
	*instance.Server
	t      *testing.T
	secure string // the address of HTTPS
	plain  string // that of HTTP
	log    *log
}

// ports are two that are free.
func ports(t *testing.T) (secure, plain int) {
	t.Helper()
	var err [2]error
	secure, err[0] = instance.FreePort()
	plain, err[1] = instance.FreePort()
	if err := errors.Join(err[:]...); err != nil {
		t.Fatal(err)
	}
	return secure, plain
}

// prepare makes a server at the domain that listens on two ports. Later flags
// win over earlier ones.
func prepare(t *testing.T, data string, secure, plain int, args ...string) *place {
	t.Helper()
	p := &place{t: t, log: newLog(), secure: fmt.Sprintf("127.0.0.1:%d", secure), plain: fmt.Sprintf("127.0.0.1:%d", plain)}
	args = append([]string{"--domain", domain, "--listen", p.secure, "--http-listen", p.plain}, args...)
	var err error
	p.Server, err = instance.New(instance.Options{Data: data, Args: args, Output: p.log, Ready: func(ctx context.Context) bool {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", p.plain)
		return err == nil && conn.Close() == nil && strings.Contains(p.log.String(), "msg=serving ")
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the server said:\n%s", p.Output())
		}
		p.Kill()
	})
	return p
}

// start starts the server.
func (p *place) start() {
	p.t.Helper()
	if err := p.Start(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// authority is the flags of a server that gets its certificate from pebble.
func authority(pebble *service.Pebble, more ...string) []string {
	return append([]string{"--acme-ca", pebble.URL, "--acme-ca-root", pebble.RootFile, "--acme-email", email}, more...)
}

// client is a browser to which the domain is this place, and which believes roots.
func (p *place) client(roots *x509.CertPool) *http.Client {
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true, DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			to := p.plain
			if strings.HasSuffix(address, ":443") {
				to = p.secure
			}
			return (&net.Dialer{}).DialContext(ctx, network, to)
		},
	}
	p.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// get asks for url and returns the answer, whose body is read, and the body.
func get(t *testing.T, c *http.Client, url string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

// serial is the number of the certificate that is served for name; it is not
// looked at whether it is good.
func (p *place) serial(name string) (string, error) {
	conn, err := tls.Dial("tcp", p.secure, &tls.Config{ServerName: name, InsecureSkipVerify: true})
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].SerialNumber.String(), nil
}

// mustSerial is serial of the domain.
func (p *place) mustSerial() string {
	p.t.Helper()
	s, err := p.serial(domain)
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// log is all that a server printed.
type log struct {
	mu    sync.Mutex
	text  strings.Builder
	grown chan struct{} // closed when there is more
}

func newLog() *log { return &log{grown: make(chan struct{})} }

// Write implements io.Writer.
func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.Write(p)
	close(l.grown)
	l.grown = make(chan struct{})
	return len(p), nil
}

// String returns it.
func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// has waits until text was printed n times.
func (l *log) has(t *testing.T, text string, n int) {
	t.Helper()
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		l.mu.Lock()
		got, grown := strings.Count(l.text.String(), text), l.grown
		l.mu.Unlock()
		if got >= n {
			return
		}
		select {
		case <-grown:
		case <-late.C:
			t.Fatalf("%q was printed %d times in %v, want %d", text, got, patience, n)
		}
	}
}

// What servers print.
const (
	asks   = "asking for a certificate"
	serves = "serving with a certificate"
	failed = "could not be renewed; the old one serves on"
	none   = "there is no certificate yet"
)
