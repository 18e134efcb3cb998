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

// Off is the value that turns HTTPListen off.
const Off = "off"

// private are top-level names for which no public authority issues certificates.
var private = []string{"localhost", "local", "lan", "internal", "intranet", "arpa", "test", "invalid", "example", "onion"}

// lookup converts a name to the form that DNS uses, and refuses one that DNS
// cannot hold.
var lookup = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(true), idna.BidiRule(),
	idna.VerifyDNSLength(true))

// HTTPS reports whether the server serves HTTPS itself.
func (c *Config) HTTPS() bool { return c.Domain != "" || c.TLSCert != "" }

// Managed reports whether the server obtains its certificate itself, by ACME.
func (c *Config) Managed() bool { return c.Domain != "" && c.TLSCert == "" }

// checkHTTPS checks the values about certificates and fills in the listen
// addresses.
func (c *Config) checkHTTPS(bad func(flag, format string, args ...any)) {
	if c.Listen == "" {
		c.Listen = ":8080"
		if c.HTTPS() {
			c.Listen = ":443"
		}
	}
	switch {
	case c.TLSCert != "" && c.TLSKey == "":
		bad("tls-key", "is missing: --tls-cert needs its key")
	case c.TLSKey != "" && c.TLSCert == "":
		bad("tls-cert", "is missing: --tls-key needs its certificate")
	}
	for _, f := range []struct{ flag, value string }{{"acme-ca", c.ACMECA}, {"acme-ca-root", c.ACMECARoot}, {"acme-email", c.ACMEEmail}} {
		switch {
		case f.value == "":
		case c.TLSCert != "":
			bad(f.flag, "has no effect with --tls-cert: no certificate is requested then")
		case c.Domain == "":
			bad(f.flag, "has no effect without --domain")
		}
	}
	if c.ACMECA != "" {
		if u, err := url.Parse(c.ACMECA); err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
			bad("acme-ca", "%q is not an address such as https://acme.example.org/directory", c.ACMECA)
		}
	}
	if c.ACMEEmail != "" {
		if a, err := mail.ParseAddress(c.ACMEEmail); err != nil || a.Address != c.ACMEEmail {
			bad("acme-email", "is not an e-mail address")
		}
	}
	c.checkPlain(bad)
}

// checkPlain checks HTTPListen.
func (c *Config) checkPlain(bad func(flag, format string, args ...any)) {
	switch {
	case c.Domain == "" && c.HTTPListen != "":
		bad("http-listen", "has no effect without --domain: there is no address to redirect to")
	case c.Domain != "" && c.HTTPListen == "":
		c.HTTPListen = ":80"
	}
	if c.HTTPListen == "" || c.HTTPListen == Off {
		return
	}
	if err := checkAddress(c.HTTPListen); err != nil {
		bad("http-listen", "%v, and is not off", err)
	} else if c.HTTPListen == c.Listen && port(c.Listen) != "0" {
		bad("http-listen", "must differ from --listen")
	}
}

// checkDomain checks Domain and derives the public address from it.
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
		bad("public-url", "differs from --domain: give --domain alone, or --public-url alone behind a proxy that does HTTPS")
	}
}

// Domain returns a domain in the form that DNS uses. If public is true, it must
// be a name for which a public authority issues certificates.
func Domain(s string, public bool) (string, error) {
	if strings.ContainsAny(s, "/:@*? ") {
		return "", fmt.Errorf("%q must be only a name, such as chat.example.org", s)
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
		return "", fmt.Errorf("%q is not known outside your network, so no public authority issues a certificate for it; "+
			"use your own authority with --acme-ca, or your own certificate with --tls-cert", s)
	}
	return name, nil
}
