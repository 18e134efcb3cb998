package clientip

import (
	"crypto/tls"
	"net/http"
	"net/netip"
	"testing"
)

func request(remote string, headers ...string) *http.Request {
	r := &http.Request{RemoteAddr: remote, Header: http.Header{}}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

const xff, proto = "X-Forwarded-For", "X-Forwarded-Proto"

func TestTheAddressOfAClient(t *testing.T) {
	trusted, err := Parse([]string{"10.0.0.0/8", "192.0.2.50", "fd00::/8"})
	if err != nil {
		t.Fatal(err)
	}
	f := New(trusted)
	for name, c := range map[string]struct {
		r    *http.Request
		want string
	}{
		"no proxy":                       {request("203.0.113.5:1234"), "203.0.113.5"},
		"a stranger's header":            {request("203.0.113.5:1234", xff, "1.2.3.4"), "203.0.113.5"},
		"one proxy":                      {request("10.0.0.1:1234", xff, "203.0.113.5"), "203.0.113.5"},
		"spoofed in front":               {request("10.0.0.1:1234", xff, "127.0.0.1, 203.0.113.5"), "203.0.113.5"},
		"spoofed as a proxy":             {request("10.0.0.1:1234", xff, "10.9.9.9, 203.0.113.5"), "203.0.113.5"},
		"spoofed in a header before":     {request("10.0.0.1:1234", xff, "1.1.1.1", xff, "203.0.113.5"), "203.0.113.5"},
		"two proxies":                    {request("10.0.0.1:1234", xff, "203.0.113.5, 192.0.2.50"), "203.0.113.5"},
		"proxies only":                   {request("10.0.0.1:1234", xff, "10.0.0.9, 10.0.0.2"), "10.0.0.2"},
		"proxy without header":           {request("10.0.0.1:1234"), "10.0.0.1"},
		"empty header":                   {request("10.0.0.1:1234", xff, ""), "10.0.0.1"},
		"a person beside the proxy":      {request("10.0.0.1:1234", xff, "1.2.3.4, 10.7.7.7"), "10.7.7.7"},
		"a person behind two":            {request("10.0.0.1:1234", xff, "1.2.3.4, 10.7.7.7, 192.0.2.50"), "10.7.7.7"},
		"nonsense at the right":          {request("10.0.0.1:1234", xff, "203.0.113.5, x"), "10.0.0.1"},
		"nonsense further left":          {request("10.0.0.1:1234", xff, "x, 10.0.0.7"), "10.0.0.7"},
		"a name":                         {request("10.0.0.1:1234", xff, "localhost"), "10.0.0.1"},
		"with a port":                    {request("10.0.0.1:1234", xff, "203.0.113.5:4711"), "203.0.113.5"},
		"IPv6":                           {request("[fd00::1]:1234", xff, "2001:db8::7"), "2001:db8::7"},
		"IPv6 with a port":               {request("[fd00::1]:1234", xff, "[2001:db8::7]:4711"), "2001:db8::7"},
		"IPv6 in brackets":               {request("[fd00::1]:1234", xff, "[2001:db8::7]"), "2001:db8::7"},
		"mapped IPv4 is IPv4":            {request("[::ffff:10.0.0.1]:1234", xff, "::ffff:203.0.113.5"), "203.0.113.5"},
		"a zone does not hide a proxy":   {request("[fd00::1%eth0]:1234", xff, "203.0.113.5"), "203.0.113.5"},
		"the mapped form is no disguise": {request("203.0.113.5:1234", xff, "::ffff:10.0.0.1"), "203.0.113.5"},
	} {
		if got := f.Of(c.r); got.String() != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	var nobody *Finder
	if got := nobody.Of(request("10.0.0.1:1", xff, "1.2.3.4")); got.String() != "10.0.0.1" {
		t.Errorf("nil Finder: %v", got)
	}
	if got := f.Of(request("@")); got.IsValid() {
		t.Errorf("a socket file: %v", got)
	}
}

func TestTheAddressBehindSoManyProxies(t *testing.T) {
	f := New([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})
	f.Hops = 2
	for name, c := range map[string]struct {
		r    *http.Request
		want string
	}{
		"both":                 {request("10.0.0.1:1", xff, "203.0.113.5, 10.0.0.2"), "203.0.113.5"},
		"spoofed":              {request("10.0.0.1:1", xff, "1.2.3.4, 203.0.113.5, 10.0.0.2"), "203.0.113.5"},
		"a person in 10/8":     {request("10.0.0.1:1", xff, "1.2.3.4, 10.7.7.7, 10.0.0.2"), "10.7.7.7"},
		"an unknown second":    {request("10.0.0.1:1", xff, "1.2.3.4, 203.0.113.5, 198.51.100.9"), "203.0.113.5"},
		"past the first one":   {request("10.0.0.1:1", xff, "10.7.7.7"), "10.7.7.7"},
		"nothing":              {request("10.0.0.1:1"), "10.0.0.1"},
		"not through a proxy":  {request("203.0.113.5:1", xff, "1.2.3.4, 10.0.0.2"), "203.0.113.5"},
		"nonsense on the way":  {request("10.0.0.1:1", xff, "1.2.3.4, x"), "10.0.0.1"},
		"nonsense for a start": {request("10.0.0.1:1", xff, "x, 203.0.113.5"), "203.0.113.5"},
	} {
		if got := f.Of(c.r); got.String() != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestAProxyThatNobodyNamedIsToldOnce(t *testing.T) {
	f := New([]netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")})
	var told []string
	f.Warn = func(a netip.Addr) { told = append(told, a.String()) }
	for range 3 {
		f.Of(request("203.0.113.5:1"))
		f.Of(request("10.0.0.1:1", xff, "203.0.113.5"))
		f.Of(request("203.0.113.5:1", xff, "1.2.3.4")) // a stranger does not use up the warning
		f.Of(request("127.0.0.1:1", xff, "203.0.113.5"))
		f.Of(request("10.0.0.2:1", xff, "203.0.113.5"))
	}
	if len(told) != 2 || told[0] != "203.0.113.5" || told[1] != "127.0.0.1" {
		t.Errorf("told of %v", told)
	}
}

func TestWhoSpeaksHTTPS(t *testing.T) {
	f := New([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("10.0.0.9/32")})
	two := func(of, by string) *http.Request { return request("10.0.0.1:1", xff, of, proto, by) }
	direct := request("203.0.113.5:1")
	direct.TLS = &tls.ConnectionState{}
	for name, c := range map[string]struct {
		r    *http.Request
		want bool
	}{
		"plain":                    {request("203.0.113.5:1"), false},
		"direct":                   {direct, true},
		"a stranger's header":      {request("203.0.113.5:1", proto, "https"), false},
		"proxy says https":         {request("10.0.0.1:1", proto, "https"), true},
		"proxy says http":          {request("10.0.0.1:1", proto, "http"), false},
		"spoofed before":           {request("10.0.0.1:1", proto, "https, http"), false},
		"proxy says nothing":       {request("10.0.0.1:1"), false},
		"two proxies, outer https": {two("203.0.113.5, 10.0.0.9", "https, http"), true},
		"two proxies, outer http":  {two("203.0.113.5, 10.0.0.9", "http, https"), false},
		"spoofed before two":       {two("1.2.3.4, 203.0.113.5, 10.0.0.9", "https, http, http"), false},
		"two, one of which says":   {two("203.0.113.5, 10.0.0.9", "https"), true},
		"any case and a header":    {request("10.0.0.1:1", proto, "http", proto, " HTTPS"), true},
	} {
		if got := f.HTTPS(c.r); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNetworksAreCountedTogether(t *testing.T) {
	for address, want := range map[string]string{
		"203.0.113.5": "203.0.113.5/32", "::ffff:203.0.113.5": "203.0.113.5/32",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
	} {
		if got := Network(netip.MustParseAddr(address)); got.String() != want {
			t.Errorf("%s: %v, want %s", address, got, want)
		}
	}
	if got := Network(netip.Addr{}); got.IsValid() {
		t.Errorf("no address: %v", got)
	}
}

func TestParseNamesWhatItCannotRead(t *testing.T) {
	for _, bad := range []string{"", "x", "10.0.0.0/33", "10.0.0", "example.org", "10.0.0.1:80"} {
		if _, err := Parse([]string{"10.0.0.0/8", bad}); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
	got, err := Parse([]string{"10.1.2.3/8", "::ffff:192.0.2.7"})
	if err != nil || got[0].String() != "10.0.0.0/8" || got[1].String() != "192.0.2.7/32" {
		t.Errorf("%v, %v", got, err)
	}
}
