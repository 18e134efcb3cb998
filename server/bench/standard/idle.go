package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/local"
	"github.com/confab/confab/server/proof/workspace"
)

// idle tells what connections cost that do nothing.
func (s *set) idle(ctx context.Context) error {
	s.printf("## Idle connections\n\nEveryone in the main room. Of 1,000 people some have ten sockets; people cost more than sockets.\n\n")
	var rows [][]string
	for _, c := range []struct{ sockets, people int }{{1_000, 1_000}, {10_000, 1_000}, {10_000, 10_000}} {
		n := c.sockets
		i, err := idles(ctx, s.local(), n, c.people)
		if err != nil {
			return err
		}
		each, rate := float64(i.Each)/1024, float64(n)/i.Took.Seconds()
		rows = append(rows, []string{
			fmt.Sprint(n), fmt.Sprint(c.people), fmt.Sprintf("%.1f KB", each), fmt.Sprintf("%.0f/s", rate),
			fmt.Sprintf("%.2f ms", ms(i.CPU)/float64(n)),
		})
		switch {
		case n == 1_000:
			s.judge("Signed-in sockets admitted, workspace of 1,000", fmt.Sprintf("%.0f/s", rate), "500/s", rate >= 500)
		case c.people == 1_000:
			s.judge("Idle connection at 10,000", fmt.Sprintf("%.1f KB", each), "16 KB", each <= 16)
		}
	}
	defer s.printf("\n")
	return bench.Table(&s.text, []string{"Connections", "people", "Server memory each", "Admitted", "Server CPU each"}, rows)
}

// idles holds n connections of so many people on a server of their own.
func idles(ctx context.Context, l local.Servers, n, people int) (local.Idle, error) {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return local.Idle{}, err
	}
	defer os.RemoveAll(data)
	w, err := workspace.Prepare(ctx, data, people, 1, 100)
	if err != nil {
		return local.Idle{}, err
	}
	server, err := l.Serve(ctx, data)
	if err != nil {
		return local.Idle{}, err
	}
	defer server.Kill()
	if err := rested(ctx); err != nil {
		return local.Idle{}, err
	}
	return local.Idles(ctx, server, w, n)
}

// rested waits until a server has given back what its start took.
func rested(ctx context.Context) error {
	select {
	case <-time.After(settling):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
