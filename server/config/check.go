package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/confab/confab/server/clientip"
)

// minCode is the minimum length of --setup-code, in bytes. The code is typed once
// and guesses are throttled, so that a short one is enough.
const minCode = 8

// maxPartitions bounds --postgres-partitions: each partition is a table with its
// indexes.
const maxPartitions = 256

// Check validates every value and fills in the parsed ones. It returns a sentence
// for each problem; if there are none the configuration can be used.
func (c *Config) Check() (problems []string) {
	bad := func(flag, format string, args ...any) {
		problems = append(problems, "--"+flag+": "+fmt.Sprintf(format, args...))
	}
	c.readSecrets(bad)
	c.checkHTTPS(bad)
	if err := checkAddress(c.Listen); err != nil {
		bad("listen", "%v", err)
	}
	if c.AdminListen != "" {
		if err := checkAddress(c.AdminListen); err != nil {
			bad("admin-listen", "%v", err)
		} else if c.AdminListen == c.Listen && port(c.Listen) != "0" {
			bad("admin-listen", "must differ from --listen")
		}
	}
	if strings.TrimSpace(c.Data) == "" || strings.ContainsRune(c.Data, 0) {
		bad("data", "must name a directory")
	}
	if c.Postgres != "" {
		if err := checkScheme(c.Postgres, "postgres", "postgresql"); err != nil {
			bad("postgres", "%v", err)
		}
	}
	if c.Partitions < 0 || c.Partitions > maxPartitions {
		bad("postgres-partitions", "%d is not between 1 and %d, or 0 for the default", c.Partitions, maxPartitions)
	}
	if c.Redis != "" {
		if err := checkScheme(c.Redis, "redis", "rediss", "unix"); err != nil {
			bad("redis", "%v", err)
		}
	}
	if c.PublicURL != "" {
		u, err := Origin(c.PublicURL)
		if err != nil {
			bad("public-url", "%v", err)
		}
		c.Public = u
	}
	c.checkDomain(bad)
	c.checkMail(bad)
	c.checkProxies(bad)
	c.checkFiles(bad)
	c.checkPreviews(bad)
	for _, o := range c.Origins {
		if _, err := Origin(o); err != nil {
			bad("allowed-origin", "%v", err)
		}
	}
	if c.SetupCode != "" && len(c.SetupCode) < minCode {
		bad("setup-code", "must have %d characters or more", minCode)
	}
	if err := checkWord(c.LogFormat, "text", "json"); err != nil {
		bad("log-format", "%v", err)
	}
	if err := checkWord(c.LogLevel, "debug", "info", "warn", "error"); err != nil {
		bad("log-level", "%v", err)
	} else if err := c.Level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		bad("log-level", "%v", err)
	}
	if err := checkWord(c.Limits, "on", "off"); err != nil {
		bad("limits", "%v", err)
	}
	c.Loose = c.Limits == "off"
	return problems
}

// The widest networks of proxies that are accepted without --trusted-hops, in
// bits of the prefix. A client inside such a network that reaches the server
// directly can claim any address.
const (
	proxyBits4 = 16
	proxyBits6 = 48
)

// maxHops bounds --trusted-hops.
const maxHops = 10

func (c *Config) checkProxies(bad func(flag, format string, args ...any)) {
	trusted, err := clientip.Parse(c.Proxies)
	if err != nil {
		bad("trusted-proxy", "%v", err)
	}
	c.Trusted = trusted
	switch {
	case c.Hops < 0 || c.Hops > maxHops:
		bad("trusted-hops", "%d is not between 1 and %d, or 0 to use --trusted-proxy alone", c.Hops, maxHops)
	case c.Hops > 0 && len(c.Proxies) == 0:
		bad("trusted-hops", "needs --trusted-proxy, which names the proxy to trust")
	}
	if c.Hops > 0 {
		return
	}
	for _, p := range trusted {
		if p.Addr().Is4() && p.Bits() < proxyBits4 || p.Addr().Is6() && p.Bits() < proxyBits6 {
			bad("trusted-proxy", "%v is too wide: anyone in it could claim any address. "+
				"Name the proxies' own addresses, or say with --trusted-hops how many a request comes through", p)
		}
	}
}

// Loopback reports whether the server can be reached only from its own machine.
func (c *Config) Loopback() bool { return Loopback(c.Listen) }

// Loopback reports whether a listen address can be reached only from this
// machine.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Origin returns the origin that links begin with, "" if none is configured: then
// links use the address that the browser used.
func (c *Config) Origin() string {
	if c.Public == nil {
		return ""
	}
	return c.Public.Scheme + "://" + c.Public.Host
}

// Debug reports whether debug messages are logged.
func (c *Config) Debug() bool { return c.Level <= slog.LevelDebug }

func checkAddress(s string) error {
	_, p, err := net.SplitHostPort(s)
	if err != nil {
		return fmt.Errorf("%q is not host:port or :port", s)
	}
	if n, err := strconv.ParseUint(p, 10, 16); err != nil {
		return fmt.Errorf("%q is not a port from 0 to 65535", p)
	} else if strconv.FormatUint(n, 10) != p {
		return fmt.Errorf("%q is not a port number in plain digits", p)
	}
	return nil
}

// port returns the port of an address that passed checkAddress.
func port(s string) string {
	_, p, err := net.SplitHostPort(s)
	if err != nil {
		return ""
	}
	return p
}

// Origin parses scheme://host[:port], with or without a slash at the end.
func Origin(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("%q is not an address such as https://chat.example.org", s)
	}
	if u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("%q must have only a scheme, a host and a port", s)
	}
	u.Path = ""
	return u, nil
}

// checkScheme checks that s is a URL with one of schemes. Its errors never
// contain s, which may hold a password.
func checkScheme(s string, schemes ...string) error {
	u, err := url.Parse(s)
	if err != nil {
		return errors.New("it is not a URL")
	}
	if !slices.Contains(schemes, u.Scheme) {
		return fmt.Errorf("it must begin with %s://", schemes[0])
	}
	if u.Host == "" && u.Scheme != "unix" && u.Query().Get("host") == "" {
		return errors.New("it does not name a server")
	}
	return nil
}

func checkWord(s string, words ...string) error {
	for _, w := range words {
		if s == w {
			return nil
		}
	}
	last := len(words) - 1
	return fmt.Errorf("%q is not %s or %s", s, strings.Join(words[:last], ", "), words[last])
}
