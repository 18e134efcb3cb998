package clientip

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync"
)

// Finder finds the addresses of clients. The nil Finder trusts no proxy. Its
// fields must be set before it is used.
type Finder struct {
	// Hops is the number of proxies that a request passes. Each adds to
	// X-Forwarded-For, so that the client is the entry of that number from the
	// right. 0: the trusted networks decide, see Of.
	Hops int
	// Warn is called, once for each kind of address, when X-Forwarded-For came
	// from an untrusted address: most likely a proxy that was not configured.
	// nil: not called.
	Warn func(netip.Addr)

	trusted          []netip.Prefix
	private, foreign sync.Once // to warn once of each
}

// New returns a Finder that trusts the X-Forwarded-* headers of requests from the
// trusted networks.
func New(trusted []netip.Prefix) *Finder { return &Finder{trusted: trusted} }

// Parse reads networks and single addresses as written on a command line:
// "10.0.0.0/24", "192.0.2.7", "fd00:1:2::/64".
func Parse(list []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, s := range list {
		if a, err := netip.ParseAddr(s); err == nil {
			a = a.Unmap().WithZone("")
			all = append(all, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, fmt.Errorf("%q is neither an address nor a network such as 10.0.0.0/24", s)
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// Of returns the address of r's client. It is the zero Addr only if r did not
// come from a network.
//
// Behind a trusted proxy that is the entry of X-Forwarded-For which the proxy
// added. If that entry is a trusted proxy, too, the one before it counts, and so
// on, but only if the proxy is configured by its own address: a network that is
// trusted as a whole may contain clients, and what they write themselves would
// stand to the left.
func (f *Finder) Of(r *http.Request) netip.Addr {
	at, _ := f.walk(r)
	return at
}

// walk returns the address of r's client, and how many proxies were passed.
func (f *Finder) walk(r *http.Request) (at netip.Addr, passed int) {
	at = socket(r)
	if !f.Trusts(at) {
		f.stranger(at, r)
		return at, 0
	}
	hops := forwarded(r, "X-Forwarded-For")
	for i := len(hops) - 1; i >= 0; i-- {
		a, ok := hop(hops[i])
		if !ok {
			return at, passed // an invalid entry, so those to the left prove nothing
		}
		at = a
		passed++
		if f.Hops > 0 && passed == f.Hops || f.Hops == 0 && !f.named(at) {
			return at, passed
		}
	}
	return at, passed
}

// HTTPS reports whether the client uses HTTPS: with this server, or with the
// trusted proxy in front of it. If there are several proxies, each adds to
// X-Forwarded-Proto; the one that the client connected to counts.
func (f *Finder) HTTPS(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	if !f.Trusts(socket(r)) {
		return false
	}
	_, passed := f.walk(r)
	all := forwarded(r, "X-Forwarded-Proto")
	return strings.EqualFold(strings.TrimSpace(all[max(0, len(all)-max(1, passed))]), "https")
}

// forwarded returns the entries of a header to which proxies add, at least one.
func forwarded(r *http.Request, header string) []string {
	return strings.Split(strings.Join(r.Header.Values(header), ","), ",")
}

// stranger warns about a header that is not trusted. Everybody can send one, so
// there is one warning for private networks, where proxies usually are, and one
// for all others.
func (f *Finder) stranger(a netip.Addr, r *http.Request) {
	if f == nil || f.Warn == nil || !a.IsValid() || len(r.Header.Values("X-Forwarded-For")) == 0 {
		return
	}
	once := &f.foreign
	if a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		once = &f.private
	}
	once.Do(func() { f.Warn(a) })
}

// Network returns the network by which limits count: the address itself for IPv4,
// the /64 for IPv6, since one customer usually has all of it.
func Network(a netip.Addr) netip.Prefix {
	a = a.Unmap().WithZone("")
	bits := a.BitLen()
	if a.Is6() {
		bits = 64
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{} // the zero Addr
	}
	return p
}

// named reports whether a is a trusted proxy that is configured by its own
// address.
func (f *Finder) named(a netip.Addr) bool {
	for _, p := range f.trusted {
		if p.IsSingleIP() && p.Contains(a) {
			return true
		}
	}
	return false
}

// Trusts reports whether a is a trusted proxy's address.
func (f *Finder) Trusts(a netip.Addr) bool {
	if f == nil {
		return false
	}
	for _, p := range f.trusted {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

func socket(r *http.Request) netip.Addr {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap().WithZone("")
}

// hop parses one entry: an address, with a port if the proxy adds one.
func hop(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if a, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return a.Unmap().WithZone(""), true
	}
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap().WithZone(""), true
	}
	return netip.Addr{}, false
}
