package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The one version of go-app whose files are known here.
const (
	goApp        = "github.com/maxence-charriere/go-app/v10"
	goAppVersion = "v10.1.11"
)

// Where the copy and the module file that uses it are made, from the top of the source tree.
const (
	copyDir = "bin/build/go-app"
	modFile = "bin/build/go.wasm.mod"
	sumFile = "bin/build/go.wasm.sum"
)

// copied are the packages of go-app that the program is made with.
var copied = []string{"app", "errors"}

// leftOut lists go-app's files that the program does not need, and why. What the other files need of them
// is declared again in _goapp, under the same name.
var leftOut = map[string]string{
	"app/http.go":         "the page server: net/http",
	"app/resource.go":     "static resources of the page server: net/http",
	"app/static.go":       "the static site generator: net/http",
	"app/wasm.go":         "the static site generator's absence in the browser; it names the page server",
	"app/cache.go":        "the page server's cache",
	"app/scripts.go":      "the scripts of the page server; ours are in package web",
	"app/scripts_wasm.go": "the same, empty",
	"app/wasmexec.go":     "wasm_exec.js for old toolchains",
	"app/route.go":        "routes by regular expression: regexp and unicode's tables, 96 kB of brotli",
	"app/crypto.go":       "encrypted state in localStorage, which Confab has none of: 9 kB of brotli",
	"app/state.go":        "states observed by components, which app/state is instead: 15 kB of brotli with storage and time formats",
	"app/storage.go":      "values in localStorage, which is too small and waits for the disk",
	"app/notification.go": "notifications are the service worker's and app/platform's affair",
	"app/html_gen.go":     "a type for each element: 45 kB of brotli",
	"app/notfound.go":     "a page for addresses without a route, made of such elements",
	"errors/errors.go":    "errors written as JSON",
}

// leftOutFunctions lists functions that are cut out of files that are copied otherwise, and why. _goapp declares them
// again.
var leftOutFunctions = []struct{ file, function, unneeded, why string }{
	// unneeded is what the rest of the file does not import
	{"app/node.go", "canUpdateValue", "time", "values of any type compared by reflection: 6 kB of brotli"},
	{"app/js_wasm.go", "(w *browserWindow) createElement", goApp + "/pkg/errors", "it asks for the document each time"},
	{"app/js_wasm.go", "(w *browserWindow) createTextNode", "", "the same"},
	{"app/engine.go", "(e *engineX) Start", "time", "a timer for each event, and 8 ms until what it changed is drawn"},
}

// standIns lists the packages that the copy may not import, and how much each would add to the program
// (after brotli) if nothing else imports it. The copy imports our own packages instead, which have as much
// as go-app uses.
var standIns = map[string]string{
	"encoding/json":          "json",
	"fmt":                    "fmt",
	"html":                   "html",
	"net/url":                "url",
	"os":                     "os",
	"github.com/google/uuid": "uuid",
}

const standInPath = "github.com/confab/confab/web/build/standin/"

// replacements are our own declarations for what leftOut takes away, and what we add.
//
//go:embed _goapp
var replacements embed.FS

// prepareModule makes the slim copy of go-app and the module file that puts it in go-app's place.
func prepareModule() error {
	source, err := findModule()
	if err != nil {
		return err
	}
	known, err := readSums(sumsOfGoApp)
	if err != nil {
		return err
	}
	for _, pkg := range copied {
		if err := copyPackage(known, pkg, filepath.Join(source, "pkg", pkg), filepath.Join(copyDir, "pkg", pkg)); err != nil {
			return fmt.Errorf("copy go-app: %w", err)
		}
	}
	mod := "module " + goApp + "\n\ngo 1.23.0\n"
	if err := write(filepath.Join(copyDir, "go.mod"), []byte(mod)); err != nil {
		return err
	}
	return writeModFile()
}

