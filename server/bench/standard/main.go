package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/confab/confab/server/bench/local"
	"github.com/confab/confab/server/bench/pin"
	"github.com/confab/confab/server/proof/instance"
)

func main() {
	var o options
	flag.StringVar(&o.out, "out", "", "file to write the results to; by default they are printed only")
	flag.StringVar(&o.file, "import", "", "JSON Lines file to import, plain or gzip; by default generated messages")
	flag.IntVar(&o.runs, "runs", 3, "how often a load is put on SQLite, for a median")
	flag.BoolVar(&o.large, "large", false, "measure pages at 5,000,000 messages instead of 1,000,000")
	flag.StringVar(&o.only, "only", "", "sections to run, such as loads,cluster; by default all: "+strings.Join(names(), ","))
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop)
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	out, file, only string
	runs            int
	large           bool
}

// section is one part of the results.
type section struct {
	name   string
	shared bool // runs where there is room, before anything is given a core
	run    func(*set, context.Context) error
}

// sections are in the order of RESULTS.md, those that share the cores first.
var sections = []section{
	{"size", true, (*set).size}, {"history", true, (*set).history}, {"hands", true, hands},
	{"files", true, files}, {"pictures", true, pictures}, {"attacks", true, attacks},
	{"rest", false, (*set).rest}, {"loads", false, (*set).loads}, {"cluster", false, (*set).cluster},
	{"idle", false, (*set).idle}, {"arrival", false, (*set).arrival}, {"connect", false, (*set).connect},
	{"long", false, (*set).long},
}

func names() (names []string) {
	for _, s := range sections {
		names = append(names, s.name)
	}
	return names
}

// run runs every section in turn and writes what they have found.
func run(ctx context.Context, o options) error {
	bin, err := instance.Binary()
	if err != nil {
		return err
	}
	wanted := names()
	if o.only != "" {
		wanted = strings.Split(o.only, ",")
		for _, name := range wanted {
			if !slices.Contains(names(), name) {
				return fmt.Errorf("--only: there is no section %q, only %s", name, strings.Join(names(), ", "))
			}
		}
	}
	s := &set{options: o, bin: bin}
	debug.SetGCPercent(400) // the generator may use memory to leave others the processor
	for _, section := range sections {
		if !slices.Contains(wanted, section.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, "bench:", section.name)
		if !section.shared && s.cores == nil {
			if err := s.pin(); err != nil {
				return err
			}
		}
		if err := section.run(s, ctx); err != nil {
			return fmt.Errorf("%s: %w", section.name, err)
		}
	}
	results, err := s.results()
	if err != nil {
		return err
	}
	if _, err := os.Stdout.Write(results); err != nil || o.out == "" {
		return err
	}
	return os.WriteFile(o.out, results, 0o644)
}

// pin gives the servers one core and everything else another, where that can
// be done.
func (s *set) pin() error {
	cores, err := pin.Choose()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench: not on cores of their own:", err)
		return nil
	}
	s.cores = &cores
	return cores.Self()
}

// local is a server of our own, on its core.
func (s *set) local() local.Servers { return local.Servers{Bin: s.bin, Cores: s.cores} }
