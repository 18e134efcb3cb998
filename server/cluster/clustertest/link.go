package clustertest

import (
	"cmp"
	"log/slog"
	"testing"
	"time"

	"github.com/confab/confab/server/cluster"
)

// Link opens a link to the Redis at url, and closes it after the test. By default
// it pings every 50 ms and logs nothing.
func Link(t testing.TB, url string, o cluster.Options) *cluster.Link {
	t.Helper()
	o.Every = cmp.Or(o.Every, 50*time.Millisecond)
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	l, err := cluster.Open(t.Context(), url, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}