// findModule returns the folder of go-app in the module cache, and fails if it is not the version
// that leftOut and _goapp were made for.
func findModule() (string, error) {
	out, err := goTool(nil, "mod", "download", "-json", goApp)
	if err != nil {
		return "", fmt.Errorf("find go-app: %w", err)
	}
	var module struct{ Version, Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		return "", fmt.Errorf("find go-app: %w", err)
	}
	if module.Version != goAppVersion {
		return "", fmt.Errorf("go.mod asks for go-app %s, and web/build knows %s only: see what changed in its "+
			"pkg/app, adapt leftOut and _goapp in web/build, then goAppVersion", module.Version, goAppVersion)
	}
	for name := range leftOut {
		if _, err := os.Stat(filepath.Join(module.Dir, "pkg", filepath.FromSlash(name))); err != nil {
			return "", fmt.Errorf("go-app %s is not what web/build expects: %w", goAppVersion, err)
		}
	}
	return module.Dir, nil
}

// readPackage returns the Go files of one package, without tests and what leftOut names.
func readPackage(pkg, from string) (map[string][]byte, error) {
	files := map[string][]byte{}
	entries, err := os.ReadDir(from)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || leftOut[pkg+"/"+name] != "" {
			continue
		}
		if files[name], err = os.ReadFile(filepath.Join(from, name)); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// copyPackage copies what readPackage returns, if it is what known has, and adds our replacements.
// Files that do not belong there any more are removed.
func copyPackage(known sums, pkg, from, to string) error {
	wanted, err := readPackage(pkg, from)
	if err != nil {
		return err
	}
	for name, content := range wanted {
		if err := known.check(pkg+"/"+name, content); err != nil {
			return err
		}
		if wanted[name], err = cutFunctions(pkg+"/"+name, content); err != nil {
			return err
		}
	}
	if err := addReplacements(wanted, pkg); err != nil {
		return err
	}
	for name, content := range wanted {
		if err := write(filepath.Join(to, name), useStandIns(content)); err != nil {
			return err
		}
	}
	return removeOthers(to, wanted)
}

// cutFunctions returns a file without the functions that leftOutFunctions names.
func cutFunctions(name string, content []byte) ([]byte, error) {
	for _, cut := range leftOutFunctions {
		if cut.file != name {
			continue
		}
		before, rest, found := bytes.Cut(content, []byte("\nfunc "+cut.function+"("))
		_, after, ends := bytes.Cut(rest, []byte("\n}\n"))
		if !found || !ends {
			return nil, fmt.Errorf("%s has no function %s, which web/build leaves out", name, cut.function)
		}
		before = bytes.Replace(before, []byte("\t\""+cut.unneeded+"\"\n"), nil, 1)
		content = slices.Concat(before, after)
	}
	return content, nil
}

// useStandIns returns a file with the imports that standIns names exchanged.
func useStandIns(content []byte) []byte {
	for replaced, by := range standIns {
		content = bytes.ReplaceAll(content, []byte(`"`+replaced+`"`), []byte(`"`+standInPath+by+`"`))
	}
	return content
}

func addReplacements(wanted map[string][]byte, pkg string) error {
	dir := "_goapp/" + pkg
	entries, err := replacements.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if wanted[entry.Name()] != nil {
			return fmt.Errorf("%s/%s replaces a file that is not left out", dir, entry.Name())
		}
		if wanted[entry.Name()], err = replacements.ReadFile(dir + "/" + entry.Name()); err != nil {
			return err
		}
	}
	return nil
}

// writeModFile writes go.mod and go.sum once more, with the copy in go-app's place.
func writeModFile() error {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	sum, err := os.ReadFile("go.sum")
	if err != nil {
		return err
	}
	mod = fmt.Appendf(mod, "\nreplace %s => ./%s\n", goApp, copyDir)
	return errors.Join(write(modFile, mod), write(sumFile, sum))
}

// removeOthers removes the files of a folder that are not wanted there.
func removeOthers(dir string, wanted map[string][]byte) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if _, keep := wanted[entry.Name()]; keep {
			continue
		}
		// Another build may have removed it at the same time.
		if err := os.Remove(filepath.Join(dir, entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
