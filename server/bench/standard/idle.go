package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/e2e/instance"
)

// idle tells what connections cost that do nothing.
func (s *set) idle(ctx context.Context) error {
	s.printf("## Idle connections\n\n")
	var rows [][]string
	for _, n := range []int{1_000, 10_000} {
		i, err := s.idles(ctx, n)
		if err != nil {
			return err
		}
		rows = append(rows, []string{
			fmt.Sprint(n), fmt.Sprintf("%.1f KB", float64(i.Each)/1024), "16 KB at 10,000",
			fmt.Sprintf("%.0f/s", float64(n)/i.Took.Seconds()),
		})
	}
	defer s.printf("\n")
	return bench.Table(&s.text, []string{"Connections", "Server memory each", "Budget", "Admitted"}, rows)
}

// idles holds n connections of 1,000 people on a server of their own.
func (s *set) idles(ctx context.Context, n int) (bench.Idle, error) {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return bench.Idle{}, err
	}
	defer os.RemoveAll(data)
	w, err := bench.Prepare(ctx, data, 1_000, 1, 100)
	if err != nil {
		return bench.Idle{}, err
	}
	server, err := instance.New(instance.Options{Bin: s.bin, Data: data, Args: []string{"--limits", "off"}})
	if err != nil {
		return bench.Idle{}, err
	}
	if err := server.Start(ctx); err != nil {
		return bench.Idle{}, err
	}
	defer server.Kill()
	select {
	case <-time.After(settling):
	case <-ctx.Done():
	}
	return bench.Idles(ctx, server, w, n)
}
