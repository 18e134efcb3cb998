package webui

import (
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Places is what the server knows about its addresses.
type Places struct {
	// Fixed is the address from the configuration; "": use the workspace's
	// setting.
	Fixed string
	// Port is the port on which it listens. Alone means that it listens only on
	// its own machine.
	Port  string
	Alone bool
	// Nearby returns the machine's addresses in its networks; nil: Networks.
	Nearby func() ([]netip.Addr, error)
	// Line returns the command line that starts the server as it runs now, with
	// more flags.
	Line func(flags ...string) string
	// Trouble says in a sentence what is wrong with its certificate; "": nothing.
	Trouble func() string
}

// Networks returns the addresses at which other machines in a network may reach
// this one, IPv4 first.
func Networks() ([]netip.Addr, error) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	var found []netip.Addr
	for _, a := range all {
		p, err := netip.ParsePrefix(a.String())
		if err != nil {
			continue // not an IP address
		}
		if ip := p.Addr().Unmap(); ip.IsGlobalUnicast() {
			found = append(found, ip)
		}
	}
	slices.SortStableFunc(found, func(a, b netip.Addr) int {
		if a.Is4() != b.Is4() {
			return map[bool]int{true: -1, false: 1}[a.Is4()]
		}
		return 0
	})
	return slices.Compact(found), nil
}

// nearby returns the server's addresses in its networks, as host:port.
func (p *Places) nearby() ([]string, error) {
	find := p.Nearby
	if find == nil {
		find = Networks
	}
	all, err := find()
	if err != nil {
		return nil, err
	}
	var hosts []string
	for _, ip := range all {
		host := net.JoinHostPort(ip.String(), p.Port)
		if p.Port == "80" {
			host = strings.TrimSuffix(host, ":80")
		}
		hosts = append(hosts, host)
	}
	return hosts, nil
}
