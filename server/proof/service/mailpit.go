package service

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/confab/confab/server/proof/instance"
)

// Mailpit is an SMTP server that keeps what it gets, to be read over HTTP. It asks
// for STARTTLS, and takes any name and password.
type Mailpit struct {
	URL      *url.URL // smtp://127.0.0.1:PORT
	RootFile string   // PEM: vouches for it

	tb      testing.TB
	api     string
	client  *http.Client
	process process
}

// Mail is a mail that a Mailpit has.
type Mail struct {
	From, Subject, Text string
	To                  []string
	Headers             map[string][]string
}

// StartMailpit starts Mailpit and ends it after the test. `make packages` installs
// it in bin/tools.
func StartMailpit(tb testing.TB) *Mailpit {
	tb.Helper()
	path, err := tool("mailpit")
	if err != nil {
		tb.Fatal(err)
	}
	m := &Mailpit{tb: tb, client: &http.Client{Timeout: readyIn}}
	dir := tb.TempDir()
	m.RootFile = filepath.Join(dir, "smtp.pem")
	key := filepath.Join(dir, "smtp.key")
	if err := writePair(m.RootFile, key); err != nil {
		tb.Fatal(err)
	}
	m.process = process{path: path, dir: dir, death: syscall.SIGKILL}
	m.process.ready = func() error { _, err := m.list(); return err }
	tb.Cleanup(m.Kill)
	m.process.tell(tb, "mailpit")
	err = onFreePort(func(port int) error {
		web, err := instance.FreePort()
		if err != nil {
			return err
		}
		m.URL = &url.URL{Scheme: "smtp", Host: "127.0.0.1:" + strconv.Itoa(port)}
		m.api = fmt.Sprintf("http://127.0.0.1:%d/api/v1/", web)
		m.process.args = []string{"--smtp", fmt.Sprintf("127.0.0.1:%d", port), "--listen", fmt.Sprintf("127.0.0.1:%d", web),
			"--smtp-tls-cert", m.RootFile, "--smtp-tls-key", key, "--smtp-auth-accept-any", "--disable-version-check"}
		return m.process.start()
	})
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// Kill ends it, with all it has.
func (m *Mailpit) Kill() { m.process.end(syscall.SIGKILL) }

// Mails returns what has arrived, the newest first.
func (m *Mailpit) Mails() []Mail {
	m.tb.Helper()
	ids, err := m.list()
	if err != nil {
		m.tb.Fatal(err)
	}
	var all []Mail
	for _, id := range ids {
		var got struct {
			From          struct{ Address string }
			To            []struct{ Address string }
			Subject, Text string
		}
		one := Mail{Headers: map[string][]string{}}
		if err := errors.Join(m.get("message/"+id, &got), m.get("message/"+id+"/headers", &one.Headers)); err != nil {
			m.tb.Fatal(err)
		}
		one.From, one.Subject, one.Text = got.From.Address, got.Subject, got.Text
		for _, to := range got.To {
			one.To = append(one.To, to.Address)
		}
		all = append(all, one)
	}
	return all
}

func (m *Mailpit) list() (ids []string, err error) {
	var got struct {
		Messages []struct{ ID string } `json:"messages"`
	}
	err = m.get("messages", &got)
	for _, one := range got.Messages {
		ids = append(ids, one.ID)
	}
	return ids, err
}

func (m *Mailpit) get(path string, into any) error {
	r, err := m.client.Get(m.api + path)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return fmt.Errorf("mailpit: %s: %s", path, r.Status)
	}
	return json.NewDecoder(r.Body).Decode(into)
}
