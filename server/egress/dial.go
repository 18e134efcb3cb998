package egress

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
)

// ErrRefused means that the address is not allowed. Every refusal wraps it.
var ErrRefused = errors.New("egress: refused")

func refused(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrRefused, fmt.Sprintf(format, args...))
}

// Dial connects to host:port, as net.Dialer does, if the address and the port are
// allowed. network is tcp, tcp4 or tcp6. Addresses of a name that are not allowed
// are skipped; if none is left the error is ErrRefused.
func (c *Client) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	switch network {
	case "tcp", "tcp4", "tcp6":
	default:
		return nil, refused("no network %s", network)
	}
	host, text, err := net.SplitHostPort(address)
	if err != nil {
		return nil, refused("%v", err)
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil || !slices.Contains(c.o.Ports, uint16(port)) && !c.o.AnyPort {
		return nil, refused("port %s is not used", text)
	}
	all, err := c.lookUp(ctx, host)
	if err != nil {
		return nil, err
	}
	var failed error
	for _, a := range all {
		if err := c.check(a, uint16(port)); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		conn, err := c.dialer.DialContext(ctx, network, netip.AddrPortFrom(a, uint16(port)).String())
		if err == nil {
			return conn, nil
		}
		failed = errors.Join(failed, err)
	}
	return nil, failed
}

// lookUp returns the addresses of a host. A numeric address is used as it is, and
// never passed to a resolver of the system.
func (c *Client) lookUp(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	all, err := c.o.LookUp(ctx, host)
	if err == nil && len(all) == 0 {
		err = refused("%s has no address", host)
	}
	return all, err
}

// check refuses an address and a port that may not be dialled.
func (c *Client) check(a netip.Addr, port uint16) error {
	a = a.Unmap()
	if a.IsValid() && a.Zone() == "" && slices.ContainsFunc(c.o.Allow, func(p netip.Prefix) bool { return p.Contains(a) }) {
		if c.o.AnyPort || slices.Contains(c.o.Ports, port) {
			return nil
		}
		return refused("port %d is not used", port)
	}
	switch {
	case !Public(a):
		return refused("%s is not a public address", a)
	case !slices.Contains(c.o.Ports, port):
		return refused("port %d is not used", port)
	}
	own, err := c.o.Own()
	if err != nil {
		return fmt.Errorf("egress: the addresses of this machine: %w", err)
	}
	if slices.Contains(own, a) {
		return refused("%s is an address of this machine", a)
	}
	return nil
}

// interfaces returns the addresses of the machine's network interfaces.
func interfaces() (own []netip.Addr, err error) {
	all, err := net.InterfaceAddrs()
	for _, a := range all {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			own = append(own, p.Addr().Unmap())
		}
	}
	return own, err
}

// control checks the address once more, right before the socket connects to it.
func (c *Client) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return refused("%v", err)
	}
	return c.check(to.Addr(), to.Port())
}
