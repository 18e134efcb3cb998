package daemon

import (
	"context"
	"fmt"
	"net"
	"net/netip"

	"github.com/confab/confab/server/config"
)

// announce logs where the server is, and at the first start prints how to set it
// up.
func (d *Daemon) announce(ctx context.Context) error {
	code, err := d.auth.PrepareSetup(ctx)
	if err != nil {
		return err
	}
	url := d.url()
	data := d.cfg.Data
	if d.cfg.Postgres != "" {
		data = "PostgreSQL" // the database's address may hold a password
	}
	d.log.Info("serving", "url", url, "data", data, "version", d.version)
	d.log.Info("limits count people by", "address", counted(d.cfg))
	if d.readable() {
		d.log.Warn("NOT ENCRYPTED: this is plain HTTP, and beyond this machine, passwords and messages can be read on the way. " +
			"Where this server has a name of its own, --domain chat.example.org gives it HTTPS; " +
			"behind a proxy that does HTTPS, name its address with --public-url")
	}
	if d.admin != nil && !config.Loopback(d.cfg.AdminListen) {
		d.log.Warn("the admin listener can be reached from other machines, and asks nobody who they are: it shows the server's memory and "+
			"can slow it down. Keep it on 127.0.0.1, or on a network that is yours alone", "address", d.admin.Addr())
	}
	if code == "" {
		return nil
	}
	text := fmt.Sprintf("\n  This server is new. To set it up, open\n\n    %s/setup\n\n  and enter the code  %s\n\n", url, code)
	if d.cfg.Loopback() {
		// Only this machine can open the address, so the link may hold the code.
		text = fmt.Sprintf("\n  This server is new. To set it up, open\n\n    %s/setup?code=%s\n\n", url, code)
	}
	if _, err := fmt.Fprint(d.out, text); err != nil {
		return fmt.Errorf("the setup link cannot be printed: %w", err)
	}
	return nil
}

// readable reports whether the traffic can be read on its way: neither this
// server nor, according to the configuration, a proxy in front of it uses HTTPS.
func (d *Daemon) readable() bool {
	if d.cfg.Public != nil {
		return d.cfg.Public.Scheme != "https" && !loopback(d.cfg.Public.Hostname())
	}
	return d.https == nil && !d.cfg.Loopback()
}

// loopback reports whether host is the loopback address or name.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// counted says in words which address limits per address go by.
func counted(cfg config.Config) string {
	switch {
	case len(cfg.Trusted) == 0:
		return "the one that connects; no proxy is trusted"
	case cfg.Hops > 0:
		return fmt.Sprintf("entry %d from the right of X-Forwarded-For, if the request comes from %v", cfg.Hops, cfg.Trusted)
	}
	return fmt.Sprintf("what %v adds to X-Forwarded-For", cfg.Trusted)
}

// unnamedProxy warns about a proxy that is not trusted, so that everybody behind
// it shares its limits.
func (d *Daemon) unnamedProxy(from netip.Addr) {
	d.log.Warn("X-Forwarded-For is not believed: it came from an address that is not a trusted proxy. If it is yours, "+
		"everybody behind it counts as one person until you start with --trusted-proxy", "from", from)
}

// url returns the public address, or else the address to open on this machine.
func (d *Daemon) url() string {
	if d.cfg.Public != nil {
		return d.cfg.Public.String()
	}
	scheme := "http://"
	if d.https != nil {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(d.listener.Addr().String())
	if err != nil {
		return scheme + d.listener.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = "localhost"
	}
	return scheme + net.JoinHostPort(host, port)
}
