package config

import (
	"log/slog"
	"net/netip"
	"net/url"
)

// Config is the configuration of one server. The tags define the command line:
// help, default and environment variable of each value.
//
// Other environment variables that begin with CONFAB_ are ignored: container
// platforms set such variables for a service called "confab".
type Config struct {
	Domain      string   `name:"domain" env:"CONFAB_DOMAIN" placeholder:"NAME" help:"Domain name of the server, such as chat.example.org. The server then serves HTTPS on port 443, obtains and renews the certificate itself, and redirects port 80 to HTTPS. Ports 80 and 443 of that name must reach it."`
	Listen      string   `name:"listen" env:"CONFAB_LISTEN" placeholder:"ADDRESS" help:"Address to listen on: host:port, or :port for all of the machine's addresses (:8080), or :443 with --domain or --tls-cert."`
	HTTPListen  string   `name:"http-listen" env:"CONFAB_HTTP_LISTEN" placeholder:"ADDRESS" help:"With --domain, address that redirects HTTP to HTTPS and answers the certificate authority, or off. By default :80."`
	TLSCert     string   `name:"tls-cert" env:"CONFAB_TLS_CERT" placeholder:"FILE" help:"Your own certificate for HTTPS with its chain, in PEM. It is reloaded when it changes."`
	TLSKey      string   `name:"tls-key" env:"CONFAB_TLS_KEY" placeholder:"FILE" help:"Key of --tls-cert, in PEM."`
	ACMECA      string   `name:"acme-ca" env:"CONFAB_ACME_CA" placeholder:"URL" help:"ACME directory of the certificate authority for --domain. By default Let's Encrypt."`
	ACMECARoot  string   `name:"acme-ca-root" env:"CONFAB_ACME_CA_ROOT" placeholder:"FILE" help:"Root certificates, in PEM, to verify the address of --acme-ca with, for an authority of your own. By default those that the system trusts."`
	ACMEEmail   string   `name:"acme-email" env:"CONFAB_ACME_EMAIL" placeholder:"ADDRESS" help:"E-mail address that the certificate authority may write to. By default it gets none."`
	Data        string   `name:"data" env:"CONFAB_DATA" default:"./data" placeholder:"DIR" help:"Directory of the server's data. It is created if it does not exist (${default})."`
	Postgres    string   `name:"postgres" env:"CONFAB_POSTGRES" placeholder:"URL" help:"PostgreSQL database to use instead of --data, such as postgres://confab:secret@db.example.org/confab. Any number of servers may share one. By default all data is in --data."`
	Partitions  int      `name:"postgres-partitions" env:"CONFAB_POSTGRES_PARTITIONS" default:"0" placeholder:"N" help:"Number of partitions, 1 to 256, for the event tables of a new PostgreSQL database. Cannot be changed later. By default 16, or the number that the database has."`
	Redis       string   `name:"redis" env:"CONFAB_REDIS" placeholder:"URL" help:"Redis through which servers notify each other, such as redis://redis.example.org:6379. Needed if several servers share a PostgreSQL database."`
	Files       string   `name:"files" env:"CONFAB_FILES" placeholder:"PLACE" help:"Where the files that people send are kept: a directory, or a bucket that speaks S3, such as s3://BUCKET/PREFIX?endpoint=https://s3.example.org&region=eu-central-1. All servers share it if there are several. By default files in --data; several servers (--redis with --postgres) take no files by default."`
	FileLimit   Bytes    `name:"file-limit" env:"CONFAB_FILE_LIMIT" default:"25MB" placeholder:"SIZE" help:"Largest file that can be sent, such as 100MB (${default})."`
	FileQuota   Bytes    `name:"file-quota" env:"CONFAB_FILE_QUOTA" default:"10GB" placeholder:"SIZE" help:"Space for the files of one person (${default})."`
	FilesQuota  Bytes    `name:"files-quota" env:"CONFAB_FILES_QUOTA" default:"1TB" placeholder:"SIZE" help:"Space for the files of all people (${default}). Apart from that, half a gigabyte of the disk is left free for messages."`
	Previews    string   `name:"previews" env:"CONFAB_PREVIEWS" default:"on" placeholder:"on|off" help:"on shows site, title, text and a picture of pages that messages link to. The server fetches them, so that no reader's browser does (${default})."`
	PreviewNets []string `name:"previews-allow" env:"CONFAB_PREVIEWS_ALLOW" sep:"," placeholder:"NET" help:"Network of an intranet, such as 10.20.0.0/16, whose pages are previewed too, on any port. May be given more than once. Everybody who may write messages can make the server fetch any address in it. By default only public addresses are fetched, on ports 80 and 443."`
	SMTP        string   `name:"smtp" env:"CONFAB_SMTP" placeholder:"URL" help:"Server that mails are sent through, such as smtp://confab@example.org:PASSWORD@smtp.example.org:587, or smtps:// for a port that is encrypted from the beginning. By default no mail is sent."`
	SMTPFrom    string   `name:"smtp-from" env:"CONFAB_SMTP_FROM" placeholder:"ADDRESS" help:"Address that mails come from. By default the user of --smtp."`
	PublicURL   string   `name:"public-url" env:"CONFAB_PUBLIC_URL" placeholder:"URL" help:"Address that people use, such as https://chat.example.org, if a proxy forwards requests to this server. By default https:// and --domain, or the address of each request."`
	Proxies     []string `name:"trusted-proxy" env:"CONFAB_TRUSTED_PROXY" sep:"," placeholder:"NET" help:"Address of a proxy in front of the server, or a small network of proxies, whose X-Forwarded headers are trusted. May be given more than once. By default none are trusted."`
	Origins     []string `name:"allowed-origin" env:"CONFAB_ALLOWED_ORIGIN" sep:"," placeholder:"ORIGIN" help:"Additional web origin, such as https://www.example.org, whose pages may open the WebSocket. May be given more than once. By default only the server's own pages may."`
	AdminListen string   `name:"admin-listen" env:"CONFAB_ADMIN_LISTEN" placeholder:"ADDRESS" help:"Address that serves metrics and profiles. Keep it private. By default they are not served."`
	SetupCode   string   `name:"setup-code" env:"CONFAB_SETUP_CODE" placeholder:"CODE" help:"Code that the first-run page asks for. By default a random one is generated and printed."`
	LogFormat   string   `name:"log-format" env:"CONFAB_LOG_FORMAT" default:"text" placeholder:"FORMAT" help:"text or json (${default})."`
	LogLevel    string   `name:"log-level" env:"CONFAB_LOG_LEVEL" default:"info" placeholder:"LEVEL" help:"debug, info, warn or error (${default})."`
	Limits      string   `name:"limits" env:"CONFAB_LIMITS" default:"on" placeholder:"on|off" help:"off lifts the limits on rates and on sockets per person and address. For tests and benchmarks only (${default})."`

	Hops int `name:"trusted-hops" env:"CONFAB_TRUSTED_HOPS" default:"0" placeholder:"N" help:"Number of proxies that every request passes, including the trusted one. Needed only if there are several proxies that --trusted-proxy does not name one by one."`

	PostgresFile  string `name:"postgres-file" env:"CONFAB_POSTGRES_FILE" placeholder:"FILE" help:"File that holds the address for --postgres, so that its password does not appear in the list of processes."`
	RedisFile     string `name:"redis-file" env:"CONFAB_REDIS_FILE" placeholder:"FILE" help:"File that holds the address for --redis."`
	SMTPFile      string `name:"smtp-file" env:"CONFAB_SMTP_FILE" placeholder:"FILE" help:"File that holds the address for --smtp, so that its password does not appear in the list of processes."`
	FilesKeyFile  string `name:"files-key-file" env:"CONFAB_FILES_KEY_FILE" placeholder:"FILE" help:"File that holds the keys of the bucket of --files, as ACCESS:SECRET. By default AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the environment."`
	SetupCodeFile string `name:"setup-code-file" env:"CONFAB_SETUP_CODE_FILE" placeholder:"FILE" help:"File that holds the code for --setup-code."`

	// Values that Check derives from those above.

	Public  *url.URL       `kong:"-"` // nil: neither PublicURL nor Domain was given
	Mail    *url.URL       `kong:"-"` // SMTP; nil: no mail is sent
	Trusted []netip.Prefix `kong:"-"`
	Level   slog.Level     `kong:"-"`
	Loose   bool           `kong:"-"` // Limits is off
	Inside  []netip.Prefix `kong:"-"` // PreviewNets

	FilesKey string `kong:"-"` // ACCESS:SECRET; empty: those of the environment
}

// Default returns the configuration without any flags or environment. It passes
// Check, which fills in the rest.
func Default() Config {
	return Config{
		Data: "./data", LogFormat: "text", LogLevel: "info", Limits: "on", Previews: "on",
		FileLimit: 25 * megabyte, FileQuota: 10 * gigabyte, FilesQuota: 1000 * gigabyte,
	}
}
