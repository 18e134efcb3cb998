package daemon

import (
	"context"
	"fmt"
	"net"
)

// announce says where the server is, and at the first start how to set it up.
func (d *Daemon) announce(ctx context.Context) error {
	code, err := d.auth.PrepareSetup(ctx)
	if err != nil {
		return err
	}
	url := d.url()
	data := d.cfg.Data
	if d.cfg.Postgres != "" {
		data = "PostgreSQL" // the address may hold a password
	}
	d.log.Info("serving", "url", url, "data", data, "version", d.version)
	if d.cfg.Public == nil && !d.cfg.Loopback() {
		d.log.Warn("this is plain HTTP: beyond this machine, passwords and messages can be read on the way. " +
			"Put a proxy with HTTPS in front, and name its address with --public-url")
	}
	if code == "" {
		return nil
	}
	text := fmt.Sprintf("\n  This server is new. To set it up, open\n\n    %s/setup\n\n  and enter the code  %s\n\n", url, code)
	if d.cfg.Loopback() {
		// Only this machine can open it, so the link may hold the code.
		text = fmt.Sprintf("\n  This server is new. To set it up, open\n\n    %s/setup?code=%s\n\n", url, code)
	}
	if _, err := fmt.Fprint(d.out, text); err != nil {
		return fmt.Errorf("the setup link cannot be printed: %w", err)
	}
	return nil
}

// url is the address to open on this machine, or the public one.
func (d *Daemon) url() string {
	if d.cfg.Public != nil {
		return d.cfg.Public.String()
	}
	host, port, err := net.SplitHostPort(d.listener.Addr().String())
	if err != nil {
		return "http://" + d.listener.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
