package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/confab/confab/server/bench/local"
)

// starts is how often the start is timed, for a median.
const starts = 5

// settling is how long a server is left alone before its memory is read.
const settling = 3 * time.Second

// rest tells what an empty server takes.
func (s *set) rest(ctx context.Context) error {
	var ready []time.Duration
	var rss int64
	for i := range starts {
		took, used, err := startEmpty(ctx, s.local(), i == starts-1)
		if err != nil {
			return err
		}
		ready, rss = append(ready, took), used
	}
	slices.Sort(ready)
	middle := ready[len(ready)/2]
	s.judge(fmt.Sprintf("From start to ready, empty (median of %d)", starts), fmt.Sprintf("%d ms", middle.Milliseconds()), "300 ms",
		middle < 300*time.Millisecond)
	s.judge("Resident memory at rest, empty", fmt.Sprintf("%.1f MB", float64(rss)/1e6), "30 MB", rss < 30e6)
	return nil
}

// startEmpty times one start on an empty directory and, if wanted, reads the
// memory after settling.
func startEmpty(ctx context.Context, l local.Servers, settle bool) (time.Duration, int64, error) {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(data)
	began := time.Now()
	server, err := l.Serve(ctx, data)
	if err != nil {
		return 0, 0, err
	}
	defer server.Kill()
	took := time.Since(began)
	if settle {
		if err := rested(ctx); err != nil {
			return 0, 0, err
		}
	}
	used, err := server.Usage()
	return took, used.RSS, err
}
