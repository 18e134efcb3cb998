package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/local"
	"github.com/confab/confab/server/proof/workspace"
)

// arriving is how long all of it may take; what is not done by then is left out.
const arriving = 4 * time.Minute

// arrival tells what one more person costs, whoever is there.
func (s *set) arrival(ctx context.Context) error {
	s.printf("## Arriving\n\nEveryone in the main room, one connection each. %d people come after those who are online, one after "+
		"another,\n", local.Arriving)
	s.printf("with nothing kept and having missed nothing; CPU is the server's for each, their leaving included. Admitted is the\n")
	s.printf("crowd itself, each with nothing kept, by the processor time that the server took for it.\n\n")
	ctx, cancel := context.WithTimeout(ctx, arriving)
	defer cancel()
	var rows [][]string
	for _, n := range online() {
		a, err := arrives(ctx, s.local(), n+local.Arriving, 1, 100, n)
		if err != nil {
			s.printf("With %d online: not possible here (%s).\n\n", n, strings.ReplaceAll(err.Error(), "\n", " "))
			continue
		}
		rows = append(rows, append([]string{fmt.Sprint(n), fmt.Sprintf("%.0f/s", a.Admitted)}, arrivalRow(a)...))
		s.judge(fmt.Sprintf("Arriving among %d: bytes, CPU", n),
			fmt.Sprintf("%.1f KB, %.2f ms", float64(a.New.Bytes)/1024, ms(a.New.CPU)), "8 KB, 1 ms",
			a.New.Bytes <= 8<<10 && ms(a.New.CPU) <= 1)
		s.judge(fmt.Sprintf("Admitted a second of one core, %d people", n), fmt.Sprintf("%.0f", a.Admitted), "1,500", a.Admitted >= 1_500)
	}
	defer s.printf("\n")
	return bench.Table(&s.text, append([]string{"Online", "Admitted a core"}, arrivalHeads...), rows)
}

// besides is how many files a server or a generator has open besides
// connections, at most.
const besides = 500

// online is how many are there before the others come. As many files as there
// may be open bound it.
func online() []int {
	most := 25_000
	if files := openFiles(); files > 0 {
		most = min(most, files-local.Arriving-besides)
	}
	return []int{100, 1_000, 10_000, max(most, 10_000)}
}

// arrivalHeads name the columns of arrivalRow.
var arrivalHeads = []string{"new: bytes", "CPU", "to ready", "resumed: bytes", "CPU", "to ready"}

// connect tells what it costs to connect for somebody in so many rooms.
func (s *set) connect(ctx context.Context) error {
	s.printf("## Connecting with many rooms\n\nSomebody in so many rooms, alone, %d times with nothing kept, and %d times having "+
		"missed nothing.\n\n", local.Arriving, local.Arriving)
	var rows [][]string
	for _, n := range []int{1, 100, 1_000} {
		a, err := arrives(ctx, s.local(), 1, n, 1, 0)
		if err != nil {
			return err
		}
		rows = append(rows, append([]string{fmt.Sprint(n)}, arrivalRow(a)...))
		cpu, budget := a.New.CPU, connectBudgets[n]
		if n == 1_000 {
			cpu = a.Resumed.CPU
		}
		s.judge(budget.what, fmt.Sprintf("%.2f ms", ms(cpu)), fmt.Sprintf("%.1f ms", ms(budget.most)), cpu <= budget.most)
	}
	defer s.printf("\n")
	return bench.Table(&s.text, append([]string{"Rooms"}, arrivalHeads...), rows)
}

// connectBudgets are what a connection may take of the server's core, by rooms.
var connectBudgets = map[int]struct {
	what string
	most time.Duration
}{
	1:     {"Connecting with 1 room, nothing kept: CPU", 300 * time.Microsecond},
	100:   {"Connecting with 100 rooms, nothing kept: CPU", time.Millisecond},
	1_000: {"Resuming 1,000 unchanged rooms: CPU", 500 * time.Microsecond},
}

func arrivalRow(a local.Arrivals) (row []string) {
	for _, one := range []local.Arrival{a.New, a.Resumed} {
		row = append(row, fmt.Sprint(one.Bytes), fmt.Sprintf("%.2f ms", ms(one.CPU)), fmt.Sprintf("%.2f ms", ms(one.Ready)))
	}
	return row
}

// arrives measures on a server of its own.
func arrives(ctx context.Context, l local.Servers, people, rooms, members, online int) (local.Arrivals, error) {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return local.Arrivals{}, err
	}
	defer os.RemoveAll(data)
	w, err := workspace.Prepare(ctx, data, people, rooms, members)
	if err != nil {
		return local.Arrivals{}, err
	}
	server, err := l.Serve(ctx, data)
	if err != nil {
		return local.Arrivals{}, err
	}
	defer server.Kill()
	if err := rested(ctx); err != nil {
		return local.Arrivals{}, err
	}
	return local.Arrive(ctx, server, w, online)
}
