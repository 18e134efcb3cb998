package main

import (
	"fmt"
	"os"
	"testing"
)

// host is what starts services here: it stands in for the test that package
// service expects.
type host struct {
	testing.TB // nil: package service uses nothing else
	ends       []func()
	failed     bool
}

// broken is what a host panics with, and hosted recovers.
type broken struct{ error }

// hosted calls fn with a host, whose services end after it.
func hosted(fn func(h *host) error) (err error) {
	h := &host{}
	defer func() {
		for i := len(h.ends) - 1; i >= 0; i-- {
			h.ends[i]()
		}
	}()
	defer func() {
		switch r := recover().(type) {
		case nil:
		case broken:
			h.failed, err = true, r.error
		default:
			panic(r)
		}
	}()
	return fn(h)
}

func (h *host) Helper() {}

func (h *host) Name() string { return "bench" }

func (h *host) Failed() bool { return h.failed }

func (h *host) Cleanup(fn func()) { h.ends = append(h.ends, fn) }

func (h *host) Logf(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func (h *host) Error(args ...any) { h.Logf("%s", fmt.Sprintln(args...)) }

func (h *host) Fatal(args ...any) { panic(broken{fmt.Errorf("%s", fmt.Sprint(args...))}) }

func (h *host) Fatalf(format string, args ...any) { panic(broken{fmt.Errorf(format, args...)}) }

func (h *host) TempDir() string {
	dir, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() { _ = os.RemoveAll(dir) }) // a temporary directory: the system takes the rest
	return dir
}
