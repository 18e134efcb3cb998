package main

import (
	"errors"
	"os"
	"strings"
	"testing"
)

func TestWhatAHostStartedEndsWhateverHappens(t *testing.T) {
	wrong := errors.New("wrong")
	for name, tt := range map[string]struct {
		fn   func(h *host) error
		want string
	}{
		"done":   {func(*host) error { return nil }, ""},
		"failed": {func(*host) error { return wrong }, "wrong"},
		"broken": {func(h *host) error { h.Fatalf("no %s here", "redis"); return nil }, "no redis here"},
	} {
		var order []string
		var dir string
		err := hosted(func(h *host) error {
			dir = h.TempDir()
			h.Cleanup(func() { order = append(order, "first") })
			h.Cleanup(func() { order = append(order, "second") })
			return tt.fn(h)
		})
		if (err == nil) != (tt.want == "") || err != nil && err.Error() != tt.want {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Join(order, " ") != "second first" {
			t.Errorf("%s: ended in the order %q", name, order)
		}
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s: %s is still there: %v", name, dir, err)
		}
	}
}

func TestAnotherPanicIsNotHidden(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it is lost")
		}
	}()
	_ = hosted(func(*host) error { panic("a fault of the program") })
}

func TestFiguresAreJudgedAndLimitsAdded(t *testing.T) {
	s := &set{bin: "true"}
	s.judge("quick enough", "1 ms", "2 ms", true)
	s.judge("too slow", "3 ms", "2 ms", false)
	s.printf("## A section\n\n")
	all, err := s.results()
	if err != nil {
		t.Fatal(err)
	}
	text := string(all)
	for _, want := range []string{"# What Confab measures", "| Terms |", "| quick enough | 1 ms     | 2 ms   | met        |",
		"| too slow     | 3 ms     | 2 ms   | **missed** |", "## A section", "## What limits now"} {
		if !strings.Contains(text, want) {
			t.Errorf("the results lack %q:\n%s", want, text)
		}
	}
}
