package daemon

import (
	"context"

	"github.com/confab/confab/server/mail"
)

// mailing is the part that sends mails, if the configuration names a server for
// them.
type mailing struct {
	idle
	d *Daemon
}

func (p mailing) open(context.Context) (err error) {
	c := p.d.cfg
	if c.Mail == nil {
		return nil
	}
	p.d.mail, err = mail.New(mail.Options{Server: c.Mail, From: c.SMTPFrom, Name: c.Public.Hostname(), Log: p.d.log})
	return err
}

func (p mailing) run(ctx context.Context) {
	if p.d.mail != nil {
		p.d.mail.Run(ctx)
	}
}

// posts is what sends mails; nil: there is no mail.
func (d *Daemon) posts() func(mail.Prepare) bool {
	if d.mail == nil {
		return nil
	}
	return d.mail.Post
}

// invites is what mails invites; nil: there is no mail.
func (d *Daemon) invites() func(to, link, by, workspace string) bool {
	if d.mail == nil {
		return nil
	}
	return func(to, link, by, workspace string) bool {
		return d.mail.Post(mail.Invitation(to, link, by, workspace))
	}
}
