package main

import (
	"context"
	"fmt"
	"os"

	"github.com/confab/confab/server/bench"
)

// loads are the ways of use the budgets speak of.
var loads = []bench.Load{
	{Name: "1 room x 1,000, one at a time", Rooms: 1, Members: 1_000, Senders: 1, Messages: 500},
	{Name: "1 room x 1,000, backlog", Rooms: 1, Members: 1_000, Senders: 8, InFlight: 16, Messages: 1_500},
	{Name: "1 room x 100, backlog", Rooms: 1, Members: 100, Senders: 16, InFlight: 16, Messages: 10_000},
	{Name: "100 rooms x 10, as fast as they go", Rooms: 100, Members: 10, Senders: 2, InFlight: 8, Messages: 30_000},
	{Name: "100 rooms x 10, 1,000/s", Rooms: 100, Members: 10, Senders: 1, Rate: 1_000, Messages: 10_000},
	{Name: "1,000 rooms x 1, durable sends", Rooms: 1_000, Members: 1, Senders: 1, InFlight: 8, Messages: 100_000},
}

// loads puts each load on a server of its own.
func (s *set) loads(ctx context.Context) error {
	s.printf("## Loads\n\n")
	s.printf("Messages of 150 bytes, every one on disk before its ack; SQLite, one node; clients are the engine\n")
	s.printf("that browsers run, on the same machine. \"history\" is the checker's verdict on everything that was\n")
	s.printf("sent, acknowledged, stored and delivered.\n\n")
	local := bench.Local{Bin: s.bin}
	var results []bench.Result
	for _, load := range loads {
		fmt.Fprintln(os.Stderr, "bench:  ", load.Name)
		r, err := local.Run(ctx, load, nil)
		if err != nil {
			return err
		}
		if !r.History.OK() {
			return fmt.Errorf("load %s: %s", load.Name, r.History)
		}
		results = append(results, r)
	}
	defer s.printf("\nBudgets, server CPU a delivery: 1 x 1,000 one at a time 6.5 us; 1 x 100 with a backlog 2.0 us; 100 x 10\n" +
		"8 us. Send to delivery, 100 x 10 at 1,000/s: p50 0.5 ms, p99 1.5 ms. Durable sends: 25,000/s. A load\n" +
		"that offers as much as it can shows how long its own queue is, not how quick the server is.\n")
	return bench.WriteResults(&s.text, results)
}
