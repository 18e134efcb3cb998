package clientip

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// Finder finds the addresses of clients. The nil Finder trusts no proxy.
type Finder struct{ trusted []netip.Prefix }

// New returns a Finder that believes the X-Forwarded-* headers of requests
// from the trusted networks.
func New(trusted []netip.Prefix) *Finder { return &Finder{trusted: trusted} }

// Parse reads networks and single addresses as written on a command line:
// "10.0.0.0/8", "192.0.2.7", "fd00::/8".
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
			return nil, fmt.Errorf("%q is neither an address nor a network such as 10.0.0.0/8", s)
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// Of returns the address of r's client. It is the zero Addr only if r did not
// come from a network.
func (f *Finder) Of(r *http.Request) netip.Addr {
	at := socket(r)
	if !f.Trusts(at) {
		return at
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		a, ok := hop(hops[i])
		if !ok {
			return at // nonsense to the left of here proves nothing
		}
		at = a
		if !f.Trusts(at) {
			return at
		}
	}
	return at
}

// HTTPS reports whether the client speaks HTTPS: with this server, or with the
// trusted proxy in front of it.
func (f *Finder) HTTPS(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	if !f.Trusts(socket(r)) {
		return false
	}
	all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-Proto"), ","), ",")
	return strings.EqualFold(strings.TrimSpace(all[len(all)-1]), "https")
}

// Network returns what limits are counted by: the address itself for IPv4, its
// /64 for IPv6, since one customer usually has all of it.
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

// hop reads one entry: an address, perhaps with a port, as some proxies write it.
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
