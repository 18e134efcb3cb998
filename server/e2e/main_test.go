package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
)

// browser is shared by all stories; each person in it has storage of their own.
var browser *chrome.Browser

func TestMain(m *testing.M) { os.Exit(withBrowser(m)) }

func withBrowser(m *testing.M) int {
	b, err := chrome.Launch(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer b.Close()
	browser = b
	return m.Run()
}

// serve starts a server of its own for a story and ends it afterwards.
func serve(t *testing.T, args ...string) *instance.Server {
	t.Helper()
	s, err := instance.New(instance.Options{Data: t.TempDir(), Args: args})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the server said:\n%s", s.Output())
		}
		s.Kill()
	})
	return s
}

// shots is where pictures go.
func shots(t *testing.T, name string) string {
	t.Helper()
	bin, err := instance.Binary()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(filepath.Dir(bin), "shots", name)
}
