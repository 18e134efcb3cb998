package bench_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/between"
	"github.com/confab/confab/server/config"
	"github.com/confab/confab/server/daemon"
	"github.com/confab/confab/server/proof/workspace"
	"github.com/confab/confab/shared/limits"
)

// serves starts a server on w, without limits on rates, until the test ends.
func serves(t *testing.T, w *bench.Workspace) (origin string) {
	t.Helper()
	cfg := config.Default()
	cfg.Listen, cfg.Data, cfg.Limits = "127.0.0.1:0", w.Data, "off"
	if problems := cfg.Check(); len(problems) > 0 {
		t.Fatal(problems)
	}
	d, err := daemon.New(t.Context(), cfg, daemon.Options{Out: io.Discard, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + d.Addr().String()
}

// prepared is a workspace of people who are all in each of its rooms.
func prepared(t *testing.T, people, rooms int) *bench.Workspace {
	t.Helper()
	w, err := workspace.Prepare(t.Context(), t.TempDir(), people, rooms, people)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func tokens(w *bench.Workspace) (tokens []string) {
	for _, s := range w.Seats {
		tokens = append(tokens, s.Token)
	}
	return tokens
}

// Connections that break do not break the history: a client resumes, gets what
// it missed, and sends again what had no answer.
func TestClientsComeBackAfterEveryCut(t *testing.T) {
	const messages = limits.ReplayRoom - 20 // less what a room has before the first message
	for _, kind := range []string{bench.ClientLean, bench.ClientEngine} {
		t.Run(kind, func(t *testing.T) {
			w := prepared(t, 4, 2)
			var passed atomic.Int64
			url := between.Proxy(t, serves(t, w), func(conn int, b []byte) error {
				// Whoever reads on when so much has passed loses the connection.
				if n := passed.Add(int64(len(b))); conn < 8 && n > 60_000*int64(conn/4+1) {
					return between.ErrCut
				}
				return nil
			})
			r, err := bench.Remote{URLs: []string{url}, Tokens: tokens(w), Rooms: w.Rooms}.Run(t.Context(),
				// Fewer than a room replays, even if one sender has to send them all into its room because
				// the other was away: who missed more is told to start over, and counts nothing.
				bench.Load{Senders: 2, InFlight: 8, Messages: messages, Client: kind, Patience: time.Minute}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !r.History.OK() || r.Partial != "" || r.Messages != messages || r.Deliveries != 4*messages || r.Reconnects < 4 {
				t.Errorf("%d messages, %d deliveries, %d reconnects, %q\n%s", r.Messages, r.Deliveries, r.Reconnects, r.Partial, r.History)
			}
		})
	}
}

// A server whose words are changed on the way to one member has broken its
// promise, and a load says so.
func TestWhatOneMemberIsGivenWronglyIsFound(t *testing.T) {
	w := prepared(t, 3, 1)
	var once sync.Once
	url := between.Proxy(t, serves(t, w), func(_ int, b []byte) error {
		if i := bytes.Index(b, []byte("000000020 What")); i >= 0 {
			once.Do(func() { copy(b[i:], "000000020 That") })
		}
		return nil
	})
	r, err := bench.Remote{URLs: []string{url}, Tokens: tokens(w), Rooms: w.Rooms}.Run(t.Context(),
		bench.Load{Senders: 1, Messages: 50, Client: bench.ClientLean}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.History.OK() || !strings.Contains(r.History.String(), "I4") {
		t.Errorf("a changed text was not noticed: %s", r.History)
	}
}

func TestPeopleAreSpreadOverNodes(t *testing.T) {
	w := prepared(t, 4, 0)
	url := serves(t, w)
	var sides [2]atomic.Int64
	var urls []string
	for i := range sides {
		urls = append(urls, between.Proxy(t, url, func(int, []byte) error { sides[i].Add(1); return nil }))
	}
	var told []string
	r, err := bench.Remote{URLs: urls, Tokens: tokens(w), Told: func(s string) { told = append(told, s) }}.Run(t.Context(),
		bench.Load{Rooms: 2, Members: 3, Senders: 1, Rate: 500, Messages: 100, Client: bench.ClientLean}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !r.History.OK() || r.Nodes != 2 || r.Deliveries != 300 || r.Near == nil || r.Near.P50 == 0 || r.Far.P50 == 0 || r.Added.P50 == 0 {
		t.Errorf("%+v", r)
	}
	if sides[0].Load() == 0 || sides[1].Load() == 0 {
		t.Error("one node was left out")
	}
	if len(told) != 2 || !strings.Contains(told[0], "making 2 rooms of 3 members") ||
		!strings.Contains(told[1], "everybody has left the 2 rooms") {
		t.Errorf("told %q", told)
	}
}
