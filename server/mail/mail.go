// Package mail sends the mails of the server: links that somebody asked for, or was
// invited with. They are few, and each is for one person.
//
// Mails go to the SMTP server of the configuration, never to that of the recipient.
// The connection is encrypted, or there is no mail: with STARTTLS, or from its
// beginning for smtps. Only a server on this machine is spoken to without.
//
// # Concurrency
//
// Post only puts work into a queue, so that whoever asks for a mail cannot tell by
// the time it takes whether one is sent. Run owns the only goroutine, which makes
// and sends one mail after the other. What is in the queue when the server ends is
// not sent: the person asks again.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/confab/confab/shared/id"
)

const (
	waiting    = 200              // mails in the queue
	sendWithin = 20 * time.Second // one mail, each time it is tried
	tries      = 3
	pause      = 5 * time.Second // before a mail is tried again
)

// Message is a mail to one person.
type Message struct {
	To      string
	Subject string
	Text    string
}

// Prepare makes a mail when its turn has come. ok is false if there is nothing to
// send.
type Prepare func(ctx context.Context) (m Message, ok bool, err error)

// Options are the parameters of New.
type Options struct {
	Server *url.URL       // smtp://user:password@host:port, or smtps
	From   string         // the sender's address
	Name   string         // by which this server greets the other: its host; "": localhost
	Roots  *x509.CertPool // vouch for Server, also on this machine; nil: those of the system
	Log    *slog.Logger   // nil: slog.Default
	Pause  time.Duration  // instead of pause
}

// Sender sends mails.
type Sender struct {
	client *gomail.Client
	from   string
	queue  chan Prepare
	log    *slog.Logger
	pause  time.Duration
}

// New returns a Sender, which sends as long as its Run runs. It does not connect.
func New(o Options) (*Sender, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Name == "" {
		o.Name = "localhost"
	}
	if o.Pause == 0 {
		o.Pause = pause
	}
	host := o.Server.Hostname()
	bare := o.Server.Scheme == "smtp" && here(host) && o.Roots == nil
	options := []gomail.Option{
		gomail.WithTimeout(sendWithin), gomail.WithHELO(o.Name),
		gomail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: o.Roots, MinVersion: tls.VersionTLS12}),
	}
	switch {
	case o.Server.Scheme == "smtps":
		options = append(options, gomail.WithSSLPort(false))
	case bare:
		options = append(options, gomail.WithTLSPortPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPortPolicy(gomail.TLSMandatory))
	}
	if port, err := strconv.Atoi(o.Server.Port()); err == nil {
		options = append(options, gomail.WithPort(port))
	}
	if secret, ok := o.Server.User.Password(); ok {
		method := gomail.SMTPAuthAutoDiscover
		if bare {
			method = gomail.SMTPAuthPlainNoEnc
		}
		options = append(options, gomail.WithSMTPAuth(method), gomail.WithUsername(o.Server.User.Username()), gomail.WithPassword(secret))
	}
	client, err := gomail.NewClient(host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return &Sender{client: client, from: o.From, queue: make(chan Prepare, waiting), log: o.Log, pause: o.Pause}, nil
}

// here reports whether host is this machine.
func here(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Post has a mail made and sent. It reports whether there was room in the queue.
func (s *Sender) Post(p Prepare) bool {
	select {
	case s.queue <- p:
		return true
	default:
		return false
	}
}

// Run sends mails until ctx ends.
func (s *Sender) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case p := <-s.queue:
			if err := s.one(ctx, p); err != nil && ctx.Err() == nil {
				s.log.Error("a mail was not sent", "error", err)
			}
		}
	}
}

// one makes and sends one mail.
func (s *Sender) one(ctx context.Context, p Prepare) error {
	m, ok, err := p(ctx)
	if err != nil || !ok {
		return err
	}
	made, err := s.compose(m)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		if err = s.send(ctx, made); err == nil || n == tries || final(err) {
			return err
		}
		s.log.Warn("a mail is tried again", "error", err, "in", s.pause)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(s.pause):
		}
	}
}

// send sends one mail on a connection of its own.
func (s *Sender) send(ctx context.Context, m *gomail.Msg) error {
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	return s.client.DialAndSendWithContext(ctx, m)
}

// final reports whether another try would fail as well: the mail was refused, not
// put off.
func final(err error) bool {
	var refused *gomail.SendError
	return errors.As(err, &refused) && refused.ErrorCode() >= 500
}

// compose makes the mail as it is sent. The library would tell the recipient its
// own version and the name of this machine.
func (s *Sender) compose(m Message) (*gomail.Msg, error) {
	made := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := made.From(s.from); err != nil {
		return nil, fmt.Errorf("mail: from: %w", err)
	}
	if strings.ContainsAny(m.To, "\r\n,") {
		return nil, errors.New("mail: to: not one address")
	}
	if err := made.To(m.To); err != nil {
		return nil, fmt.Errorf("mail: to: %w", err)
	}
	_, domain, _ := strings.Cut(s.from, "@")
	made.Subject(m.Subject)
	made.SetMessageIDWithValue(id.New() + "@" + domain)
	made.SetDate()
	made.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no answers of those who are on holiday
	made.SetBodyString(gomail.TypeTextPlain, m.Text)
	return made, nil
}
