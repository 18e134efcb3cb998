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
	Domain      string   `name:"domain" env:"CONFAB_DOMAIN" placeholder:"NAME" help:"Name that people find the server by, such as chat.example.org: it serves HTTPS there, on port 443 and with a certificate that it gets and renews by itself, and leads port 80 there. Ports 80 and 443 of that name must reach it."`
	Listen      string   `name:"listen" env:"CONFAB_LISTEN" placeholder:"ADDRESS" help:"Address to serve on: host:port, or :port for all of the machine's addresses (:8080), or :443 with --domain or --tls-cert."`
	HTTPListen  string   `name:"http-listen" env:"CONFAB_HTTP_LISTEN" placeholder:"ADDRESS" help:"With --domain, address that leads from HTTP to HTTPS and answers the certificate authority, or off. By default :80."`
	TLSCert     string   `name:"tls-cert" env:"CONFAB_TLS_CERT" placeholder:"FILE" help:"Certificate of your own with its chain, in PEM, to serve HTTPS with. It is read again when it changes."`
	TLSKey      string   `name:"tls-key" env:"CONFAB_TLS_KEY" placeholder:"FILE" help:"Key of --tls-cert, in PEM."`
	ACMECA      string   `name:"acme-ca" env:"CONFAB_ACME_CA" placeholder:"URL" help:"Directory of the certificate authority that --domain gets its certificate from. By default Let's Encrypt's."`
	ACMECARoot  string   `name:"acme-ca-root" env:"CONFAB_ACME_CA_ROOT" placeholder:"FILE" help:"Certificates, in PEM, that vouch for the address of --acme-ca, for an authority of your own. By default those that the system trusts."`
	ACMEEmail   string   `name:"acme-email" env:"CONFAB_ACME_EMAIL" placeholder:"ADDRESS" help:"E-mail address that the certificate authority may write to. By default it gets none."`
	Data        string   `name:"data" env:"CONFAB_DATA" default:"./data" placeholder:"DIR" help:"Directory of everything the server keeps; made if it is not there (${default})."`
	Postgres    string   `name:"postgres" env:"CONFAB_POSTGRES" placeholder:"URL" help:"PostgreSQL database that keeps everything instead of --data, such as postgres://confab:secret@db.example.org/confab. Any number of servers may share one. By default everything is in --data."`
	Partitions  int      `name:"postgres-partitions" env:"CONFAB_POSTGRES_PARTITIONS" default:"0" placeholder:"N" help:"How many parts a new PostgreSQL database divides the rooms' logs into, 1 to 256; one that is there keeps its number. By default 16, or what is there."`
	Redis       string   `name:"redis" env:"CONFAB_REDIS" placeholder:"URL" help:"Redis through which several servers tell each other what happens, such as redis://redis.example.org:6379. Needed when more than one shares a PostgreSQL database."`
	PublicURL   string   `name:"public-url" env:"CONFAB_PUBLIC_URL" placeholder:"URL" help:"Address people type, such as https://chat.example.org, if another server passes requests on to this one. By default https:// and --domain, or whatever they typed."`
	Proxies     []string `name:"trusted-proxy" env:"CONFAB_TRUSTED_PROXY" sep:"," placeholder:"NET" help:"Address of a proxy in front, or a small network of proxies, whose X-Forwarded headers are believed. May be given more than once. By default none is."`
	Origins     []string `name:"allowed-origin" env:"CONFAB_ALLOWED_ORIGIN" sep:"," placeholder:"ORIGIN" help:"Further web origin, such as https://www.example.org, whose pages may open the chat's socket. May be given more than once. By default only the server's own may."`
	AdminListen string   `name:"admin-listen" env:"CONFAB_ADMIN_LISTEN" placeholder:"ADDRESS" help:"Address for metrics and profiles. Keep it private. By default there is none."`
	SetupCode   string   `name:"setup-code" env:"CONFAB_SETUP_CODE" placeholder:"CODE" help:"Code that the first-run page asks for. By default a random one is made and printed."`
	LogFormat   string   `name:"log-format" env:"CONFAB_LOG_FORMAT" default:"text" placeholder:"FORMAT" help:"text or json (${default})."`
	LogLevel    string   `name:"log-level" env:"CONFAB_LOG_LEVEL" default:"info" placeholder:"LEVEL" help:"debug, info, warn or error (${default})."`
	Limits      string   `name:"limits" env:"CONFAB_LIMITS" default:"on" placeholder:"on|off" help:"off lifts the limits on rates and on sockets a person or address: for tests and benchmarks only (${default})."`

	Hops int `name:"trusted-hops" env:"CONFAB_TRUSTED_HOPS" default:"0" placeholder:"N" help:"How many proxies every request comes through, one after another, the trusted one included. Needed only if there are several that are not named one by one."`

	PostgresFile  string `name:"postgres-file" env:"CONFAB_POSTGRES_FILE" placeholder:"FILE" help:"File that holds the address for --postgres, so that its password is in no list of processes."`
	RedisFile     string `name:"redis-file" env:"CONFAB_REDIS_FILE" placeholder:"FILE" help:"File that holds the address for --redis."`
	SetupCodeFile string `name:"setup-code-file" env:"CONFAB_SETUP_CODE_FILE" placeholder:"FILE" help:"File that holds the code for --setup-code."`

	// What Check made of the values above.

	Public  *url.URL       `kong:"-"` // nil: neither it nor Domain was given
	Trusted []netip.Prefix `kong:"-"`
	Level   slog.Level     `kong:"-"`
	Loose   bool           `kong:"-"` // Limits is off
}

// Default returns the configuration without any flags or environment.
// It passes Check, which fills in the rest.
func Default() Config {
	return Config{Data: "./data", LogFormat: "text", LogLevel: "info", Limits: "on"}
}
