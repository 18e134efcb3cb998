package main

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// head says what was measured, where and when.
func (s *set) head() {
	s.printf("# What Confab measures\n\n")
	s.printf("Written by `make bench`. The load's clients and the server share the machine: compare figures within\n")
	s.printf("one run, and take absolute times for orientation.\n\n")
	s.printf("| | |\n|---|---|\n")
	s.printf("| Date | %s |\n", time.Now().UTC().Format(time.DateOnly))
	s.printf("| Machine | %s, %d cores |\n", processor(), runtime.NumCPU())
	s.printf("| Confab | %s |\n", said(s.bin, "version"))
	s.printf("| Go | %s |\n", runtime.Version())
	s.printf("| Browser | %s |\n\n", said("chromium", "--version"))
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
