package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// head says what was measured, where, when and on which terms.
func (s *set) head(w io.Writer) {
	terms := "servers, generator and databases share the processor"
	if s.cores != nil {
		terms = fmt.Sprintf("%s, GOMAXPROCS=1 each; databases beside the generator; the browser and its server on all cores", s.cores)
	}
	fmt.Fprintf(w, "# What Confab measures\n\n")
	fmt.Fprintf(w, "Written by `make bench`. Servers and load share one machine: compare figures within one run, and take\n")
	fmt.Fprintf(w, "absolute times for orientation.\n\n")
	fmt.Fprintf(w, "| | |\n|---|---|\n")
	for _, row := range [][2]string{
		{"Date", time.Now().UTC().Format(time.DateOnly)},
		{"Machine", fmt.Sprintf("%s, %d cores, %s", processor(), runtime.NumCPU(), runtime.GOOS)},
		{"Terms", terms},
		{"A write of 4 KB to disk", synced()},
		{"Confab", said(s.bin, "version")},
		{"Go", runtime.Version()},
		{"SQLite", module("modernc.org/sqlite")},
		{"PostgreSQL", said(postgresBin("postgres"), "--version")},
		{"Redis", said("redis-server", "--version")},
		{"Browser", said("chromium", "--version")},
	} {
		fmt.Fprintf(w, "| %s | %s |\n", row[0], row[1])
	}
	fmt.Fprintf(w, "\n")
}

func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}

// said is what a program prints, or that it cannot be run.
func said(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return "not found"
	}
	return strings.TrimSpace(string(out))
}

// postgresBin is a program of PostgreSQL's newest version, in Debian's place or
// in the path.
func postgresBin(name string) string {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil || len(found) == 0 {
		return name
	}
	return slices.MaxFunc(found, func(a, b string) int { return len(a) - len(b) + strings.Compare(a, b) })
}

// module is the version of a module that this program is built with.
func module(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Path + " " + m.Version
		}
	}
	return "unknown"
}

// synced times what every commit waits for: a write that must be on disk.
func synced() string {
	f, err := os.CreateTemp("", "confab-bench-")
	if err != nil {
		return "unknown"
	}
	defer os.Remove(f.Name())
	defer f.Close()
	const times = 51
	took := make([]time.Duration, times)
	for i := range took {
		began := time.Now()
		if _, err := f.Write(make([]byte, 4<<10)); err != nil {
			return "unknown"
		}
		if err := f.Sync(); err != nil {
			return "unknown"
		}
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	return fmt.Sprintf("%.2f ms (median)", ms(took[times/2]))
}
