package daemon

import (
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"github.com/caddyserver/certmagic"

	"github.com/confab/confab/server/certs"
)

// certificateDir is where in the data directory certificates are kept that the
// server gets by itself.
const certificateDir = "certificates"

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

// openHTTPS finds out where the certificate comes from, if there is to be one.
func (d *Daemon) openHTTPS() error {
	switch {
	case d.cfg.TLSCert != "":
		own, err := certs.OpenOwn(d.cfg.TLSCert, d.cfg.TLSKey, d.log)
		if err != nil {
			return httpsError{"--tls-cert", err}
		}
		d.https = own
		return nil
	case !d.cfg.Managed():
		return nil
	}
	o := certs.Options{
		Domain: d.cfg.Domain, Authority: d.cfg.ACMECA, Email: d.cfg.ACMEEmail,
		Storage: d.certificates(), Several: d.cfg.Postgres != "", Log: d.log,
	}
	var err error
	if o.Roots, err = roots(d.cfg.ACMECARoot); err != nil {
		return httpsError{"--acme-ca-root", err}
	}
	if o.Host, o.Port, err = hostPort(d.listener); err != nil {
		return err
	}
	if d.plain != nil {
		if _, o.PlainPort, err = hostPort(d.plain); err != nil {
			return err
		}
	}
	d.https = certs.NewManaged(o)
	return nil
}

// certificates is where the nodes of this server keep their certificate.
func (d *Daemon) certificates() certmagic.Storage {
	if shelf := d.backing.shelf; shelf != nil {
		return certs.Shared(shelf, d.backing.node)
	}
	return certs.Files(filepath.Join(d.cfg.Data, certificateDir))
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

// onHTTPS adds to every answer what holds for all of a server that does HTTPS
// itself: whoever was here once comes back by HTTPS.
func (d *Daemon) onHTTPS(next http.Handler) http.Handler {
	if d.https == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", secureFor)
		next.ServeHTTP(w, r)
	})
}

// plainRoutes are what is served by HTTP beside HTTPS.
func (d *Daemon) plainRoutes() http.Handler {
	if m, ok := d.https.(*certs.Managed); ok {
		return m.Plain()
	}
	return certs.PlainFor(d.cfg.Domain)
}

// httpsState is how the certificate is; false: there is nothing wrong with it,
// or there is to be none.
func (d *Daemon) httpsState() (certs.State, bool) {
	if d.https == nil {
		return certs.State{}, false
	}
	s := d.https.State()
	return s, s.Problem != ""
}
