package faults

import (
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/instance"
)

// link finds what the page loads.
var link = regexp.MustCompile(`(?:href|src)="(/[^"#]+)`)

// gets asks for a path and checks the type and the beginning of the answer.
func gets(t *testing.T, s *instance.Server, path, kind, begins string) string {
	t.Helper()
	res, err := http.Get(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Error(err)
	}
	if got := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || !strings.HasPrefix(got, kind) {
		t.Errorf("%s: %s, type %q, want %q", path, res.Status, got, kind)
	}
	if len(body) < 100 || !strings.HasPrefix(string(body), begins) {
		t.Errorf("%s: %d bytes that begin with %.20q, want %q", path, len(body), body, begins)
	}
	return string(body)
}

// The program is one file: copied into an empty directory it serves all it
// serves at home.
func TestTheProgramAloneServesEverything(t *testing.T) {
	bin, err := instance.Binary()
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	alone := filepath.Join(elsewhere, "confab")
	if err := copyFile(alone, bin); err != nil {
		t.Fatal(err)
	}
	s, err := instance.New(instance.Options{Bin: alone, Data: filepath.Join(elsewhere, "data")})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Kill)
	gets(t, s, "/setup?code="+instance.SetupCode, "text/html", "<!doctype html>")
	if _, err := s.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	page := gets(t, s, "/", "text/html", "<!doctype html>")
	gets(t, s, "/signin", "text/html", "<!doctype html>")
	gets(t, s, "/manifest.webmanifest", "application/manifest+json", "{")
	gets(t, s, "/api/v1/openapi.json", "application/json", "{")
	kinds := map[string]int{}
	found := link.FindAllStringSubmatch(page, -1)
	for _, script := range regexp.MustCompile(`<script src="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		// the script loads the program
		code := gets(t, s, script[1], "text/javascript", "")
		found = append(found, regexp.MustCompile(`"(/static/[^"]+\.wasm)"`).FindAllStringSubmatch(code, -1)...)
	}
	for _, found := range found {
		path := found[1]
		for ending, kind := range map[string]string{
			".css": "text/css", ".js": "text/javascript", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".png": "image/png",
			".webmanifest": "application/manifest+json",
		} {
			if strings.HasSuffix(path, ending) {
				begins := map[string]string{".wasm": "\x00asm", ".png": "\x89PNG", ".svg": "<svg"}[ending]
				gets(t, s, path, kind, begins)
				kinds[ending]++
			}
		}
	}
	for _, ending := range []string{".css", ".js", ".wasm", ".svg", ".png", ".webmanifest"} {
		if kinds[ending] == 0 {
			t.Errorf("the page loads no %s: %v", ending, kinds)
		}
	}
	worker := gets(t, s, "/sw.js", "text/javascript", "")
	for _, asset := range regexp.MustCompile(`"(/static/[^"]+)"`).FindAllStringSubmatch(worker, -1) {
		res, err := http.Head(s.URL + asset[1])
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("the worker keeps %s, which is answered with %s", asset[1], res.Status)
		}
	}
	out, err := exec.Command(alone, "version").Output()
	if err != nil || !strings.HasPrefix(string(out), "confab ") {
		t.Errorf("version printed %q, %v", out, err)
	}
	if found, err := filepath.Glob(filepath.Join(elsewhere, "*")); err != nil || len(found) != 2 {
		t.Errorf("besides the program and its data: %q, %v", found, err)
	}
}
