package daemon

import (
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"github.com/confab/confab/server/certs"
)

// httpsError is a flag about certificates that a server cannot start with.
type httpsError struct {
	flag string
	err  error
}

// Error implements error.
func (e httpsError) Error() string { return e.flag + ": " + e.err.Error() }

// Typed reports that another value of the flag would help.
func (e httpsError) Typed() bool { return true }

// Unwrap returns the reason.
func (e httpsError) Unwrap() error { return e.err }

// source returns where d's certificate comes from; nil: d serves plain HTTP. d's
// listeners and backing must be open.
func source(d *Daemon) (certs.Source, error) {
	switch {
	case d.cfg.TLSCert != "":
		own, err := certs.OpenOwn(d.cfg.TLSCert, d.cfg.TLSKey, d.log)
		if err != nil {
			return nil, httpsError{"--tls-cert", err}
		}
		return own, nil
	case !d.cfg.Managed():
		return nil, nil
	}
	o := certs.Options{
		Domain: d.cfg.Domain, Authority: d.cfg.ACMECA, Email: d.cfg.ACMEEmail,
		Storage: certs.Files(filepath.Join(d.cfg.Data, certs.Dir)), Log: d.log,
	}
	if shelf := d.backing.shelf; shelf != nil {
		o.Storage, o.Several = certs.Shared(shelf, d.backing.node, d.faults), true
	}
	var err error
	if o.Roots, err = roots(d.cfg.ACMECARoot); err != nil {
		return nil, httpsError{"--acme-ca-root", err}
	}
	if o.Host, o.Port, err = hostPort(d.listener); err != nil {
		return nil, err
	}
	if d.plain != nil {
		if _, o.PlainPort, err = hostPort(d.plain); err != nil {
			return nil, err
		}
	}
	return certs.NewManaged(o), nil
}

// roots reads the root certificates to verify an authority with; nil: the
// system's.
func roots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(content) {
		return nil, fmt.Errorf("there is no certificate in %s", file)
	}
	return pool, nil
}

// hostPort returns where l listens; the host is empty if it listens on all
// addresses.
func hostPort(l net.Listener) (string, int, error) {
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return "", 0, err
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = ""
	}
	n, err := strconv.Atoi(port)
	return host, n, err
}

// secureFor tells browsers to use only HTTPS for a year (in seconds).
const secureFor = "max-age=31536000"

// secured adds the HSTS header to every answer: a browser that has been here
// comes back by HTTPS only.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", secureFor)
		next.ServeHTTP(w, r)
	})
}

// beside serves plain HTTP for a domain that is served by HTTPS.
func beside(source certs.Source, domain string) http.Handler {
	if m, ok := source.(*certs.Managed); ok {
		return m.Plain()
	}
	return certs.PlainFor(domain)
}
