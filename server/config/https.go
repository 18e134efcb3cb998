package config

import (
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// Off is what turns HTTPListen off.
const Off = "off"

// private are the last parts of names that no public authority gives
// certificates for.
var private = []string{"localhost", "local", "lan", "internal", "intranet", "arpa", "test", "invalid", "example", "onion"}

// lookup makes what the DNS knows of a name, and refuses what it cannot.
var lookup = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(true), idna.BidiRule(),
	idna.VerifyDNSLength(true))

// HTTPS reports whether the server does HTTPS itself.
func (c *Config) HTTPS() bool { return c.Domain != "" || c.TLSCert != "" }

// Managed reports whether the server gets its certificate by itself.
func (c *Config) Managed() bool { return c.Domain != "" && c.TLSCert == "" }

// checkHTTPS looks at the values about certificates and fills in where to listen.
func (c *Config) checkHTTPS(bad func(flag, format string, args ...any)) {
	if c.Listen == "" {
		c.Listen = ":8080"
		if c.HTTPS() {
			c.Listen = ":443"
		}
	}
	switch {
	case c.TLSCert != "" && c.TLSKey == "":
		bad("tls-key", "is missing: --tls-cert needs the key that belongs to it")
	case c.TLSKey != "" && c.TLSCert == "":
		bad("tls-cert", "is missing: --tls-key needs the certificate that belongs to it")
	}
	for _, f := range []struct{ flag, value string }{{"acme-ca", c.ACMECA}, {"acme-ca-root", c.ACMECARoot}, {"acme-email", c.ACMEEmail}} {
		switch {
		case f.value == "":
		case c.TLSCert != "":
			bad(f.flag, "is of no use with --tls-cert: nobody is asked for a certificate then")
		case c.Domain == "":
			bad(f.flag, "is of no use without --domain")
		}
	}
	if c.ACMECA != "" {
		if u, err := url.Parse(c.ACMECA); err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
			bad("acme-ca", "%q is not an address such as https://acme.example.org/directory", c.ACMECA)
		}
	}
	if c.ACMEEmail != "" {
		if a, err := mail.ParseAddress(c.ACMEEmail); err != nil || a.Address != c.ACMEEmail {
			bad("acme-email", "it is not an e-mail address")
		}
	}
	c.checkPlain(bad)
}

// checkPlain looks at HTTPListen.
func (c *Config) checkPlain(bad func(flag, format string, args ...any)) {
	switch {
	case c.Domain == "" && c.HTTPListen != "":
		bad("http-listen", "is of no use without --domain: nothing says where to lead people")
	case c.Domain != "" && c.HTTPListen == "":
		c.HTTPListen = ":80"
	}
	if c.HTTPListen == "" || c.HTTPListen == Off {
		return
	}
	if err := checkAddress(c.HTTPListen); err != nil {
		bad("http-listen", "%v, nor off", err)
	} else if c.HTTPListen == c.Listen && port(c.Listen) != "0" {
		bad("http-listen", "must differ from --listen")
	}
}

// checkDomain looks at Domain, and makes the public address of it.
func (c *Config) checkDomain(bad func(flag, format string, args ...any)) {
	if c.Domain == "" {
		return
	}
	name, err := Domain(c.Domain, c.ACMECA == "" && c.TLSCert == "")
	if err != nil {
		bad("domain", "%v", err)
		return
	}
	c.Domain = name
	switch {
	case c.Public == nil && c.PublicURL == "":
		c.Public = &url.URL{Scheme: "https", Host: name}
	case c.Public != nil && (c.Public.Scheme != "https" || !strings.EqualFold(c.Public.Hostname(), name)):
		bad("public-url", "says another address than --domain: give --domain alone, or --public-url alone behind a proxy that does HTTPS")
	}
}

// Domain returns a domain as it is asked for in the DNS. Public: it must be one
// that a public authority gives a certificate for.
func Domain(s string, public bool) (string, error) {
	if strings.ContainsAny(s, "/:@*? ") {
		return "", fmt.Errorf("%q must be a name alone, such as chat.example.org", s)
	}
	if net.ParseIP(s) != nil || strings.HasPrefix(s, "[") {
		return "", fmt.Errorf("%q is an address: certificates are for names, such as chat.example.org", s)
	}
	name, err := lookup.ToASCII(strings.TrimSuffix(s, "."))
	if _, number := netip.ParseAddr(name); err != nil || name == "" || number == nil {
		return "", fmt.Errorf("%q is not a name such as chat.example.org", s)
	}
	labels := strings.Split(name, ".")
	if public && (len(labels) < 2 || slices.Contains(private, labels[len(labels)-1])) {
		return "", fmt.Errorf("%q is not known outside your network, so that no public authority gives a certificate for it; "+
			"name one of your own with --acme-ca, or bring a certificate with --tls-cert", s)
	}
	return name, nil
}
