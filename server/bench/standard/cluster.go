package main

import (
	"context"
	"fmt"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/local"
	"github.com/confab/confab/server/proof/service"
)

// cluster puts loads on PostgreSQL, alone and with Redis, one node and three.
func (s *set) cluster(ctx context.Context) error {
	return hosted(func(h *host) error {
		database := service.StartPostgres(h, "fsync=on", "shared_buffers=256MB", "max_wal_size=4GB")
		redis := service.StartRedis(h)
		// A database is used once.
		fresh := func(nodes int, withRedis bool) func() local.Servers {
			return func() local.Servers {
				l := s.local()
				l.Postgres, l.Nodes = database.NewDatabase(h), nodes
				if withRedis {
					l.Redis = redis.URL()
				}
				return l
			}
		}
		if err := s.nodes(ctx, "PostgreSQL, one node", fresh(1, false), []bench.Load{oneAtATime, many, calm, durable}); err != nil {
			return err
		}
		if err := s.nodes(ctx, "PostgreSQL and Redis, one node", fresh(1, true), []bench.Load{many, calm}); err != nil {
			return err
		}
		return s.three(ctx, fresh(3, true))
	})
}

// nodes puts each load once on fresh servers.
func (s *set) nodes(ctx context.Context, name string, fresh func() local.Servers, loads []bench.Load) error {
	s.printf("## Loads: %s\n\n", name)
	var results []bench.Result
	for _, load := range loads {
		r, err := s.median(ctx, fresh, load, 1)
		if err != nil {
			return err
		}
		results = append(results, r)
	}
	return s.table(results)
}

// three spreads the people over three nodes and tells what it takes longer to
// hear from another node than from one's own.
func (s *set) three(ctx context.Context, fresh func() local.Servers) error {
	s.printf("## Loads: PostgreSQL and Redis, three nodes\n\n")
	s.printf("People are spread over the nodes, which share one core if there are cores to share out; server CPU and\n")
	s.printf("memory are of all three. At 1,000/s the median of %d runs.\n\n", s.runs)
	fast, err := s.median(ctx, fresh, many, 1)
	if err != nil {
		return err
	}
	slow, err := s.median(ctx, fresh, calm, s.runs)
	if err != nil {
		return err
	}
	if err := s.table([]bench.Result{fast, slow}); err != nil {
		return err
	}
	p50, p99 := slow.Added.P50, slow.Added.P99
	s.printf("At 1,000/s, delivery on the sender's node: %s; on another: %s. Of the same message, later on\n", slow.Near, slow.Far)
	s.printf("another node than first on the sender's: %s.\n\n", slow.Added)
	s.judge("Added by Redis across nodes at 1,000/s: p50", fmt.Sprintf("%.2f ms", ms(p50)), "0.3 ms", p50 <= 300*time.Microsecond)
	s.judge("Added by Redis across nodes at 1,000/s: p99", fmt.Sprintf("%.2f ms", ms(p99)), "1.5 ms", p99 <= 1500*time.Microsecond)
	return nil
}
