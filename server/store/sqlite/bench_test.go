//go:build unix

package sqlite

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/storetest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// benchEvents is how many messages the reading benchmarks have in the store:
// go test -bench Page -args -events 5000000.
var benchEvents = flag.Int("events", 200_000, "messages in the store of the reading benchmarks")

// hall is a store with rooms of members.
type hall struct {
	*Store
	rooms []string
	users []string
}

func newHall(b *testing.B, rooms, users int) *hall {
	h := &hall{Store: open(b, Options{})}
	b.Cleanup(func() {
		if err := h.Close(); err != nil {
			b.Error(err)
		}
	})
	h.rooms, h.users = storetest.Seat(b, h.Store, rooms, users)
	return h
}

func (h *hall) update(b *testing.B, fn func(store.Tx) error) {
	b.Helper()
	if err := h.Update(context.Background(), fn); err != nil {
		b.Fatal(err)
	}
}

func (h *hall) view(b *testing.B, fn func(store.Tx) error) {
	if err := h.View(context.Background(), fn); err != nil {
		b.Fatal(err)
	}
}

// send has somebody send the nth message.
func (h *hall) send(n int) error {
	return storetest.Send(h.Store, h.rooms[n%len(h.rooms)], h.users[n/7%len(h.users)], int64(n))
}

