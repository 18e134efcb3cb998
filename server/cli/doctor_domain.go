package cli

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/caddyserver/certmagic"

	"github.com/confab/confab/server/certs"
	"github.com/confab/confab/server/config"
)

// reachIn is how long a server may take to answer at its domain.
const reachIn = 10 * time.Second

// reach is how a domain is contacted.
type reach struct {
	find  func(ctx context.Context, host string) ([]string, error)
	dial  func(ctx context.Context, network, address string) (net.Conn, error)
	roots *x509.CertPool // nil: the system's certificates
}

// fromHere contacts a domain as any program on this machine does.
func fromHere() reach {
	return reach{find: net.DefaultResolver.LookupHost, dial: (&net.Dialer{}).DialContext}
}

// lookAtDomain checks a domain from this machine: whether it resolves, and
// whether both ports answer as they should.
func (d *diagnosis) lookAtDomain(ctx context.Context, domain string, by reach) {
	ctx, cancel := context.WithTimeout(ctx, 3*reachIn)
	defer cancel()
	name, err := config.Domain(domain, false)
	if err == nil {
		_, err = by.find(ctx, name)
	}
	d.check("domain", "the domain resolves", err)
	if err != nil {
		return
	}
	d.check("https", "HTTPS answers at the domain, with a valid certificate", by.https(ctx, name))
	d.check("http", "HTTP at the domain redirects to HTTPS", by.http(ctx, name))
}

// https checks the certificate that is served.
func (by reach) https(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, reachIn)
	defer cancel()
	conn, err := by.dial(ctx, "tcp", net.JoinHostPort(name, "443"))
	if err != nil {
		return fmt.Errorf("port 443 cannot be reached from here: %w", err)
	}
	c := tls.Client(conn, &tls.Config{ServerName: name, RootCAs: by.roots})
	defer c.Close()
	if err := c.HandshakeContext(ctx); err != nil {
		return err
	}
	leaf := c.ConnectionState().PeerCertificates[0]
	left, all := time.Until(leaf.NotAfter), leaf.NotAfter.Sub(leaf.NotBefore)
	if left < all/4 { // it is renewed when a third of its time is left
		return fmt.Errorf("it expires at %s and was not renewed", leaf.NotAfter.UTC().Format(time.RFC3339))
	}
	return nil
}

// http checks that port 80 redirects to HTTPS.
func (by reach) http(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, reachIn)
	defer cancel()
	transport := &http.Transport{DialContext: by.dial, DisableKeepAlives: true}
	client := &http.Client{Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+name+"/livez", nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("port 80 cannot be reached from here: %w", err)
	}
	if to := res.Header.Get("Location"); to != "https://"+name+"/livez" {
		return errors.Join(fmt.Errorf("it answers %s and redirects to %q", res.Status, to), res.Body.Close())
	}
	return res.Body.Close()
}

// lookAtCertificate checks the certificate stored in the data directory dir, if
// the server obtains one itself.
func (d *diagnosis) lookAtCertificate(ctx context.Context, dir, domain string) {
	dir = filepath.Join(dir, certs.Dir)
	name, err := config.Domain(domain, false)
	if _, missing := os.Stat(dir); err != nil || missing != nil {
		return
	}
	d.check("certificate", "the stored certificate was renewed when it was last due", kept(ctx, certs.Files(dir), name))
}

func kept(ctx context.Context, storage certmagic.Storage, name string) error {
	found, err := certs.Look(ctx, storage, name)
	switch {
	case err != nil:
		return err
	case found.Problem != "":
		return errors.New(found.Problem)
	case found.Until.IsZero():
		return errors.New("there is none yet")
	case time.Now().After(found.Until):
		return fmt.Errorf("it expired at %s", found.Until.Format(time.RFC3339))
	}
	return nil
}
