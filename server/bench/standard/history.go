package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/workspace"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// The size of generated histories, of the sample of pages, and of visits.
const (
	generated = 200_000
	pages     = 2_000
	visits    = 3
)

// history imports a large room and tells how it reads: pages over the socket,
// and the room in a browser.
func (s *set) history(ctx context.Context) error {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	w, err := workspace.Prepare(ctx, data, 1, 0, 0)
	if err != nil {
		return err
	}
	room, err := s.imports(ctx, data)
	if err != nil {
		return err
	}
	server, err := s.local().Serve(ctx, data)
	if err != nil {
		return err
	}
	defer server.Kill()
	if err := s.reads(ctx, server, w.Seats[0], room); err != nil {
		return err
	}
	return s.visits(ctx, server, w.Seats[0], room.ID)
}

// imports runs confab import on data and returns the room.
func (s *set) imports(ctx context.Context, data string) (room store.Room, err error) {
	file := s.file
	if file == "" {
		file = filepath.Join(data, "generated.jsonl")
		if err := generate(file); err != nil {
			return room, err
		}
	}
	begin := time.Now()
	out, err := exec.CommandContext(ctx, s.bin, "import", "--data", data, "--format", "jsonl", file).CombinedOutput()
	if err != nil {
		return room, fmt.Errorf("confab import: %w\n%s", err, out)
	}
	took := time.Since(begin)
	st, err := sqlite.Open(ctx, data, sqlite.Options{})
	if err != nil {
		return room, err
	}
	err = st.View(ctx, func(tx store.Tx) error {
		rooms, err := tx.Rooms().Public("", "", 100)
		for _, r := range rooms {
			if r.Top > room.Top {
				room = r
			}
		}
		return err
	})
	if cerr := st.Close(); err == nil {
		err = cerr
	}
	s.printf("## A room of %d messages\n\n", room.Top)
	s.judge(fmt.Sprintf("Import of %d messages", room.Top), fmt.Sprintf("%.1f s", took.Seconds()), "60 s", took < time.Minute)
	return room, err
}

// generate writes a history in the import's format.
func generate(path string) error {
	var b strings.Builder
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := range generated {
		line, err := json.Marshal(map[string]any{
			"n": n + 1, "room": "history", "at": at.Add(time.Duration(n) * time.Minute).Format(time.RFC3339),
			"nick": fmt.Sprintf("nick%d", rand.IntN(5_000)),
			"text": strings.Repeat("words of an old conversation ", 1+rand.IntN(5)),
		})
		if err != nil {
			return err
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// reads times pages of 50 from all over the room, over the socket.
func (s *set) reads(ctx context.Context, server *instance.Server, seat bench.Seat, room store.Room) error {
	e := engine.New(engine.Options{
		Dialer: dial.Dialer{URL: server.URL, Token: dial.Fixed(seat.Token)}, Device: id.New(), Client: "confab-bench",
	})
	e.Start()
	defer e.Stop()
	var times bench.Times
	for range pages {
		begin := time.Now()
		_, err := engine.Do(ctx, e, wire.FetchHistory, &wire.Fetch{Room: room.ID, Before: 100 + rand.Int64N(room.Top-100), Limit: 50})
		if err != nil {
			return err
		}
		times.Note(time.Since(begin))
	}
	s.printf("A page of 50, from anywhere, over the socket: p50 / p95 / p99 %.2f / %.2f / %.2f ms.\n\n",
		ms(times.At(0.5)), ms(times.At(0.95)), ms(times.At(0.99)))
	return nil
}

// visits opens the room in a browser.
func (s *set) visits(ctx context.Context, server *instance.Server, seat bench.Seat, room string) error {
	b, err := chrome.Launch(ctx)
	if err != nil {
		return err
	}
	defer b.Close()
	s.printf("## Opening that room in a browser\n\n")
	s.printf("Milliseconds from the navigation on, medians of %d: first visit, repeat visit.\n\n| |", visits)
	var firsts, repeats []Visit
	for _, d := range Devices {
		first, repeat, err := Visits(ctx, b, server.URL, room, seat, d, visits)
		if err != nil {
			return err
		}
		firsts, repeats = append(firsts, first), append(repeats, repeat)
		s.printf(" %s |", d.Name)
		seconds := func(what string, t, budget time.Duration) {
			s.judge(what+", "+d.Name, fmt.Sprintf("%.2f s", t.Seconds()), fmt.Sprintf("%.1f s", budget.Seconds()), t <= budget)
		}
		switch {
		case d.Network != (chrome.Network{}):
			seconds("First visit: last messages on screen", first[messagesShown], 900*time.Millisecond)
			seconds("First visit: usable app", max(first[programShown], first[caughtUp]), 2200*time.Millisecond)
		case d.Slower > 1:
			seconds("Repeat visit: rooms on screen", repeat[roomsShown], 500*time.Millisecond)
			seconds("Repeat visit: last messages on screen", repeat[messagesShown], 500*time.Millisecond)
			seconds("Repeat visit: usable app", max(repeat[programShown], repeat[caughtUp]), 1200*time.Millisecond)
		}
	}
	s.printf("\n|---|%s\n", strings.Repeat("---|", len(Devices)))
	for _, m := range moments {
		s.printf("| %s |", m.name)
		for i := range Devices {
			s.printf(" %.0f, %.0f |", ms(firsts[i][m.name]), ms(repeats[i][m.name]))
		}
		s.printf("\n")
	}
	s.printf("\n")
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
