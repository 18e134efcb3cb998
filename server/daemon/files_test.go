package daemon_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/confab/confab/server/config"
	"github.com/confab/confab/server/daemon"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// call makes a request as a page does, and returns the status and the answer.
func (r *running) call(t *testing.T, b *http.Client, method, path, kind, body string) (int, string) {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, r.url+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if kind == "" {
		q.Body, q.ContentLength = http.NoBody, 0
	} else {
		q.Header.Set("Content-Type", kind)
	}
	q.Header.Set("Origin", r.url)
	res, err := b.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func TestAFileIsKeptInTheDataDirectory(t *testing.T) {
	dir := t.TempDir()
	d := start(t, dir)
	nora := browser(t)
	form := url.Values{"code": {code}, "workspace": {"Acme"}, "name": {"Nora"}, "email": {"nora@example.com"},
		"password": {"correct horse battery"}}
	if got := d.post(t, nora, "/setup", form); got != http.StatusSeeOther {
		t.Fatalf("setup: status %d", got)
	}
	s := d.socket(t, nora, wire.Resume{})
	var in wire.Inbox
	s.next(wire.TypeInbox, &in)
	s.next(wire.TypeReady, &wire.Ready{})

	s.say(&wire.FileBegin{Head: wire.Head{Type: wire.BeginFile.Type, ID: "1"}, CID: id.New(), Name: "plan.txt", Size: 5})
	var begun wire.FileInfo
	s.next(wire.TypeOK, &begun)
	content := "/files/" + begun.File.ID + "/content"
	if status, answer := d.call(t, nora, http.MethodPut, content+"?offset=0", "application/octet-stream", "hello"); status != 200 {
		t.Fatalf("%d %s", status, answer)
	}
	s.say(&wire.Send{Head: wire.Head{Type: wire.SendMessage.Type, ID: "2"}, CID: id.New(), Room: in.Room, Files: []string{begun.File.ID}})
	var e wire.Event
	s.next(wire.TypeEvent, &e)
	if len(e.Files) != 1 || e.Files[0].Name != "plan.txt" || e.Files[0].Type != "text/plain" || e.Files[0].Size != 5 {
		t.Errorf("the message has %+v", e.Files)
	}
	if status, answer := d.call(t, nora, http.MethodGet, content, "", ""); status != 200 || answer != "hello" {
		t.Errorf("%d %q", status, answer)
	}
	if status, _ := d.call(t, browser(t), http.MethodGet, content, "", ""); status != http.StatusUnauthorized {
		t.Errorf("somebody else gets %d", status)
	}
	const sum = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
	if text, err := os.ReadFile(filepath.Join(dir, "files", sum[:2], sum)); string(text) != "hello" || err != nil {
		t.Errorf("kept: %q %v", text, err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "parts")); len(left) > 0 || err != nil {
		t.Errorf("left of what arrived: %v %v", left, err)
	}
}

func TestFilesAreWhereTheFlagSays(t *testing.T) {
	for _, c := range []struct{ files, postgres, redis, want string }{
		{"", "", "", filepath.Join("d", "files")},
		{"", "postgres://db", "", filepath.Join("d", "files")},
		{"", "", "redis://r", filepath.Join("d", "files")},
		{"", "postgres://db", "redis://r", ""},
		{"/mnt/files", "postgres://db", "redis://r", "/mnt/files"},
	} {
		o := config.Config{Data: "d", Files: c.files, Postgres: c.postgres, Redis: c.redis}
		if got := o.FilesAddress(); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
	c := config.Default()
	c.Listen, c.Data, c.Files = "127.0.0.1:0", t.TempDir(), "ftp://files"
	if problems := c.Check(); problems != nil {
		t.Fatal(problems)
	}
	var log bytes.Buffer
	_, err := daemon.New(t.Context(), c, daemon.Options{Out: io.Discard, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err == nil || !strings.HasPrefix(fmt.Sprint(err), "--files: ") {
		t.Errorf("of a place that is none: %v", err)
	}
}
