package auth

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/mail"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// mailedLasts is how long a link in a mail works.
const mailedLasts = 30 * time.Minute

// How many mails may be asked for, on each node. One network's are a school whose
// holidays have ended.
var (
	rateForgotNetwork = limits.Rate{PerSecond: 10.0 / 600, Burst: 20}
	rateForgotAddress = limits.Rate{PerSecond: 1.0 / 300, Burst: 3} // of the recipient
)

// post sends the mails of this package.
type post struct {
	send   func(mail.Prepare) bool // nil: there is no mail
	origin string                  // with which links begin
	pace   *ratelimit.Memory
}

// Mails reports whether this server sends mails.
func (x Passwords) Mails() bool { return x.auth.post.send != nil }

// Forgot sends a link for a new password to an e-mail address, in the language l,
// if a person with it may sign in here. Whether there is one is not disclosed: not
// by the answer, and not by the time it takes, because the account is looked up
// when the mail's turn has come. An address that was asked for too often gets no
// more for a while, and that is answered alike. Forgot returns Problems, or a
// *wire.Error with CodeRate or CodeOverload.
func (x Passwords) Forgot(ctx context.Context, email string, l *text.Language, c Client) error {
	email, problem := cleanEmail(email)
	if !problem.IsZero() {
		return Problems{FieldEmail: problem}
	}
	// A Memory never fails.
	if wait, _ := x.auth.post.pace.Take(ctx, "network/"+clientip.Network(c.Address).String(), rateForgotNetwork); wait > 0 {
		return throttled(wait)
	}
	if wait, _ := x.auth.post.pace.Take(ctx, "address/"+email, rateForgotAddress); wait > 0 {
		return nil
	}
	if !x.auth.post.send(func(ctx context.Context) (mail.Message, bool, error) { return x.resetMail(ctx, email, l) }) {
		return later(wire.CodeOverload, text.ManyMails, time.Minute.Milliseconds())
	}
	return nil
}

// resetMail makes the mail with a link for a new password. ok is false if nobody
// with that address may have one.
func (x Passwords) resetMail(ctx context.Context, email string, l *text.Language) (m mail.Message, ok bool, err error) {
	token, hash := secret.New()
	now := x.auth.millis()
	place := ""
	err = x.auth.store.Update(ctx, func(tx store.Tx) error {
		ok = false
		u, err := tx.Users().ByEmail(email)
		if errors.Is(err, store.ErrNotFound) || err == nil && (u.Gone || u.Ghost) {
			return nil
		}
		if err != nil {
			return err
		}
		if place, err = workspace(tx); err != nil {
			return err
		}
		ok = true
		return tx.Codes().Put(store.Code{
			Kind: store.CodeMail, User: u.ID, Hash: hash, Created: now, Expires: now + mailedLasts.Milliseconds(),
		})
	})
	paragraphs := []string{l.Say(text.MailReset(place)), x.auth.post.origin + "/reset/" + token, l.Say(text.MailResetNotYou)}
	return mail.Message{
		To: email, Subject: l.Say(text.MailResetSubject(place)), Text: strings.Join(paragraphs, "\n\n") + "\n",
	}, ok, err
}
