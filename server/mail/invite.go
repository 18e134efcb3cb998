package mail

import (
	"context"
	"strings"

	"github.com/confab/confab/shared/text"
)

// Invitation makes the mail with an invite's link. It is in English: the server
// does not know the recipient's language.
func Invitation(to, link, by, workspace string) Prepare {
	paragraphs := []string{text.MailInvite(by, workspace).String(), link, text.MailInviteNotYou.String()}
	m := Message{To: to, Subject: text.MailInviteSubject(by, workspace).String(), Text: strings.Join(paragraphs, "\n\n") + "\n"}
	return func(context.Context) (Message, bool, error) { return m, true, nil }
}