// processorTime is what this process has used so far. On a busy machine it
// tells more than the clock.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkSend(b *testing.B) {
	for _, senders := range []int{1, 2, 16, 64, 256, 1000} {
		b.Run(fmt.Sprintf("senders=%d", senders), func(b *testing.B) {
			h := newHall(b, 100, 10)
			b.ResetTimer()
			before := processorTime()
			var all sync.WaitGroup
			for s := range senders {
				all.Go(func() {
					for n := s; n < b.N; n += senders {
						if err := h.send(n); err != nil {
							b.Error(err)
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sends/s")
			b.ReportMetric(float64((processorTime()-before).Nanoseconds())/float64(b.N)/1000, "cpu-us/op")
		})
	}
}

// BenchmarkPaced has a thousand sends a second and tells how long each took,
// checkpoints and all.
func BenchmarkPaced(b *testing.B) {
	h := newHall(b, 100, 10)
	took := make([]time.Duration, b.N)
	var all sync.WaitGroup
	b.ResetTimer()
	clock := time.NewTicker(time.Millisecond)
	defer clock.Stop()
	for n := range b.N {
		due := <-clock.C
		all.Go(func() {
			if err := h.send(n); err != nil {
				b.Error(err)
			}
			took[n] = time.Since(due)
		})
	}
	all.Wait()
	report(b, took)
}

// report tells the median, the 99th percentile and the longest.
func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-us")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-us")
	b.ReportMetric(float64(took[len(took)-1].Microseconds()), "max-us")
}

// BenchmarkAppend has a thousand messages in each Update, as an import does.
func BenchmarkAppend(b *testing.B) {
	h := newHall(b, 1, 100)
	b.ResetTimer()
	for n := 0; n < b.N; {
		h.update(b, func(tx store.Tx) error {
			for i := n; i < min(n+1000, b.N); i++ {
				e := wire.Event{Room: h.rooms[0], Event: id.New(), Author: h.users[i%len(h.users)], CID: id.New(),
					Kind: wire.KindMessage, At: int64(i), Body: storetest.Body}
				if err := tx.Events().Append(&e); err != nil {
					return err
				}
			}
			return nil
		})
		n += 1000
	}
}

// fill appends n messages, spread over the rooms; a quarter are replies.
func (h *hall) fill(b *testing.B, n int) {
	for done := 0; done < n; done += 2000 {
		h.update(b, func(tx store.Tx) error {
			for i := done; i < min(done+2000, n); i++ {
				e := wire.Event{Room: h.rooms[i%len(h.rooms)], Event: id.New(), Author: h.users[i%len(h.users)], CID: id.New(),
					Kind: wire.KindMessage, At: int64(i), Body: storetest.Body}
				if seq := i / len(h.rooms); i%4 == 0 && seq > 20 {
					e.ReplyTo = int64(seq - 10)
				}
				if err := tx.Events().Append(&e); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// timed runs fn b.N times and reports the median and the 99th percentile.
func timed(b *testing.B, fn func()) {
	b.ResetTimer()
	took := make([]time.Duration, b.N)
	before := processorTime()
	for i := range took {
		start := time.Now()
		fn()
		took[i] = time.Since(start)
	}
	b.ReportMetric(float64((processorTime()-before).Nanoseconds())/float64(b.N)/1000, "cpu-us/op")
	report(b, took)
}

func BenchmarkPage(b *testing.B) {
	h := newHall(b, 20, 500)
	h.fill(b, *benchEvents)
	top := *benchEvents / len(h.rooms)
	for _, way := range []struct {
		name  string
		fetch func(at int64) wire.Fetch
	}{
		{"newest", func(int64) wire.Fetch { return wire.Fetch{} }},
		{"before", func(at int64) wire.Fetch { return wire.Fetch{Before: at} }},
		{"around", func(at int64) wire.Fetch { return wire.Fetch{Around: at} }},
	} {
		b.Run(way.name, func(b *testing.B) {
			timed(b, func() {
				f := way.fetch(rand.Int64N(int64(top)) + 1)
				f.Room = h.rooms[rand.IntN(len(h.rooms))]
				h.view(b, func(tx store.Tx) error { _, err := tx.Events().Page(f, 0); return err })
			})
		})
	}
	b.Run("replay of 300", func(b *testing.B) {
		timed(b, func() {
			after := rand.Int64N(int64(top))
			h.view(b, func(tx store.Tx) error {
				_, err := tx.Events().After(h.rooms[rand.IntN(len(h.rooms))], after, limits.ReplayRoom)
				return err
			})
		})
	})
	b.Run("rooms of one person, 100 unread each", func(b *testing.B) {
		timed(b, func() {
			h.view(b, func(tx store.Tx) error { _, err := tx.Members().Joined(h.users[3], ""); return err })
		})
	})
	b.Run("tops of one person", func(b *testing.B) {
		timed(b, func() {
			h.view(b, func(tx store.Tx) error { _, err := tx.Members().Tops(h.users[3]); return err })
		})
	})
}

func BenchmarkPeople(b *testing.B) {
	h := newHall(b, 2, 15_757)
	for name, read := range map[string]func(tx store.Tx) error{
		"members, first page": func(tx store.Tx) error {
			_, _, err := tx.Members().List(h.rooms[0], "", "", true, limits.MemberPage)
			return err
		},
		"members, middle page": func(tx store.Tx) error {
			_, _, err := tx.Members().List(h.rooms[0], "", "user008000", true, limits.MemberPage)
			return err
		},
		"members by one letter": func(tx store.Tx) error {
			_, _, err := tx.Members().List(h.rooms[0], "k", "", true, limits.MemberPage)
			return err
		},
		"members by two letters": func(tx store.Tx) error {
			_, _, err := tx.Members().List(h.rooms[0], "kb", "", true, limits.MemberPage)
			return err
		},
		"members by what all have": func(tx store.Tx) error {
			_, _, err := tx.Members().List(h.rooms[0], "person", "", true, limits.MemberPage)
			return err
		},
		"directory by one letter": func(tx store.Tx) error {
			_, _, err := tx.Users().List("k", "", false, limits.MemberPage)
			return err
		},
		"all 10,000 here": func(tx store.Tx) error {
			_, err := tx.Members().Among(h.rooms[0], h.users[:10_000], limits.MemberPage)
			return err
		},
		"room":         func(tx store.Tx) error { _, err := tx.Rooms().ByID(h.rooms[0]); return err },
		"peers of 100": func(tx store.Tx) error { _, err := tx.Members().Peers(h.users[0], h.users[9000:9100]); return err },
	} {
		b.Run(name, func(b *testing.B) { timed(b, func() { h.view(b, read) }) })
	}
}

func BenchmarkOpen(b *testing.B) {
	for name, dir := range map[string]func() string{
		"new":      b.TempDir,
		"existing": func(dir string) func() string { return func() string { return dir } }(b.TempDir()),
	} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				if err := openAt(b, dir(), Options{}).Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
