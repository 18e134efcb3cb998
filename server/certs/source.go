package certs

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"github.com/mholt/acmez/v3"
)

// Source is where a server's certificate comes from.
type Source interface {
	// TLS is what to serve with: HTTP/2 and HTTP/1.1.
	TLS() *tls.Config
	// State says how it is.
	State() State
	// Run keeps the certificate good until ctx ends. It may be called once.
	Run(ctx context.Context)
}

// State is how the certificate is.
type State struct {
	Until   time.Time // when what is served ends; zero: there is nothing to serve with
	Problem string    // what is wrong, as a sentence for whoever runs the server; empty: nothing
	Next    time.Time // when it is tried again; zero: nothing is wrong, or that is not known
}

// errNone: a handshake came before there was a certificate.
var errNone = errors.New("there is no certificate yet")

// serving makes the configuration that serves with get. Go chooses the rest.
func serving(get func(*tls.ClientHelloInfo) (*tls.Certificate, error), more ...string) *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     append([]string{"h2", "http/1.1"}, more...),
		GetCertificate: get,
	}
}

// asked reports whether a handshake is an authority's question (RFC 8737).
func asked(hello *tls.ClientHelloInfo) bool {
	return len(hello.SupportedProtos) == 1 && hello.SupportedProtos[0] == acmez.ACMETLS1Protocol
}

// parse makes what is served of a chain and its key in PEM. Whether the time is
// right is for the caller to look at.
func parse(chain, key []byte) (*tls.Certificate, error) {
	c, err := tls.X509KeyPair(chain, key)
	if err != nil {
		return nil, err
	}
	if c.Leaf == nil {
		return nil, errors.New("the certificate cannot be read")
	}
	return &c, nil
}

// until is when c ends.
func until(c *tls.Certificate) time.Time {
	if c == nil {
		return time.Time{}
	}
	return c.Leaf.NotAfter.UTC()
}

// ended is the sentence about a certificate that is served though it has ended.
func ended(c *tls.Certificate, now time.Time) string {
	if c == nil || now.Before(c.Leaf.NotAfter) {
		return ""
	}
	return fmt.Sprintf("the certificate ended at %s: browsers refuse it", until(c).Format(time.RFC3339))
}
