package guard

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/confab/confab/web"
)

// heavy lists what may not be linked into app.wasm, directly or through anything else, with what it
// adds to the download: kilobytes of brotli, measured, of web.ProgramBudget in all.
var heavy = map[string]string{
	"net/http":                           "440 kB, 986 if its client is called; use fetch, through app/platform",
	"crypto/tls":                         "566 kB with crypto/x509; the browser does that",
	"crypto/x509":                        "566 kB with crypto/tls; the browser does that",
	"regexp":                             "96 kB with the Unicode tables it brings; scan by hand",
	"encoding/json":                      "110 kB with fmt and all of reflect; use wire.Marshal and wire.Unmarshal",
	"encoding/json/v2":                   "266 kB more than encoding/json",
	"github.com/go-json-experiment/json": "266 kB more than encoding/json",
	"fmt":                                "31 kB; strconv and + write text",
	"net/url":                            "58 kB with fmt and net/netip; the browser takes addresses apart",
	"text/template":                      "470 kB, for it keeps every exported method alive",
	"html/template":                      "530 kB, for it keeps every exported method alive",
	"encoding/gob":                       "125 kB",
	"log/slog":                           "39 kB; the browser's console takes plain lines",
	"time/tzdata":                        "79 kB; the browser's Intl knows the time zones",
	"testing":                            "100 kB of what only tests need",
	"github.com/yuin/goldmark":           "372 kB; shared/markup renders messages",
	"github.com/coder/websocket":         "19 kB and all of net/http; app/platform has a socket of its own in the browser",
	"github.com/golang-jwt/jwt/v5":       "70 kB; the browser never sees a token",
	"google.golang.org/protobuf/proto":   "916 kB",
	"github.com/google/uuid":             "6 kB and crypto/rand; shared/id makes its own",
	"crypto/rand":                        "39 kB for what the runtime has anyway: math/rand/v2, seeded by the browser",
	"html":                               "15 kB of names of characters, also for escaping alone",
	"golang.org/x/net/html":              "the browser parses HTML",
}

func TestNothingHeavyIsLinkedIntoTheProgram(t *testing.T) {
	if !hasProgram(t) {
		return
	}
	run(t, nil, "go", "run", "./web/build", "-prepare")
	graph := run(t, []string{"GOOS=js", "GOARCH=wasm"}, "go", "list", "-modfile=bin/build/go.wasm.mod", "-deps", "./app")
	for pkg := range strings.Lines(graph) {
		pkg = strings.TrimSpace(pkg)
		if price, forbidden := heavy[pkg]; forbidden {
			t.Errorf("app.wasm links %s\n\tbecause: %s", pkg, price)
		}
	}
	if t.Failed() {
		t.Log("find who imports it: GOOS=js GOARCH=wasm go list -modfile=bin/build/go.wasm.mod -deps -f '{{.ImportPath}}: " +
			"{{.Imports}}' ./app")
	}
}

func TestTheProgramIsWithinItsBudget(t *testing.T) {
	if !hasProgram(t) {
		return
	}
	packed, err := os.Stat(root + "/web/dist/app.wasm.br")
	if err != nil {
		t.Fatalf("the program is not built; run: make build (%v)", err)
	}
	if packed.Size() > web.ProgramBudget {
		t.Errorf("app.wasm weighs %d bytes (brotli), at most %d\n\tbecause: it is what a first visit on a slow phone waits for;"+
			" `make web` says what has grown", packed.Size(), web.ProgramBudget)
	}
}

// hasProgram tells whether there is a program to guard yet.
func hasProgram(t *testing.T) bool {
	t.Helper()
	_, err := os.Stat(root + "/app/main.go")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}

// run runs a command at the top of the tree and returns what it printed.
func run(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), env...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, complaint.Bytes())
	}
	return string(out)
}
