package egress

import "net/netip"

// special are the networks that are not public: the IANA registries of
// special-purpose addresses for IPv4 and IPv6, and multicast. Of IPv6 only
// 2000::/3 is allocated at all; the listed networks are in it.
var special = func() (all []netip.Prefix) {
	for _, p := range []string{
		"0.0.0.0/8",         // this network; dialling 0.0.0.0 reaches the machine itself
		"10.0.0.0/8",        // private
		"100.64.0.0/10",     // carriers' own, and some clouds' metadata
		"127.0.0.0/8",       // this machine
		"169.254.0.0/16",    // link-local, and most clouds' metadata
		"172.16.0.0/12",     // private
		"192.0.0.0/24",      // protocol assignments, metadata of some clouds
		"192.0.2.0/24",      // documentation
		"192.31.196.0/24",   // AS112
		"192.52.193.0/24",   // AMT
		"192.88.99.0/24",    // 6to4 relays
		"192.168.0.0/16",    // private
		"192.175.48.0/24",   // AS112
		"198.18.0.0/15",     // benchmarks
		"198.51.100.0/24",   // documentation
		"203.0.113.0/24",    // documentation
		"224.0.0.0/4",       // multicast
		"240.0.0.0/4",       // reserved, and broadcast
		"2001::/23",         // protocol assignments: Teredo, ORCHID, AMT, drone IDs
		"2001:db8::/32",     // documentation
		"2002::/16",         // 6to4, with an IPv4 address inside
		"2620:4f:8000::/48", // AS112
		"3fff::/20",         // documentation
	} {
		all = append(all, netip.MustParsePrefix(p))
	}
	return all
}()

var handedOut = netip.MustParsePrefix("2000::/3")

// Public reports whether an address may belong to a public server: it is not
// loopback, private or link-local, and does not embed another address. An IPv4
// address written as IPv6 (::ffff:10.0.0.1) is treated as IPv4.
func Public(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if a.Is6() && !handedOut.Contains(a) {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}
