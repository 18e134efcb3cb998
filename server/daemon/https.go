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

// httpsError is a value about certificates that a server cannot start with.
type httpsError struct {
	flag string
	err  error
}

// Error implements error.
func (e httpsError) Error() string { return e.flag + ": " + e.err.Error() }

// Typed reports that another flag would help.
func (e httpsError) Typed() bool { return true }

// Unwrap returns the reason.
func (e httpsError) Unwrap() error { return e.err }

// source finds out where d's certificate comes from; nil: it serves plain HTTP.
// What d listens on and rests on must be open.
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

// roots reads certificates that vouch for an authority; nil: those that the
// system trusts.
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

// hostPort says where l listens; the host is empty if it listens everywhere.
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

// secureFor is how long browsers come back by HTTPS alone, in seconds: a year.
const secureFor = "max-age=31536000"

// secured adds to every answer of a server that does HTTPS what holds for all of
// it: whoever was here once comes back by HTTPS.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", secureFor)
		next.ServeHTTP(w, r)
	})
}

// beside is what is served by HTTP beside HTTPS at domain.
func beside(source certs.Source, domain string) http.Handler {
	if m, ok := source.(*certs.Managed); ok {
		return m.Plain()
	}
	return certs.PlainFor(domain)
}
