package web_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/web"
)

// clone is this package's folder as git has it: nothing is built.
func clone(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{"dist/.keep": {}}
	for _, dir := range []string{"css", "icons"} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			files[dir+"/"+entry.Name()] = &fstest.MapFile{Data: read(t, dir+"/"+entry.Name())}
		}
	}
	for _, name := range []string{
		"first.js", "back.js", "boot.js", "compile.js", "sw.js",
		"blur.js", "code.js", "crop.js", "emoji.js", "play.js", "preview.js", "record.js", "unfold.js",
	} {
		files[name] = &fstest.MapFile{Data: read(t, name)}
	}
	return files
}

// built is a clone after a build whose program is the given text.
func built(t *testing.T, program string) fstest.MapFS {
	t.Helper()
	files := clone(t)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte(program)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files["dist/app.wasm.gz"] = &fstest.MapFile{Data: packed.Bytes()}
	files["dist/app.wasm.br"] = &fstest.MapFile{Data: []byte("brotli of " + program)}
	files["dist/app.wasm.sum"] = &fstest.MapFile{Data: fmt.Appendf(nil, "%x", sha256.Sum256([]byte(program)))}
	files["dist/wasm_exec.js"] = &fstest.MapFile{Data: []byte("globalThis.Go = class {};")}
	return files
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func mustRead(t *testing.T, files fs.FS) *web.Set {
	t.Helper()
	set, err := web.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func plain(t *testing.T, asset *web.Asset) string {
	t.Helper()
	body, err := asset.Plain()
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestAFreshCloneServesEverythingButTheProgram(t *testing.T) {
	set := mustRead(t, clone(t))
	if _, err := set.Program(); !errors.Is(err, web.ErrNotBuilt) {
		t.Errorf("Program() = %v, want ErrNotBuilt", err)
	}
	for _, path := range []string{"/app.js", "/favicon.ico", "/web/icons/sprite.svg", set.URL("confab.css")} {
		if _, ok := set.Lookup(path); !ok {
			t.Errorf("%s is missing", path)
		}
	}
	boot, _ := set.Lookup("/app.js")
	if !strings.Contains(plain(t, boot), `"wasm":""`) {
		t.Error("the boot script is not told that there is no program")
	}
}

func TestABuiltProgramIsServedCompressedAndForEver(t *testing.T) {
	set := mustRead(t, built(t, "program"))
	path, err := set.Program()
	if err != nil {
		t.Fatal(err)
	}
	asset, ok := set.Lookup(path)
	if !ok || !asset.Immutable || asset.Type != "application/wasm" || asset.ETag == "" {
		t.Fatalf("Lookup(%q) = %+v, %v", path, asset, ok)
	}
	for _, test := range []struct{ accept, body, encoding string }{
		{"gzip, deflate, br, zstd", "brotli of program", "br"},
		{"br;q=0, gzip;q=0.5", "", "gzip"},
		{"BR", "brotli of program", "br"},
		{"", "program", ""},
		{"br;q=bad", "program", ""},
		{"brotli", "program", ""},
	} {
		body, encoding, err := asset.Encoded(test.accept)
		if err != nil || encoding != test.encoding || (test.body != "" && string(body) != test.body) {
			t.Errorf("Encoded(%q) = %q, %q, %v; want %q, %q", test.accept, body, encoding, err, test.body, test.encoding)
		}
	}
}

// Whoever says that they take no compressed answer costs no memory of their own.
func TestThePlainProgramIsUnpackedOnceForEverybody(t *testing.T) {
	set := mustRead(t, built(t, strings.Repeat("program ", 100_000)))
	path, err := set.Program()
	if err != nil {
		t.Fatal(err)
	}
	asset, _ := set.Lookup(path)
	first, _, err := asset.Encoded("identity")
	if err != nil || len(first) != 800_000 {
		t.Fatalf("%d bytes, %v", len(first), err)
	}
	made := testing.AllocsPerRun(100, func() {
		if again, _, err := asset.Encoded("identity"); err != nil || &again[0] != &first[0] {
			t.Errorf("other bytes, %v", err)
		}
	})
	if made != 0 {
		t.Errorf("%v allocations for each", made)
	}
}

func TestADamagedProgramIsToldNotServed(t *testing.T) {
	for name, spoil := range map[string]func([]byte) []byte{
		"cut":          func(b []byte) []byte { return b[:len(b)/2] },
		"a wrong size": func(b []byte) []byte { return append(b[:len(b)-4], 0xff, 0xff, 0xff, 0xff) },
		"nothing":      func([]byte) []byte { return nil },
		"noise":        func([]byte) []byte { return []byte("noise") },
	} {
		files := built(t, "program")
		files["dist/app.wasm.gz"] = &fstest.MapFile{Data: spoil(files["dist/app.wasm.gz"].Data)}
		set := mustRead(t, files)
		path, err := set.Program()
		if err != nil {
			t.Fatal(err)
		}
		asset, _ := set.Lookup(path)
		if body, _, err := asset.Encoded(""); err == nil {
			t.Errorf("%s: %q", name, body)
		}
	}
}

// A build that was interrupted has left no hash, or one without its program.
func TestAProgramThatIsNotThereWholeIsNotThere(t *testing.T) {
	for _, name := range []string{"dist/app.wasm.sum", "dist/app.wasm.br", "dist/app.wasm.gz"} {
		files := built(t, "program")
		delete(files, name)
		if path, err := mustRead(t, files).Program(); !errors.Is(err, web.ErrNotBuilt) {
			t.Errorf("without %s: %q, %v", name, path, err)
		}
	}
	files := built(t, "program")
	files["dist/app.wasm.sum"] = &fstest.MapFile{Data: []byte("ab")}
	if _, err := web.Read(files); err == nil {
		t.Error("half a hash is taken for one")
	}
}

// opened is a file system that notes which files were opened.
type opened struct {
	fs.FS
	names map[string]bool
}

func (o opened) Open(name string) (fs.File, error) {
	o.names[name] = true
	return o.FS.Open(name)
}

// Before anybody asks for it, the program takes no memory: a server at rest is small.
func TestTheProgramIsReadWhenItIsAskedFor(t *testing.T) {
	files := opened{built(t, "program"), map[string]bool{}}
	set := mustRead(t, files)
	clear(files.names)
	path, err := set.Program()
	if err != nil {
		t.Fatal(err)
	}
	asset, _ := set.Lookup(path)
	for range 2 {
		if _, _, err := asset.Encoded("br"); err != nil {
			t.Fatal(err)
		}
		if want := map[string]bool{"dist/app.wasm.br": true}; !maps.Equal(files.names, want) {
			t.Errorf("read: %v, want %v", files.names, want)
		}
	}
}

func TestTheVersionChangesWithEachPartAndWithNothingElse(t *testing.T) {
	first := mustRead(t, built(t, "program")).Version()
	if again := mustRead(t, built(t, "program")).Version(); again != first {
		t.Errorf("the same files give %s and %s", first, again)
	}
	for _, name := range []string{
		"dist/app.wasm.sum", "dist/wasm_exec.js", "css/base.css", "first.js", "back.js", "boot.js", "compile.js", "sw.js",
		"blur.js", "code.js", "crop.js", "emoji.js", "play.js", "preview.js", "record.js", "unfold.js",
		"icons/sprite.svg",
	} {
		files := built(t, "program")
		files[name] = &fstest.MapFile{Data: append(bytes.Clone(files[name].Data), " x{}"...)}
		if changed := mustRead(t, files).Version(); changed == first {
			t.Errorf("changing %s leaves the version at %s", name, first)
		}
	}
}

func TestStablePathsAreRevalidatedAndHashedOnesAreNot(t *testing.T) {
	for _, asset := range mustRead(t, built(t, "program")).All() {
		if hashed := strings.HasPrefix(asset.Path, "/static/"); hashed != asset.Immutable {
			t.Errorf("%s: immutable is %v", asset.Path, asset.Immutable)
		}
		if asset.Type == "application/octet-stream" {
			t.Errorf("%s has no content type", asset.Path)
		}
	}
}

// TestIconsAreNamedByTheirContent: an address of icons that are no longer these shows none.
func TestIconsAreNamedByTheirContent(t *testing.T) {
	if at := mustRead(t, clone(t)).URL("icons/sprite.svg"); at != rowhtml.Sprite {
		t.Errorf("web/icons/sprite.svg has changed: set Sprite in shared/rowhtml/element.go to %q", at)
	}
}

func TestADamagedPackageIsRefused(t *testing.T) {
	for _, name := range []string{
		"css/tokens.css", "first.js", "back.js", "boot.js", "compile.js", "sw.js",
		"blur.js", "code.js", "crop.js", "emoji.js", "play.js", "preview.js", "record.js", "unfold.js",
	} {
		files := clone(t)
		delete(files, name)
		if _, err := web.Read(files); err == nil || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

func TestTheWorkerKeepsWhatTheShellNeeds(t *testing.T) {
	set := mustRead(t, built(t, "program"))
	worker := set.Worker([]byte("<html>"))
	if worker.Path != "/sw.js" || worker.Immutable {
		t.Errorf("the worker is served as %s, immutable %v", worker.Path, worker.Immutable)
	}
	script := plain(t, worker)
	config := configOf[struct{ Essential, Optional, Pages []string }](t, script)
	program, err := set.Program()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{program, set.URL("app.js"), set.URL("compile.js"), set.URL("confab.css")} {
		if !strings.Contains(strings.Join(config.Essential, " "), path) {
			t.Errorf("%s is not among the essential files %v", path, config.Essential)
		}
	}
	for _, path := range append(config.Essential, config.Optional...) {
		if _, ok := set.Lookup(path); !ok && path != "/" && path != "/manifest.webmanifest" {
			t.Errorf("the worker stores %s, which is not served", path)
		}
	}
	if set.Worker([]byte("<html lang=de>")).ETag == worker.ETag {
		t.Error("a changed shell leaves the worker as it was: browsers would keep the old shell")
	}
}

func TestTheScriptsAreFilledIn(t *testing.T) {
	set := mustRead(t, built(t, "program"))
	boot, _ := set.Lookup("/app.js")
	script := plain(t, boot)
	if !strings.HasPrefix(script, "globalThis.Go") {
		t.Error("wasm_exec.js does not come first")
	}
	config := configOf[struct{ Version, Wasm, Compiler, Worker string }](t, script)
	program, _ := set.Program()
	if config.Version != set.Version() || config.Wasm != program || config.Compiler != set.URL("compile.js") || config.Worker != "/sw.js" {
		t.Errorf("the boot script is told %+v", config)
	}
	if strings.Contains(script+plain(t, set.Worker(nil)), "__CONFIG__") {
		t.Error("a placeholder is left")
	}
}

// configOf reads the object that a rendered script is configured with.
func configOf[T any](t *testing.T, script string) T {
	t.Helper()
	var config T
	found := regexp.MustCompile(`const (?:config|\{[^}]*\}) = (\{.*\});`).FindStringSubmatch(script)
	if found == nil {
		t.Fatal("the script has no configuration")
	}
	if err := json.Unmarshal([]byte(found[1]), &config); err != nil {
		t.Fatal(err)
	}
	return config
}

func TestTheManifestIsInstallable(t *testing.T) {
	set := mustRead(t, clone(t))
	asset := web.Manifest("Tideline", nil)
	var manifest struct {
		ID, Name, Display string
		StartURL          string `json:"start_url"`
		Icons             []struct{ Src, Sizes, Purpose, Type string }
	}
	if err := json.Unmarshal([]byte(plain(t, asset)), &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.ID != "/" || manifest.StartURL != "/" || manifest.Name != "Tideline" || manifest.Display != "standalone" {
		t.Errorf("the manifest says %+v", manifest)
	}
	want := map[string]bool{"192x192 any": true, "512x512 any": true, "512x512 maskable": true}
	for _, icon := range manifest.Icons {
		served, ok := set.Lookup(icon.Src)
		if !ok || served.Type != icon.Type {
			t.Errorf("the icon %s is not served as %s", icon.Src, icon.Type)
		}
		delete(want, icon.Sizes+" "+icon.Purpose)
	}
	if len(want) > 0 {
		t.Errorf("the manifest lacks the icons %v, which browsers ask for", want)
	}
}
