package config

import (
	"net/url"
	"strings"
)

// checkMail checks the flags about mail and fills in Mail.
func (c *Config) checkMail(bad func(flag, format string, args ...any)) {
	if c.SMTP == "" {
		if c.SMTPFrom != "" {
			bad("smtp-from", "needs --smtp")
		}
		return
	}
	if err := checkScheme(c.SMTP, "smtp", "smtps"); err != nil {
		bad("smtp", "%v", err)
		return
	}
	u, err := url.Parse(c.SMTP)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" {
		bad("smtp", "must have the form smtp://USER:PASSWORD@HOST:PORT")
		return
	}
	if c.Public == nil {
		// A link must not begin with what the request of whoever asks for it says.
		bad("smtp", "needs --public-url or --domain, with which the links in mails begin")
	}
	if c.SMTPFrom == "" {
		c.SMTPFrom = u.User.Username()
	}
	local, domain, _ := strings.Cut(c.SMTPFrom, "@")
	if local == "" || domain == "" || strings.ContainsAny(c.SMTPFrom, " \t\r\n<>,") {
		bad("smtp-from", "must be an e-mail address, unless the user of --smtp is one")
		return
	}
	c.Mail = u
}
