package main

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
)

// want is what the probe finds; its caller's file and line are the only thing that slimming takes.
const want = `stack 20000
list 20000
 2 1 0 recovered as planned
runtime error: index out of range [7] with length 3
runtime error: invalid memory address or nil pointer dereference
caller main.caller ? 0 true
sum 4950`

func TestASlimProgramDoesTheSame(t *testing.T) {
	if !isKnown(runtime.Version()) {
		t.Fatalf("lines.go does not know %s: compare runtime/symtab.go and runtime2.go with it, then add it to knownTables",
			runtime.Version())
	}
	dir := t.TempDir()
	linked := filepath.Join(dir, "linked.wasm")
	if _, err := goTool([]string{"GOOS=js", "GOARCH=wasm"}, "build", "-ldflags=-s -w", "-o", linked, "./testdata/probe"); err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(linked)
	if err != nil {
		t.Fatal(err)
	}
	small, err := slim(program, runtime.Version())
	if err != nil {
		t.Fatal(err)
	}
	if found := runProbe(t, small); found != want {
		t.Errorf("the slim program found\n%s\nwant\n%s", found, want)
	}
}

// runProbe runs a program in a browser and returns what it leaves in window.found.
func runProbe(t *testing.T, program []byte) string {
	t.Helper()
	exec, err := readExec()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/wasm_exec.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		if _, err := w.Write(exec); err != nil {
			t.Log(err)
		}
	})
	mux.HandleFunc("/app.wasm", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/wasm")
		if _, err := w.Write(program); err != nil {
			t.Log(err)
		}
	})
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if _, err := w.Write([]byte(`<script src="/wasm_exec.js"></script><script>
			const go = new Go();
			WebAssembly.instantiateStreaming(fetch("/app.wasm"), go.importObject).then((made) => go.run(made.instance));
		</script>`)); err != nil {
			t.Log(err)
		}
	})
	site := httptest.NewServer(mux)
	t.Cleanup(site.Close)
	browser, err := chrome.Launch(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(browser.Close)
	tab, err := browser.Person(chrome.Desktop)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tab.Close)
	if err := tab.Do(chromedp.Navigate(site.URL)); err != nil {
		t.Fatal(err)
	}
	if err := tab.Until("window.found"); err != nil {
		t.Fatalf("%v; the page says %v", err, tab.Problems())
	}
	found, err := chrome.Eval[string](tab, "found")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAnUnexpectedTableIsRefused(t *testing.T) {
	for name, memory := range map[string]image{
		"missing":   make(image, 1000),
		"two":       append(append(make(image, 8), tableStart...), append(make(image, 100), tableStart...)...),
		"cut short": append(make(image, 8), tableStart...),
		"disorder":  append(append(image{}, tableStart...), bytes.Repeat([]byte{1}, 200)...),
	} {
		if err := dropLines(memory); !errors.Is(err, errTable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOnlyListedToolchainsAreKnown(t *testing.T) {
	for toolchain, known := range map[string]bool{"go1.26": true, "go1.26.8": true, "go1.260": false, "go1.27.1": false, "devel": false} {
		if isKnown(toolchain) != known {
			t.Errorf("isKnown(%s) is %v", toolchain, !known)
		}
	}
}

func TestDataIsJoinedWhereItBelongs(t *testing.T) {
	header := "\x00asm\x01\x00\x00\x00"
	other := "\x01\x02ab"
	pieces := "\x02" + "\x00\x41\x80\x01\x0b\x02xy" + "\x00\x41\x02\x0b\x01z" // xy at 128, z at 2
	module := header + other + "\x0b" + string(rune(len(pieces))) + pieces
	joined, err := joinData([]byte(module), func(memory image) error {
		if len(memory) != 130 || memory[2] != 'z' || string(memory[128:]) != "xy" {
			t.Errorf("the memory is %q", memory)
		}
		memory[3] = 'w'
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	memory := "\x00\x00zw" + strings.Repeat("\x00", 124) + "xy"
	if expected := header + other + "\x0b\x89\x01" + "\x01\x00\x41\x00\x0b\x82\x01" + memory; string(joined) != expected {
		t.Errorf("joined is\n%q, want\n%q", joined, expected)
	}
}

func TestBrokenModulesAreRefused(t *testing.T) {
	header := "\x00asm\x01\x00\x00\x00"
	keep := func(image) error { return nil }
	for name, module := range map[string]string{
		"too short":        "\x00asm",
		"no length":        header + "\x0b",
		"length too large": header + "\x0b\x05a",
		"endless number":   header + "\x0b\xff\xff\xff\xff\xff\xff",
		"pieces missing":   header + "\x0b\x01\x02",
		"another opcode":   header + "\x0b\x07\x01\x00\x23\x00\x0b\x01x",
		"below zero":       header + "\x0b\x07\x01\x00\x41\x7f\x0b\x01x",
	} {
		if _, err := joinData([]byte(module), keep); !errors.Is(err, errModule) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
