package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/confab/confab/server/bench"
)

// arrival tells what one more person costs, whoever is there, and in how many
// rooms they are.
func (s *set) arrival(ctx context.Context) error {
	s.printf("## Arriving\n\nEveryone in the main room. 200 people come after those who are online, one after another, with nothing kept\n")
	s.printf("and having missed nothing; CPU is the server's for each, their leaving included.\n\n")
	var rows [][]string
	for _, n := range []int{100, 1_000, 10_000, 25_000} {
		a, err := s.arrives(ctx, n+250, 1, 100, n)
		if err != nil {
			// 25,000 need as many files on either side.
			s.printf("With %d online: not possible here (%s).\n\n", n, strings.ReplaceAll(err.Error(), "\n", " "))
			continue
		}
		rows = append(rows, append([]string{fmt.Sprint(n), fmt.Sprintf("%.0f/s", a.Admitted)}, arrivalRow(a)...))
		s.judge(fmt.Sprintf("Arriving among %d: bytes, CPU", n), fmt.Sprintf("%.1f KB, %.2f ms", float64(a.New.Bytes)/1024, ms(a.New.CPU)), "8 KB, 1 ms",
			a.New.Bytes <= 8<<10 && ms(a.New.CPU) <= 1)
	}
	defer s.printf("\n")
	return bench.Table(&s.text, append([]string{"Online", "Admitted a core"}, arrivalHeads...), rows)
}

// arrivalHeads name the columns of arrivalRow.
var arrivalHeads = []string{"new: bytes", "CPU", "to ready", "resumed: bytes", "CPU", "to ready"}

// connect tells what it costs to connect for somebody in so many rooms.
func (s *set) connect(ctx context.Context) error {
	s.printf("## Connecting with many rooms\n\nSomebody in so many rooms, alone, %d times each.\n\n", bench.Arriving)
	var rows [][]string
	for _, n := range []int{1, 100, 1_000} {
		a, err := s.arrives(ctx, 1, n, 1, 0)
		if err != nil {
			return err
		}
		rows = append(rows, append([]string{fmt.Sprint(n)}, arrivalRow(a)...))
	}
	defer s.printf("\n")
	return bench.Table(&s.text, append([]string{"Rooms"}, arrivalHeads...), rows)
}

func arrivalRow(a bench.Arrivals) (row []string) {
	for _, one := range []bench.Arrival{a.New, a.Resumed} {
		row = append(row, fmt.Sprint(one.Bytes), fmt.Sprintf("%.2f ms", ms(one.CPU)), fmt.Sprintf("%.2f ms", ms(one.Ready)))
	}
	return row
}

// arrives measures on a server of its own.
func (s *set) arrives(ctx context.Context, people, rooms, members, online int) (bench.Arrivals, error) {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return bench.Arrivals{}, err
	}
	defer os.RemoveAll(data)
	w, err := bench.Prepare(ctx, data, people, rooms, members)
	if err != nil {
		return bench.Arrivals{}, err
	}
	server, err := s.local().Serve(ctx, data)
	if err != nil {
		return bench.Arrivals{}, err
	}
	defer server.Kill()
	if err := rested(ctx); err != nil {
		return bench.Arrivals{}, err
	}
	return bench.Arrive(ctx, server, w, online)
}
