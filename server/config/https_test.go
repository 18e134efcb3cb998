package config

import (
	"strings"
	"testing"
)

func TestWhatADomainMakesOfTheRest(t *testing.T) {
	c := Default()
	c.Domain = "Chat.Bücher.Example.ORG."
	if problems := c.Check(); problems != nil {
		t.Fatal(problems)
	}
	if c.Domain != "chat.xn--bcher-kva.example.org" || c.Listen != ":443" || c.HTTPListen != ":80" || c.Origin() != "https://"+c.Domain ||
		!c.Managed() {
		t.Errorf("came out as %+v", c)
	}
	c = Default()
	c.TLSCert, c.TLSKey = "chain.pem", "key.pem"
	if problems := c.Check(); problems != nil {
		t.Fatal(problems)
	}
	if c.Listen != ":443" || c.HTTPListen != "" || c.Public != nil || c.Managed() || !c.HTTPS() {
		t.Errorf("came out as %+v", c)
	}
	c.Domain, c.Listen = "chat.lan", ""
	if problems := c.Check(); problems != nil || c.Managed() || c.HTTPListen != ":80" {
		t.Errorf("an own certificate for an own name: %+v, %q", c, problems)
	}
	c = Default()
	c.Domain, c.PublicURL, c.Listen, c.HTTPListen = "chat.example.org", "https://chat.example.org:8443", ":8443", "off"
	if problems := c.Check(); problems != nil || c.Origin() != "https://chat.example.org:8443" {
		t.Errorf("another port: %+v, %q", c, problems)
	}
}

func TestHTTPSFlagsThatContradictEachOther(t *testing.T) {
	for name, c := range map[string]struct {
		set  func(*Config)
		says string
	}{
		"a certificate without its key": {func(c *Config) { c.TLSCert = "a" }, "--tls-key: is missing"},
		"a key without its certificate": {func(c *Config) { c.TLSKey = "a" }, "--tls-cert: is missing"},
		"an authority and an own one": {func(c *Config) {
			c.Domain, c.TLSCert, c.TLSKey, c.ACMECA = "a.example.org", "a", "b",
				"https://ca/dir"
		}, "no effect with --tls-cert"},
		"an authority for no domain":      {func(c *Config) { c.ACMECA = "https://ca/dir" }, "no effect without --domain"},
		"an e-mail address for no domain": {func(c *Config) { c.ACMEEmail = "a@example.org" }, "no effect without --domain"},
		"an authority by HTTP":            {func(c *Config) { c.Domain, c.ACMECA = "a.example.org", "http://ca/dir" }, "--acme-ca: "},
		"an e-mail address of nonsense":   {func(c *Config) { c.Domain, c.ACMEEmail = "a.example.org", "me" }, "--acme-email: "},
		"HTTP beside no domain":           {func(c *Config) { c.HTTPListen = ":80" }, "no effect without --domain"},
		"both on one port": {func(c *Config) { c.Domain, c.Listen, c.HTTPListen = "a.example.org", ":443", ":443" },
			"must differ from --listen"},
		"two addresses": {func(c *Config) { c.Domain, c.PublicURL = "a.example.org", "https://b.example.org" },
			"differs from --domain"},
		"a domain by HTTP": {func(c *Config) { c.Domain, c.PublicURL = "a.example.org", "http://a.example.org" },
			"differs from --domain"},
		"a domain that is an address":       {func(c *Config) { c.Domain = "192.168.1.20" }, "certificates are for names"},
		"a domain that is a URL":            {func(c *Config) { c.Domain = "https://a.example.org" }, "must be only a name"},
		"a wildcard":                        {func(c *Config) { c.Domain = "*.example.org" }, "must be only a name"},
		"a domain of this network":          {func(c *Config) { c.Domain = "nas.local" }, "no public authority"},
		"a domain of one word":              {func(c *Config) { c.Domain = "nas" }, "no public authority"},
		"a domain that is too long":         {func(c *Config) { c.Domain = strings.Repeat("x", 64) + ".org" }, "is not a name"},
		"a domain of nothing":               {func(c *Config) { c.Domain = "." }, "is not a name"},
		"an own authority for a short name": {func(c *Config) { c.Domain, c.ACMECA = "nas", "https://ca/dir" }, ""},
	} {
		k := Default()
		c.set(&k)
		problems := k.Check()
		if c.says == "" && problems != nil || c.says != "" && (len(problems) != 1 || !strings.Contains(problems[0], c.says)) {
			t.Errorf("%s: %q, want %q alone", name, problems, c.says)
		}
	}
}
