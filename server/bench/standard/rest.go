package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/e2e/instance"
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
		took, used, err := s.startEmpty(ctx, i == starts-1)
		if err != nil {
			return err
		}
		ready, rss = append(ready, took), used
	}
	slices.Sort(ready)
	s.printf("## At rest\n\n")
	defer s.printf("\n")
	return bench.Table(&s.text, []string{"What", "Measured", "Budget"}, [][]string{
		{"From start to ready, empty, median of 5", fmt.Sprintf("%d ms", ready[len(ready)/2].Milliseconds()), "300 ms"},
		{"Resident memory, empty", fmt.Sprintf("%.1f MB", float64(rss)/1e6), "30 MB"},
	})
}

// startEmpty times one start on an empty directory and, if wanted, reads the
// memory after settling.
func (s *set) startEmpty(ctx context.Context, settle bool) (time.Duration, int64, error) {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(data)
	server, err := instance.New(instance.Options{Bin: s.bin, Data: data})
	if err != nil {
		return 0, 0, err
	}
	begin := time.Now()
	if err := server.Start(ctx); err != nil {
		return 0, 0, err
	}
	defer server.Kill()
	took := time.Since(begin)
	if settle {
		select {
		case <-time.After(settling):
		case <-ctx.Done():
		}
	}
	used, err := server.Usage()
	return took, used.RSS, err
}
