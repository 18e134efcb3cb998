package console_test

import (
	"errors"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/confab/confab/server/console"
	"github.com/confab/confab/server/importer"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
)

// serve serves h on the console's socket of dir.
func serve(t *testing.T, dir string, h http.Handler) {
	t.Helper()
	l, err := console.Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: h}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
}

// through returns the operations of the server in dir.
func through(t *testing.T, dir string) console.Operations {
	t.Helper()
	held, err := sqlite.Hold(dir) // as a running server does
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	ops, err := console.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ops.Close(); err != nil {
			t.Error(err)
		}
	})
	return ops
}

func TestARefusalIsShownAsItsSentence(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"a sentence": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "the disk is full", http.StatusInsufficientStorage)
		}, "the disk is full"},
		"an older server": {http.NotFound, "404 page not found"},
		"nothing": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) },
			"the server answers 418 I'm a teapot"},
		"a page": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>\n<p>", http.StatusBadGateway) },
			"the server answers 502 Bad Gateway"},
		"endless": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, strings.Repeat("no ", 1<<20), http.StatusInternalServerError)
		}, strings.TrimSpace(strings.Repeat("no ", 1<<10)[:1<<10])},
	} {
		t.Run(name, func(t *testing.T) {
			dir := shortDir(t)
			serve(t, dir, c.answer)
			ops := through(t, dir)
			if _, err := ops.Import(t.Context(), strings.NewReader(history), importer.Options{}); err == nil || err.Error() != c.want {
				t.Errorf("import: %v, want %q", err, c.want)
			}
			if _, err := ops.People(t.Context(), "", "", 1); err == nil || err.Error() != c.want {
				t.Errorf("people: %v, want %q", err, c.want)
			}
		})
	}
}

func TestTwoServersDoNotTakeOneSocket(t *testing.T) {
	dir := filepath.Join(shortDir(t), "new")
	l, err := console.Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := console.Listen(dir); !errors.Is(err, store.ErrInUse) {
		t.Errorf("a second server: %v, %v, want ErrInUse", second, err)
	}
	if c, err := net.Dial("unix", filepath.Join(dir, "admin.sock")); err != nil {
		t.Errorf("the first one lost its socket: %v", err)
	} else if err := c.Close(); err != nil {
		t.Error(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false) // as after a kill
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if l, err = console.Listen(dir); err != nil {
		t.Fatalf("what a killed server left behind is in the way: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}
