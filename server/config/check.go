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

// minCode is how short a --setup-code may be, in bytes. It is typed once, by
// someone who has a minute; guesses are throttled.
const minCode = 8

// maxPartitions bounds --postgres-partitions: each is a table with its indexes.
const maxPartitions = 256

// Check looks at every value, fills in the parsed ones, and returns a sentence
// for each problem; none means the configuration can be used.
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
		bad("postgres-partitions", "%d is not between 1 and %d, or 0 for what is there", c.Partitions, maxPartitions)
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
	c.checkProxies(bad)
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

// Networks of proxies are this small at most, in bits of the prefix, unless
// --trusted-hops is given: whoever sits in one and reaches the server directly
// can claim any address.
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
		bad("trusted-hops", "%d is not between 1 and %d, or 0 to go by the addresses alone", c.Hops, maxHops)
	case c.Hops > 0 && len(c.Proxies) == 0:
		bad("trusted-hops", "needs --trusted-proxy, which names the proxy that is believed")
	}
	if c.Hops > 0 {
		return
	}
	for _, p := range trusted {
		if p.Addr().Is4() && p.Bits() < proxyBits4 || p.Addr().Is6() && p.Bits() < proxyBits6 {
			bad("trusted-proxy", "%v is wide: anybody in it could pretend to come from anywhere. "+
				"Name the proxies' own addresses, or say with --trusted-hops how many a request comes through", p)
		}
	}
}

// Loopback reports whether the server can be reached from its own machine only.
func (c *Config) Loopback() bool { return Loopback(c.Listen) }

// Loopback reports whether an address to listen on can be reached from this
// machine only.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Origin is the address people type, as links begin with it; "": whatever they
// typed.
func (c *Config) Origin() string {
	if c.Public == nil {
		return ""
	}
	return c.Public.Scheme + "://" + c.Public.Host
}

// Debug reports whether details for developers are logged.
func (c *Config) Debug() bool { return c.Level <= slog.LevelDebug }

func checkAddress(s string) error {
	_, p, err := net.SplitHostPort(s)
	if err != nil {
		return fmt.Errorf("%q is not host:port or :port", s)
	}
	if n, err := strconv.ParseUint(p, 10, 16); err != nil {
		return fmt.Errorf("%q is not a port from 0 to 65535", p)
	} else if strconv.FormatUint(n, 10) != p {
		return fmt.Errorf("%q is not written as a port is", p)
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

// Origin parses scheme://host[:port], perhaps with a slash at the end.
func Origin(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("%q is not an address such as https://chat.example.org", s)
	}
	if u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("%q must be scheme, host and port alone", s)
	}
	u.Path = ""
	return u, nil
}

// checkScheme checks that s is a URL of one of schemes. It never repeats s,
// which may hold a password.
func checkScheme(s string, schemes ...string) error {
	u, err := url.Parse(s)
	if err != nil {
		return errors.New("it is not a URL")
	}
	if !slices.Contains(schemes, u.Scheme) {
		return fmt.Errorf("it must begin with %s://", schemes[0])
	}
	if u.Host == "" && u.Scheme != "unix" && u.Query().Get("host") == "" {
		return errors.New("it names no server")
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
