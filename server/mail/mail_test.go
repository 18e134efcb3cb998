package mail_test

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/mail"
	"github.com/confab/confab/server/proof/service"
)

// sender runs a Sender until the test ends, and returns what it logs.
func sender(t *testing.T, o mail.Options) (*mail.Sender, *lines) {
	t.Helper()
	log := &lines{make(chan string, 100)}
	o.From, o.Name, o.Pause = "confab@tideline.example", "chat.tideline.example", time.Millisecond
	o.Log = slog.New(slog.NewTextHandler(log, nil))
	s, err := mail.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); s.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return s, log
}

// lines are the lines of a log.
type lines struct{ c chan string }

func (l *lines) Write(p []byte) (int, error) {
	l.c <- string(p)
	return len(p), nil
}

// sent posts a mail, and returns when it was dealt with, as was what came before.
func sent(t *testing.T, s *mail.Sender, m mail.Message) {
	t.Helper()
	posted := s.Post(func(context.Context) (mail.Message, bool, error) { return m, true, nil })
	done := make(chan struct{})
	posted = s.Post(func(context.Context) (mail.Message, bool, error) { close(done); return mail.Message{}, false, nil }) && posted
	if !posted {
		t.Fatal("the queue is full")
	}
	<-done
}

func roots(t *testing.T, file string) *x509.CertPool {
	t.Helper()
	pem, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return pool
}

func TestAMailArrivesAsItWasWritten(t *testing.T) {
	pit := service.StartMailpit(t)
	signedIn := *pit.URL
	signedIn.User = url.UserPassword("confab", "hunter2 hunter2")
	encrypted, _ := sender(t, mail.Options{Server: &signedIn, Roots: roots(t, pit.RootFile)})
	sent(t, encrypted, mail.Message{
		To: "ada@tideline.example", Subject: "Ein neues Paßwort: 新しい", Text: "Grüße\n\nhttps://chat.tideline.example/reset/x\n",
	})
	bare, _ := sender(t, mail.Options{Server: pit.URL})
	sent(t, bare, mail.Message{To: "nora@tideline.example", Subject: "hello\r\nBcc: eve@evil.example", Text: "x"})

	all := pit.Mails()
	if len(all) != 2 {
		t.Fatalf("%d mails arrived", len(all))
	}
	first, second := all[1], all[0]
	if first.From != "confab@tideline.example" || len(first.To) != 1 || first.To[0] != "ada@tideline.example" ||
		first.Subject != "Ein neues Paßwort: 新しい" || !strings.Contains(first.Text, "Grüße") ||
		!strings.Contains(first.Text, "https://chat.tideline.example/reset/x") {
		t.Errorf("%+v", first)
	}
	if len(second.To) != 1 || second.Headers["Bcc"] != nil {
		t.Errorf("a subject has made a header: %+v", second)
	}
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	delete(first.Headers, "Received") // by the other server
	for name, values := range first.Headers {
		if text := strings.Join(values, " "); name == "User-Agent" || name == "X-Mailer" || strings.Contains(text, "go-mail") ||
			regexp.MustCompile(`\b`+regexp.QuoteMeta(host)+`\b`).MatchString(text) {
			t.Errorf("the mail tells of its sender: %s: %s", name, text)
		}
	}
}

func TestAMailGoesNowhereWithoutEncryption(t *testing.T) {
	pit := service.StartMailpit(t)
	strange, log := sender(t, mail.Options{Server: pit.URL, Roots: x509.NewCertPool()})
	sent(t, strange, mail.Message{To: "ada@tideline.example", Subject: "x", Text: "a secret link"})
	said := ""
	for !strings.Contains(said, "was not sent") {
		said = <-log.c
	}
	if all := pit.Mails(); len(all) != 0 {
		t.Errorf("a server that nobody vouches for got %+v", all)
	}
	if !strings.Contains(said, "certificate") || strings.Contains(said, "a secret link") {
		t.Errorf("the log says %s", said)
	}
}

func TestAddressesThatWouldBeMoreThanOneAreRefused(t *testing.T) {
	s, log := sender(t, mail.Options{Server: &url.URL{Scheme: "smtp", Host: "127.0.0.1:1"}})
	for _, to := range []string{"ada@x.example\r\nBcc: eve@evil.example", "ada@x.example, eve@evil.example", "ada", ""} {
		sent(t, s, mail.Message{To: to, Subject: "x", Text: "x"})
		if said := <-log.c; !strings.Contains(said, "mail: to") {
			t.Errorf("%q: %s", to, said)
		}
	}
}

func TestWhatCannotBeMadeOrSentDelaysNobodyForLong(t *testing.T) {
	s, log := sender(t, mail.Options{Server: &url.URL{Scheme: "smtp", Host: "127.0.0.1:1"}})
	s.Post(func(context.Context) (mail.Message, bool, error) {
		return mail.Message{}, false, errors.New("no database")
	})
	if said := <-log.c; !strings.Contains(said, "no database") {
		t.Error(said)
	}
	sent(t, s, mail.Message{To: "ada@x.example", Subject: "x", Text: "x"})
	again := 0
	for said := range log.c {
		if strings.Contains(said, "was not sent") {
			break
		}
		again++
	}
	if again != 2 {
		t.Errorf("tried again %d times", again)
	}
}

func TestAFullQueueRefuses(t *testing.T) {
	s, err := mail.New(mail.Options{Server: &url.URL{Scheme: "smtp", Host: "127.0.0.1:1"}, From: "confab@x.example"})
	if err != nil {
		t.Fatal(err)
	}
	never := func(context.Context) (mail.Message, bool, error) { return mail.Message{}, false, nil }
	n := 0
	for s.Post(never) && n < 10_000 {
		n++
	}
	if n == 0 || n == 10_000 {
		t.Errorf("%d mails wait", n)
	}
}
