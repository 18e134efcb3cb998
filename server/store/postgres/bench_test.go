package postgres

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/storetest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// hall is a store with rooms of members, on a server that flushes to disk.
type hall struct {
	*Store
	rooms []string
	users []string
}

func newHall(b *testing.B, rooms, users int, o Options) *hall {
	h := &hall{Store: openAt(b, service.StartPostgres(b, "fsync=on", "log_checkpoints=off").NewDatabase(b), o)}
	h.rooms, h.users = storetest.Seat(b, h.Store, rooms, users)
	return h
}

func (h *hall) update(b *testing.B, fn func(store.Tx) error) {
	b.Helper()
	if err := h.Update(context.Background(), fn); err != nil {
		b.Fatal(err)
	}
}

// send has somebody send the nth message.
func (h *hall) send(n int) error {
	return storetest.Send(h.Store, h.rooms[n%len(h.rooms)], h.users[n/7%len(h.users)], int64(n))
}

// BenchmarkSend tells how many sends a second are acknowledged, by senders at
// once, in one room and in many.
func BenchmarkSend(b *testing.B) {
	for _, rooms := range []int{1, 100} {
		for _, senders := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("rooms=%d/senders=%d", rooms, senders), func(b *testing.B) {
				h := newHall(b, rooms, 10, Options{})
				took := make([]time.Duration, b.N)
				b.ResetTimer()
				var all sync.WaitGroup
				for s := range senders {
					all.Go(func() {
						for n := s; n < b.N; n += senders {
							begun := time.Now()
							if err := h.send(n); err != nil {
								b.Error(err)
							}
							took[n] = time.Since(begun)
						}
					})
				}
				all.Wait()
				b.StopTimer()
				slices.Sort(took)
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sends/s")
				b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-us")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-us")
			})
		}
	}
}

// BenchmarkRead reads pages, replays and tops of rooms with 2,000 messages each.
func BenchmarkRead(b *testing.B) {
	const rooms, top = 50, 2000
	h := newHall(b, rooms, 20, Options{})
	for _, room := range h.rooms {
		h.update(b, func(tx store.Tx) error {
			for i := range top {
				if err := tx.Events().Append(&wire.Event{Room: room, Event: id.New(), Author: h.users[i%len(h.users)], CID: id.New(),
					Kind: wire.KindMessage, At: int64(i), Body: storetest.Body}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if _, err := h.pool.Exec(context.Background(), `ANALYZE`); err != nil {
		b.Fatal(err)
	}
	room := func() string { return h.rooms[rand.IntN(rooms)] }
	for name, read := range map[string]func(tx store.Tx) error{
		"newest page": func(tx store.Tx) error { _, err := tx.Events().Page(wire.Fetch{Room: room()}, 0); return err },
		"page before": func(tx store.Tx) error {
			_, err := tx.Events().Page(wire.Fetch{Room: room(), Before: rand.Int64N(top) + 1}, 0)
			return err
		},
		"replay of 300": func(tx store.Tx) error {
			_, err := tx.Events().After(room(), rand.Int64N(top), limits.ReplayRoom)
			return err
		},
		"rooms of one person": func(tx store.Tx) error { _, err := tx.Members().Joined(h.users[3], ""); return err },
		"tops of one person":  func(tx store.Tx) error { _, err := tx.Members().Tops(h.users[3]); return err },
		"heads of all rooms":  func(tx store.Tx) error { _, err := tx.Rooms().Heads(h.rooms); return err },
		"members, first page": func(tx store.Tx) error {
			_, _, err := tx.Members().List(room(), "", "", true, limits.MemberPage)
			return err
		},
		"members by two letters": func(tx store.Tx) error {
			_, _, err := tx.Members().List(room(), "pe", "", true, limits.MemberPage)
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				if err := h.View(context.Background(), read); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
