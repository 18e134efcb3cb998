package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/local"
)

// loading is how long each load lasts.
const loading = 5 * time.Second

// The loads the budgets speak of.
var (
	oneAtATime = bench.Load{Name: "1 room x 1,000, one at a time", Rooms: 1, Members: 1_000, Senders: 1, Lockstep: true, Duration: loading}
	shallow    = bench.Load{Name: "1 room x 1,000, four in flight", Rooms: 1, Members: 1_000, Senders: 4, InFlight: 1, Duration: loading}
	crowded    = bench.Load{Name: "1 room x 1,000, backlog", Rooms: 1, Members: 1_000, Senders: 8, InFlight: 16, Duration: loading}
	backlog    = bench.Load{Name: "1 room x 100, backlog", Rooms: 1, Members: 100, Senders: 16, InFlight: 16, Duration: loading}
	many       = bench.Load{Name: "100 rooms x 10, as fast as they go", Rooms: 100, Members: 10, Senders: 2, InFlight: 8, Duration: loading}
	calm       = bench.Load{Name: "100 rooms x 10, 1,000/s", Rooms: 100, Members: 10, Senders: 1, Rate: 1_000, Duration: loading}
	durable    = bench.Load{Name: "1,000 rooms x 1, durable sends", Rooms: 1_000, Members: 1, Senders: 1, InFlight: 8, Duration: loading}
)

// few is what the client engine is shown with.
var few = bench.Load{Name: "100 rooms x 10, 1,000/s, client engine", Rooms: 100, Members: 10, Senders: 1, Rate: 1_000, Duration: loading,
	Client: bench.ClientEngine}

// loads puts each load on servers of its own: SQLite, one node.
func (s *set) loads(ctx context.Context) error {
	s.printf("## Loads: SQLite, one node\n\n")
	s.printf("Messages of 150 bytes, every one on disk before its ack. The clients are lean ones: they check that what\n")
	s.printf("they are given is dense and record it for the history checker, whose verdict is the last column. The client\n")
	s.printf("engine of people's devices costs more than the server, so that on one core the load would measure itself;\n")
	s.printf("one line shows it. Medians of %d runs for lines with a budget, one run for others. Times of a load that offers as "+
		"much as it can show how long its own\n", s.runs)
	s.printf("queue is; with a rate they count from when a message was due. In flight is what all senders together have\n")
	s.printf("without an answer, at most, as senders x messages of each; \"to all\": until every member has it. What a\n")
	s.printf("delivery costs depends on it more than on anything else: messages that wait for each other share a write.\n")
	s.printf("Cores: servers + generator.\n\n")
	var results []bench.Result
	for _, load := range []bench.Load{oneAtATime, shallow, crowded, backlog, many, calm, few, durable} {
		runs := s.runs
		if !budgeted(load) {
			runs = 1
		}
		r, err := s.median(ctx, s.local, load, runs)
		if err != nil {
			return err
		}
		results = append(results, r)
	}
	one, hundred, tens, slow, sends := results[0], results[3], results[4], results[5], results[7]
	us := func(d time.Duration) string { return fmt.Sprintf("%.1f us", float64(d)/float64(time.Microsecond)) }
	s.judge("Room of 1,000, no backlog: server CPU a delivery", us(one.PerDelivery()), "6.5 us", one.PerDelivery() <= 6500*time.Nanosecond)
	s.judge("Room of 100, backlog: server CPU a delivery", us(hundred.PerDelivery()), "2.0 us", hundred.PerDelivery() <= 2*time.Microsecond)
	s.judge("100 rooms of 10, durable: server CPU a delivery", us(tens.PerDelivery()), "8 us", tens.PerDelivery() <= 8*time.Microsecond)
	s.judge("100 rooms of 10, durable: messages a second on one core", fmt.Sprintf("%.0f", tens.Sends()), "12,000", tens.Sends() >= 12_000)
	s.judge("Send to ack, small rooms, many senders: messages a second", fmt.Sprintf("%.0f", sends.Sends()), "25,000",
		sends.Sends() >= 25_000)
	s.judge("Send to ack at 1,000/s: p99", fmt.Sprintf("%.2f ms", ms(slow.Ack.P99)), "25 ms", slow.Ack.P99 < 25*time.Millisecond)
	s.judge("Send to delivery, 100 rooms of 10 at 1,000/s: p50", fmt.Sprintf("%.2f ms", ms(slow.Delivery.P50)), "0.5 ms",
		slow.Delivery.P50 <= 500*time.Microsecond)
	s.judge("Send to delivery, 100 rooms of 10 at 1,000/s: p99", fmt.Sprintf("%.2f ms", ms(slow.Delivery.P99)), "1.5 ms",
		slow.Delivery.P99 <= 1500*time.Microsecond)
	return s.table(results)
}

// budgeted reports whether one of the figures of a load has a budget.
func budgeted(load bench.Load) bool { return load != shallow && load != crowded && load != few }

// median runs a load several times on fresh servers and returns the run in the
// middle: by the time to delivery if the load has a rate, else by the
// processor time. A history that is not clean ends everything.
func (s *set) median(ctx context.Context, fresh func() local.Servers, load bench.Load, times int) (bench.Result, error) {
	if load.Client == "" {
		load.Client = bench.ClientLean
	}
	var all []bench.Result
	for i := range times {
		fmt.Fprintf(os.Stderr, "bench:   %s, %d of %d\n", load.Name, i+1, times)
		r, err := fresh().Run(ctx, load, nil)
		switch {
		case err != nil:
			return r, fmt.Errorf("%s: %w", load.Name, err)
		case !r.History.OK():
			return r, fmt.Errorf("%s: %s", load.Name, r.History)
		case r.Partial != "":
			return r, fmt.Errorf("%s: %s", load.Name, r.Partial)
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b bench.Result) int {
		if load.Rate > 0 {
			return cmp.Compare(a.Delivery.P99, b.Delivery.P99)
		}
		return cmp.Compare(a.PerDelivery(), b.PerDelivery())
	})
	return all[len(all)/2], nil
}
