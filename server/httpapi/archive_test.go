package httpapi

import (
	"archive/zip"
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/wire"
)

func TestAnArchiveIsSentWhileItIsMade(t *testing.T) {
	w := chattest.New(t)
	var log bytes.Buffer
	s := httptest.NewServer(New(Options{
		Chat: w.Chat, Authenticate: byName, Logger: slog.New(slog.NewTextHandler(&log, nil)), Streams: w.Chat.Streams(),
	}))
	t.Cleanup(s.Close)
	get := func(p chattest.Person) (*http.Response, []byte) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+Prefix+wire.ExportAccount.Path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if p.Session != "" {
			r.Header.Set("Authorization", p.Token())
		}
		res, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res, body
	}
	res, body := get(w.Sam)
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "application/zip" ||
		res.Header.Get("Content-Disposition") != "attachment; filename=confab.zip" || res.Header.Get("Accept-Ranges") != "" {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	if r, err := zip.NewReader(bytes.NewReader(body), int64(len(body))); err != nil || r.File[0].Name != "README.txt" {
		t.Errorf("%d bytes: %v", len(body), err)
	}
	byToken := w.Sam.Through(func(a *chat.Actor) { a.Origin = 0 })
	for status, p := range map[int]chattest.Person{http.StatusUnauthorized: {}, http.StatusForbidden: byToken} {
		if res, body := get(p); res.StatusCode != status {
			t.Errorf("%d, want %d: %s", res.StatusCode, status, body)
		}
	}
}
