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
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
)

// want is what the probe finds, with the names of functions put back; its caller's file and line are all of that
// which slimming takes.
const want = `stack 20000
list 20000
 2 1 0 recovered as planned
wrapped 1 0 thrown
runtime error: index out of range [7] with length 3
runtime error: invalid memory address or nil pointer dereference
caller main.caller ? 0 true
sum 4950`

func TestASlimProgramDoesTheSame(t *testing.T) {
	if !isKnown(runtime.Version()) {
		t.Fatalf("table.go does not know %s: compare the files it names with it, then add it to knownTables", runtime.Version())
	}
	linked := linkProbe(t)
	small, err := slim(linked, runtime.Version())
	if err != nil {
		t.Fatal(err)
	}
	found := runProbe(t, small)
	var named strings.Builder
	if err := readTrace(linked, strings.NewReader(found), &named); err != nil {
		t.Fatal(err)
	}
	if named.String() != want+"\n" {
		t.Errorf("the slim program found\n%s\nwhich is\n%s\nwant\n%s", found, &named, want)
	}
	if strings.Contains(found, "main.") {
		t.Errorf("a name is still in the program: %s", found)
	}
}

// linkProbe links the probe.
func linkProbe(t *testing.T) []byte {
	t.Helper()
	linked := filepath.Join(t.TempDir(), "linked.wasm")
	if _, err := goTool([]string{"GOOS=js", "GOARCH=wasm"}, "build", "-ldflags=-s -w", "-o", linked, "./testdata/probe"); err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(linked)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// memoryOf returns a module and the memory that it starts with.
func memoryOf(t *testing.T, program []byte) (*module, image) {
	t.Helper()
	m, err := readModule(program)
	if err != nil {
		t.Fatal(err)
	}
	memory, err := m.memory()
	if err != nil {
		t.Fatal(err)
	}
	return m, memory
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
		if err := dropTraces(memory); !errors.Is(err, errTable) {
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

// Whatever a function's record says must be said by its new one, except what was dropped.
func TestTheNewTableSaysTheSame(t *testing.T) {
	_, before := memoryOf(t, linkProbe(t))
	after := slices.Clone(before)
	if err := dropTraces(after); err != nil {
		t.Fatal(err)
	}
	old, fresh := readTable(t, before), readTable(t, after)
	if len(old) != len(fresh) {
		t.Fatalf("%d functions were %d", len(fresh), len(old))
	}
	wrappers := 0
	for i, f := range fresh {
		was := old[i]
		name, stack := was.name, was.stack
		code := strings.TrimRight(string(nameCode(i)), "\x00")
		if strings.HasPrefix(name, runtimeName) {
			code = runtimeName
		}
		if f.name != code || f.stack != stack || f.kind != was.kind || f.index != was.index {
			t.Errorf("function %d, %s with kind %d and stack %x, want %s for %s with %d and %x", i, f.name, f.kind, f.stack,
				code, name, was.kind, stack)
		}
		dropped := []int{}
		for n, content := range was.tables {
			if idle := n == 0 || n == 3 || n == 2 && was.kind != kindWrapper; idle {
				dropped = append(dropped, n)
			} else if f.tables[n] != content {
				t.Errorf("%s: table %d is %x, was %x", name, n, f.tables[n], content)
			}
		}
		for _, n := range dropped {
			if f.tables[n] != "" {
				t.Errorf("%s: table %d is still there", name, n)
			}
		}
		for n, content := range was.data {
			switch {
			case n >= 5 || n == 3 && was.kind != kindWrapper:
				if f.data[n] != "" {
					t.Errorf("%s: data %d is still there", name, n)
				}
			case n == 3:
				wrappers++ // the names in it have moved; the probe recovers through one
			case f.data[n] != content:
				t.Errorf("%s: data %d is %x, was %x", name, n, f.data[n], content)
			}
		}
	}
	if wrappers == 0 {
		t.Error("the probe has no wrapper with something put into it")
	}
}

// said is what a table says of a function.
type said struct {
	index        uint32
	name, stack  string
	kind         byte
	tables, data map[int]string
}

func readTable(t *testing.T, memory image) []said {
	t.Helper()
	table, err := findTable(memory)
	if err != nil {
		t.Fatal(err)
	}
	records, err := table.records()
	if err != nil {
		t.Fatal(err)
	}
	must := func(content []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	starts := dataStarts(records)
	var all []said
	for _, r := range records {
		s := said{index: r.fixed[0], kind: byte(r.fixed[recordKind]), tables: map[int]string{}, data: map[int]string{}}
		if s.name, err = table.name(r.fixed[recordName]); err != nil {
			t.Fatal(err)
		}
		if r.fixed[recordStack] != 0 {
			s.stack = must(table.valueTable(r.fixed[recordStack]))
		}
		for n, offset := range r.tables {
			if offset != 0 {
				s.tables[n] = must(table.valueTable(offset))
			}
		}
		for n, offset := range r.data {
			if offset != noData {
				content := must(table.dataPiece(offset, starts))
				s.data[n] = string(bytes.TrimRight([]byte(content), "\x00")) // and what fills up to the next one
			}
		}
		all = append(all, s)
	}
	return all
}
