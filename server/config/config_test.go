package config

import (
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestTheDefaultsPass(t *testing.T) {
	c := Default()
	if problems := c.Check(); problems != nil {
		t.Fatalf("problems with the defaults: %q", problems)
	}
	if c.Loose || c.Level != slog.LevelInfo || c.Public != nil || c.Loopback() {
		t.Errorf("the defaults came out as %+v", c)
	}
}

// The defaults are written in two places: in the tags, for the command line, and
// in Default, for all other callers.
func TestDefaultSaysWhatTheTagsSay(t *testing.T) {
	c := reflect.ValueOf(Default())
	for i := range c.NumField() {
		f := c.Type().Field(i)
		if f.Tag.Get("kong") == "-" {
			continue
		}
		if f.Tag.Get("help") == "" || f.Tag.Get("name") == "" {
			t.Errorf("%s has no name or no help", f.Name)
		}
		if want := "CONFAB_" + strings.ToUpper(strings.ReplaceAll(f.Tag.Get("name"), "-", "_")); f.Tag.Get("env") != want {
			t.Errorf("%s reads %q, want %q", f.Name, f.Tag.Get("env"), want)
		}
		if f.Type.Kind() == reflect.String && c.Field(i).String() != f.Tag.Get("default") {
			t.Errorf("%s: Default says %q, its tag %q", f.Name, c.Field(i), f.Tag.Get("default"))
		}
	}
}

func TestEveryProblemIsListed(t *testing.T) {
	c := Config{
		Listen: "8080", AdminListen: ":99999", Data: " ", PublicURL: "chat.example.org",
		Postgres: "db.example.org", Redis: "http://redis", SMTP: "mail.example.org", Proxies: []string{"10.0.0.0/99"},
		Origins:   []string{"https://a.example/path", "https://ok.example", "*"},
		SetupCode: "short", LogFormat: "xml", LogLevel: "loud", Limits: "maybe",
	}
	problems := c.Check()
	for i, flag := range []string{
		"listen", "admin-listen", "data", "postgres", "redis", "public-url", "smtp", "trusted-proxy", "file-limit", "previews",
		"allowed-origin", "allowed-origin",
		"setup-code", "log-format", "log-level", "limits",
	} {
		if i >= len(problems) || !strings.HasPrefix(problems[i], "--"+flag+": ") {
			t.Fatalf("problem %d is not about --%s: %q", i, flag, problems)
		}
	}
	if len(problems) != 16 {
		t.Errorf("%d problems: %q", len(problems), problems)
	}
}

func TestValuesThatAreRefusedAlone(t *testing.T) {
	for name, set := range map[string]func(*Config){
		"a port by name":         func(c *Config) { c.Listen = "localhost:http" },
		"a padded port":          func(c *Config) { c.Listen = ":08080" },
		"the same address twice": func(c *Config) { c.Listen, c.AdminListen = ":8080", ":8080" },
		"a URL with a path":      func(c *Config) { c.PublicURL = "https://example.org/chat" },
		"a URL with a user":      func(c *Config) { c.PublicURL = "https://me@example.org" },
		"a URL with a query":     func(c *Config) { c.PublicURL = "https://example.org?" },
		"another scheme":         func(c *Config) { c.PublicURL = "ftp://example.org" },
		"a host of a port alone": func(c *Config) { c.PublicURL = "https://:443" },
		"no server of Postgres":  func(c *Config) { c.Postgres = "postgres:///confab" },
		"another database":       func(c *Config) { c.Postgres = "mysql://db/confab" },
		"mail without an address of the server": func(c *Config) {
			c.SMTP = "smtp://confab@example.org:hunter2@smtp.example.org"
		},
		"mail from nobody": func(c *Config) { c.SMTP, c.PublicURL = "smtp://smtp.example.org", "https://chat.example.org" },
		"mail by a path": func(c *Config) {
			c.SMTP, c.SMTPFrom, c.PublicURL = "smtp://smtp.example.org/confab", "confab@example.org", "https://chat.example.org"
		},
		"a sender without a server": func(c *Config) { c.SMTPFrom = "confab@example.org" },
		"a word for Redis":          func(c *Config) { c.Redis = "localhost" },
		"owed parts":                func(c *Config) { c.Partitions = -1 },
		"many partitions":           func(c *Config) { c.Partitions = 257 },
		"a data directory of NUL":   func(c *Config) { c.Data = "\x00" },
	} {
		c := Default()
		set(&c)
		if problems := c.Check(); len(problems) != 1 {
			t.Errorf("%s: problems %q, want one", name, problems)
		}
	}
}

func TestWhatCheckMakesOfTheValues(t *testing.T) {
	c := Default()
	c.PublicURL, c.Proxies, c.Limits, c.LogLevel = "https://chat.example.org/", []string{"10.0.0.0/24", "::1"}, "off", "debug"
	if problems := c.Check(); problems != nil {
		t.Fatal(problems)
	}
	if c.Public.String() != "https://chat.example.org" || len(c.Trusted) != 2 || !c.Loose || !c.Debug() {
		t.Errorf("came out as %+v", c)
	}
	for listen, want := range map[string]bool{"127.0.0.1:0": true, "[::1]:80": true, "localhost:80": true, ":80": false,
		"0.0.0.0:80": false} {
		c.Listen = listen
		if c.Loopback() != want {
			t.Errorf("Loopback of %s = %v", listen, !want)
		}
	}
}

func TestWideNetworksAreNoProxies(t *testing.T) {
	for list, wide := range map[string]bool{
		"10.0.0.0/8": true, "0.0.0.0/0": true, "10.1.0.0/15": true, "::/0": true, "fd00::/8": true, "fd00::/47": true,
		"10.1.0.0/16": false, "10.0.0.1": false, "fd00:1:2::/48": false, "::1": false,
	} {
		c := Default()
		c.Proxies = []string{list}
		problems := c.Check()
		if (len(problems) == 1 && strings.Contains(problems[0], "--trusted-hops")) != wide || len(problems) > 1 {
			t.Errorf("%s: %q", list, problems)
		}
		c.Hops = 1
		if problems := c.Check(); problems != nil {
			t.Errorf("%s behind one proxy: %q", list, problems)
		}
	}
	for name, c := range map[string]Config{"no proxy": {Hops: 1}, "many": {Hops: 11, Proxies: []string{"10.0.0.1"}}, "owed": {Hops: -1}} {
		d := Default()
		d.Hops, d.Proxies = c.Hops, c.Proxies
		if problems := d.Check(); len(problems) != 1 || !strings.HasPrefix(problems[0], "--trusted-hops: ") {
			t.Errorf("%s: %q", name, problems)
		}
	}
}

func TestSecretsComeFromFiles(t *testing.T) {
	file := func(text string) string {
		name := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	const address = "postgres://confab:hunter2hunter2@db.example.org/confab"
	c := Default()
	c.PostgresFile, c.RedisFile, c.SetupCodeFile = file(address+"\n"), file("redis://:hunter2@redis.example.org"), file("a-code-of-mine")
	for range 2 { // Check may be called again
		if problems := c.Check(); problems != nil || c.Postgres != address || c.Redis != "redis://:hunter2@redis.example.org" ||
			c.SetupCode != "a-code-of-mine" {
			t.Fatalf("%q, %+v", problems, c)
		}
	}
	for name, set := range map[string]func(*Config){
		"none":      func(c *Config) { c.PostgresFile = filepath.Join(t.TempDir(), "none") },
		"empty":     func(c *Config) { c.PostgresFile = file("\n") },
		"two lines": func(c *Config) { c.PostgresFile = file(address + "\nhunter2") },
		"both":      func(c *Config) { c.Postgres, c.PostgresFile = address, file(address) },
		"no code":   func(c *Config) { c.PostgresFile = "/dev/null" },
	} {
		c := Default()
		set(&c)
		problems := c.Check()
		if len(problems) != 1 || !strings.HasPrefix(problems[0], "--postgres-file: ") || strings.Contains(problems[0], "hunter2") {
			t.Errorf("%s: %q", name, problems)
		}
	}
}

func TestTheKeysOfABucketComeFromAFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys")
	for text, want := range map[string]string{"access:hunter2:more\n": "access hunter2:more", "access": "", "access:": "", ":hunter2": ""} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c := Default()
		c.FilesKeyFile = name
		problems := c.Check()
		if want == "" {
			if len(problems) != 1 || !strings.HasPrefix(problems[0], "--files-key-file: ") || strings.Contains(problems[0], "hunter2") {
				t.Errorf("%q: %q", text, problems)
			}
			continue
		}
		if access, secret := c.FilesKeys(); problems != nil || access+" "+secret != want {
			t.Errorf("%q: %q and %q, %q", text, access, secret, problems)
		}
	}
}

func TestAComplaintNeverRepeatsAPassword(t *testing.T) {
	c := Default()
	c.Postgres, c.Redis = "mysql://confab:hunter2hunter2@db/confab", "postgres://:hunter2hunter2@redis\x7f"
	problems := c.Check()
	if len(problems) != 2 || strings.Contains(strings.Join(problems, ""), "hunter2") {
		t.Errorf("problems: %q", problems)
	}
	c.Postgres, c.Redis = "postgresql:///confab?host=/run/postgresql", "unix:///run/redis.sock"
	if problems := c.Check(); problems != nil {
		t.Errorf("sockets of this machine are refused: %q", problems)
	}
}

func TestMailComesFromTheUserOfItsServer(t *testing.T) {
	c := Default()
	c.SMTP, c.PublicURL = "smtp://confab%40example.org:hunter2@smtp.example.org:587", "https://chat.example.org"
	for range 2 { // Check may be called again
		problems := c.Check()
		if problems != nil || c.Mail == nil || c.Mail.Host != "smtp.example.org:587" || c.SMTPFrom != "confab@example.org" {
			t.Fatalf("%q, %+v", problems, c)
		}
	}
}
