package config

import (
	"log/slog"
	"net/netip"
	"net/url"
)

// Config is the configuration of one server. The tags are the command line's:
// help, default, and environment variable of each value.
//
// Environment variables of other names that begin with CONFAB_ are ignored:
// container platforms make such variables themselves for a service called
// "confab".
type Config struct {
	Listen      string   `name:"listen" env:"CONFAB_LISTEN" default:":8080" placeholder:"ADDRESS" help:"Address to serve on: host:port, or :port for all of the machine's addresses (${default})."`
	Data        string   `name:"data" env:"CONFAB_DATA" default:"./data" placeholder:"DIR" help:"Directory of everything the server keeps; made if it is not there (${default})."`
	Postgres    string   `name:"postgres" env:"CONFAB_POSTGRES" placeholder:"URL" help:"PostgreSQL database that keeps everything instead of --data, such as postgres://confab:secret@db.example.org/confab. Any number of servers may share one. By default everything is in --data."`
	Partitions  int      `name:"postgres-partitions" env:"CONFAB_POSTGRES_PARTITIONS" default:"0" placeholder:"N" help:"How many parts a new PostgreSQL database divides the rooms' logs into, 1 to 256; one that is there keeps its number. By default 16, or what is there."`
	Redis       string   `name:"redis" env:"CONFAB_REDIS" placeholder:"URL" help:"Redis through which several servers tell each other what happens, such as redis://redis.example.org:6379. Needed when more than one shares a PostgreSQL database."`
	PublicURL   string   `name:"public-url" env:"CONFAB_PUBLIC_URL" placeholder:"URL" help:"Address people type, such as https://chat.example.org, if another server passes requests on to this one. By default whatever they typed."`
	Proxies     []string `name:"trusted-proxy" env:"CONFAB_TRUSTED_PROXY" sep:"," placeholder:"NET" help:"Address or network of a proxy in front whose X-Forwarded headers are believed. May be given more than once. By default none is."`
	Origins     []string `name:"allowed-origin" env:"CONFAB_ALLOWED_ORIGIN" sep:"," placeholder:"ORIGIN" help:"Further web origin, such as https://www.example.org, whose pages may open the chat's socket. May be given more than once. By default only the server's own may."`
	AdminListen string   `name:"admin-listen" env:"CONFAB_ADMIN_LISTEN" placeholder:"ADDRESS" help:"Address for metrics and profiles. Keep it private. By default there is none."`
	SetupCode   string   `name:"setup-code" env:"CONFAB_SETUP_CODE" placeholder:"CODE" help:"Code that the first-run page asks for. By default a random one is made and printed."`
	LogFormat   string   `name:"log-format" env:"CONFAB_LOG_FORMAT" default:"text" placeholder:"FORMAT" help:"text or json (${default})."`
	LogLevel    string   `name:"log-level" env:"CONFAB_LOG_LEVEL" default:"info" placeholder:"LEVEL" help:"debug, info, warn or error (${default})."`
	Limits      string   `name:"limits" env:"CONFAB_LIMITS" default:"on" placeholder:"on|off" help:"off lifts the limits on rates and on sockets a person or address: for tests and benchmarks only (${default})."`

	// What Check made of the values above.

	Public  *url.URL       `kong:"-"` // nil: not given
	Trusted []netip.Prefix `kong:"-"`
	Level   slog.Level     `kong:"-"`
	Loose   bool           `kong:"-"` // Limits is off
}

// Default returns the configuration without any flags or environment.
// It passes Check.
func Default() Config {
	return Config{Listen: ":8080", Data: "./data", LogFormat: "text", LogLevel: "info", Limits: "on"}
}
