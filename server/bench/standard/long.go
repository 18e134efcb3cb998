package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/workspace"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// What a long history is: messages in rooms that take turns.
const (
	longMessages  = 1_000_000
	largeMessages = 5_000_000
	longRooms     = 100
	longBatch     = 5_000
	longPages     = 5_000
)

// long fills a store and tells how long a start takes with it, and a page.
func (s *set) long(ctx context.Context) error {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	w, err := workspace.Prepare(ctx, data, 100, longRooms, 10)
	if err != nil {
		return err
	}
	n := longMessages
	took, err := fill(ctx, w, n)
	if err != nil {
		return err
	}
	s.printf("## A long history\n\n%d messages in %d rooms, written into the store in %.1f s.\n\n", n, longRooms, took.Seconds())
	if err := s.startFull(ctx, data, n); err != nil {
		return err
	}
	if s.large {
		more, err := fill(ctx, w, largeMessages-n)
		if err != nil {
			return err
		}
		n = largeMessages
		s.printf("Then %d messages, in %.1f s more.\n\n", n, more.Seconds())
	}
	return s.storePages(ctx, w, n)
}

// fill writes n messages in large transactions.
func fill(ctx context.Context, w *bench.Workspace, n int) (took time.Duration, err error) {
	st, err := sqlite.Open(ctx, w.Data, sqlite.Options{})
	if err != nil {
		return 0, err
	}
	defer func() {
		if cerr := st.Close(); err == nil {
			err = cerr
		}
	}()
	began := time.Now()
	text := strings.Repeat("What a fine day to talk about it. ", 5)[:150]
	for done := 0; done < n; done += longBatch {
		err := st.Update(ctx, func(tx store.Tx) error {
			for i := range min(longBatch, n-done) {
				room := (done + i) % longRooms
				e := wire.Event{Room: w.Rooms[room], Event: id.New(), CID: id.New(), Author: w.Seats[room*10%len(w.Seats)].User,
					Kind: wire.KindMessage, At: time.Now().UnixMilli(), Body: text}
				if err := tx.Events().Append(&e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

// startFull times starts with n messages.
func (s *set) startFull(ctx context.Context, data string, n int) error {
	var ready []time.Duration
	for range starts {
		began := time.Now()
		server, err := s.local().Serve(ctx, data)
		if err != nil {
			return err
		}
		ready = append(ready, time.Since(began))
		if err := server.Stop(); err != nil {
			return err
		}
	}
	slices.Sort(ready)
	middle := ready[len(ready)/2]
	s.judge(fmt.Sprintf("From start to ready with %d messages (median of %d)", n, starts),
		fmt.Sprintf("%d ms", middle.Milliseconds()), "1 s", middle < time.Second)
	return nil
}

// storePages times pages of 50 from all over the rooms, in the store.
func (s *set) storePages(ctx context.Context, w *bench.Workspace, n int) error {
	st, err := sqlite.Open(ctx, w.Data, sqlite.Options{})
	if err != nil {
		return err
	}
	var times bench.Times
	top := int64(n / longRooms)
	for range longPages {
		f := wire.Fetch{Room: w.Rooms[rand.IntN(longRooms)], Before: 100 + rand.Int64N(top-100), Limit: 50}
		began := time.Now()
		err = st.View(ctx, func(tx store.Tx) error {
			_, err := tx.Events().Page(f, 0)
			return err
		})
		if err != nil {
			break
		}
		times.Note(time.Since(began))
	}
	if cerr := st.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	s.printf("A page of 50 from anywhere, in the store: p50 / p95 / p99 %.3f / %.3f / %.3f ms.\n\n",
		ms(times.At(0.5)), ms(times.At(0.95)), ms(times.At(0.99)))
	s.judge(fmt.Sprintf("A page of 50 at %d messages, in the store: p99", n), fmt.Sprintf("%.3f ms", ms(times.At(0.99))),
		"0.5 ms at 5,000,000", times.At(0.99) < 500*time.Microsecond)
	return nil
}
