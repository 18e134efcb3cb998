package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/confab/confab/server/e2e/instance"
)

func main() {
	out := flag.String("out", "", "file to write the results to; by default they are printed only")
	file := flag.String("import", "", "JSON Lines file to import, plain or gzip; by default generated messages")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, *file); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run runs every section in turn and writes what they have found.
func run(ctx context.Context, out, file string) error {
	bin, err := instance.Binary()
	if err != nil {
		return err
	}
	s := &set{bin: bin, file: file}
	s.head()
	for _, section := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"size", s.size}, {"rest", s.rest}, {"history", s.history}, {"idle connections", s.idle}, {"loads", s.loads},
	} {
		fmt.Fprintln(os.Stderr, "bench:", section.name)
		if err := section.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", section.name, err)
		}
	}
	if _, err := os.Stdout.Write(s.text.Bytes()); err != nil || out == "" {
		return err
	}
	return os.WriteFile(out, s.text.Bytes(), 0o644)
}

// set is a run of the standard set.
type set struct {
	bin  string
	file string // to import; "": generated
	text bytes.Buffer
}

func (s *set) printf(format string, args ...any) { fmt.Fprintf(&s.text, format, args...) }
