package cli

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/service"
)

const doctored = "chat.tideline.example"

// town fakes a domain: a certificate that ends at a time, and the redirect of
// port 80.
func town(t *testing.T, ends time.Time, leads string) reach {
	t.Helper()
	chain, key, err := service.Pair(ends, doctored)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := tls.X509KeyPair(chain, key)
	if err != nil {
		t.Fatal(err)
	}
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	secure.StartTLS()
	t.Cleanup(secure.Close)
	plain := httptest.NewServer(http.RedirectHandler(leads, http.StatusMovedPermanently))
	t.Cleanup(plain.Close)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(chain)
	return reach{
		find: func(context.Context, string) ([]string, error) { return []string{"127.0.0.1"}, nil }, roots: roots,
		dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			to := plain.Listener
			if strings.HasSuffix(address, ":443") {
				to = secure.Listener
			}
			return (&net.Dialer{}).DialContext(ctx, network, to.Addr().String())
		},
	}
}

func TestTheDoctorLooksAtTheDomain(t *testing.T) {
	year := time.Now().Add(365 * 24 * time.Hour)
	good := town(t, year, "https://"+doctored+"/livez")
	unknown, nobody, stranger := good, good, good
	unknown.find = func(context.Context, string) ([]string, error) { return nil, errors.New("no such host") }
	nobody.dial = func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("connection refused") }
	stranger.roots = x509.NewCertPool()
	for name, c := range map[string]struct {
		by  reach
		ill string // the checks that should fail
	}{
		"all is well":              {good, ""},
		"the DNS does not know it": {unknown, "domain"},
		"nobody answers":           {nobody, "https http"},
		"nobody believes it":       {stranger, "https"},
		"it was not renewed":       {town(t, time.Now().Add(10*time.Minute), "https://"+doctored+"/livez"), "https"},
		"it has ended":             {town(t, time.Now().Add(-time.Minute), "https://"+doctored+"/livez"), "https"},
		"port 80 is somebody else": {town(t, year, "https://other.example/livez"), "http"},
	} {
		d := &diagnosis{}
		d.lookAtDomain(t.Context(), doctored, c.by)
		var ill []string
		for _, f := range d.Checks {
			if !f.OK() {
				ill = append(ill, f.Name)
			}
		}
		if got := strings.Join(ill, " "); got != c.ill {
			t.Errorf("%s: not well are %q, want %q (%+v)", name, got, c.ill, d.Checks)
		}
	}
}
