package chat_test

import (
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/wire"
)

func TestAnInviteIsMailedToOnePerson(t *testing.T) {
	var sent []string
	full := false
	w := chattest.New(t, func(_ *chattest.World, o *chat.Options) {
		o.Address = "https://chat.example.org"
		o.Mail = func(to, link, by, workspace string) bool {
			sent = append(sent, strings.Join([]string{to, link, by, workspace}, " "))
			return !full
		}
	})
	q := &wire.InviteCreate{Email: " ben@example.org ", Uses: 5}
	made := w.MustDo(w.Nora, q, wire.CreateInvite.Type).(*wire.InviteInfo).Invite
	want := "ben@example.org https://chat.example.org/join/" + made.Token + " nora Acme"
	if made.Uses != 1 || len(sent) != 1 || sent[0] != want {
		t.Errorf("%+v, sent %q", made, sent)
	}
	w.MustDo(w.Nora, &wire.InviteCreate{}, wire.CreateInvite.Type)
	for _, bad := range []string{
		"ben", "ben@", "@example.org", "a@b@c", "ben@example.org\r\nBcc: eve@evil.example", "a,b@example.org",
		strings.Repeat("a", 300) + "@b",
	} {
		if _, e := w.Do(w.Nora, &wire.InviteCreate{Email: bad}, wire.CreateInvite.Type); e == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	_, e := w.Do(w.Sam, &wire.InviteCreate{Email: "ben@example.org"}, wire.CreateInvite.Type)
	if e == nil || e.Code != wire.CodeForbidden {
		t.Errorf("a member: %v", e)
	}
	if len(sent) != 1 {
		t.Errorf("sent %q", sent)
	}
	full = true
	_, e = w.Do(w.Nora, &wire.InviteCreate{Email: "ben@example.org"}, wire.CreateInvite.Type)
	if e == nil || e.Code != wire.CodeOverload {
		t.Errorf("with a full queue: %v", e)
	}
	plain := chattest.New(t)
	_, e = plain.Do(plain.Nora, &wire.InviteCreate{Email: "ben@example.org"}, wire.CreateInvite.Type)
	if e == nil || e.Code != wire.CodeInvalid {
		t.Errorf("without mail: %v", e)
	}
}
