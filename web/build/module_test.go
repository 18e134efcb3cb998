package main

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// atTop starts a test at the top of the source tree with an up-to-date copy of go-app.
func atTop(t *testing.T) {
	t.Helper()
	t.Chdir(filepath.Join("..", ".."))
	if err := prepareModule(); err != nil {
		t.Fatal(err)
	}
}

func TestTheCopyOfGoAppHasNoServer(t *testing.T) {
	atTop(t)
	files, err := filepath.Glob(copyDir + "/pkg/*/*.go")
	if err != nil || len(files) < 30 {
		t.Fatalf("the copy has %d files: %v", len(files), err)
	}
	for _, name := range files {
		syntax, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range syntax.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(imported, "net/http") || imported == "regexp" || strings.HasPrefix(imported, "crypto/") {
				t.Errorf("%s imports %s: add the file to leftOut, and what it declares to _goapp", name, imported)
			}
			if standIns[imported] != "" {
				t.Errorf("%s imports %s itself and not what stands in for it", name, imported)
			}
		}
	}
}

func TestFunctionsAreCutOut(t *testing.T) {
	file := "package app\n\nimport (\n\t\"reflect\"\n\t\"time\"\n)\n\nfunc a() {\n}\n\n" +
		"func canUpdateValue(v, new reflect.Value) bool {\n\tif true {\n\t}\n\treturn true\n}\n\nfunc b() {\n}\n"
	const want = "package app\n\nimport (\n\t\"reflect\"\n)\n\nfunc a() {\n}\n\nfunc b() {\n}\n"
	if cut, err := cutFunctions("app/node.go", []byte(file)); err != nil || string(cut) != want {
		t.Errorf("left is %q, %v", cut, err)
	}
	if left, err := cutFunctions("app/event.go", []byte(file)); err != nil || string(left) != file {
		t.Errorf("another file became %q, %v", left, err)
	}
	if _, err := cutFunctions("app/node.go", []byte("package app\n")); err == nil {
		t.Error("a function that is not there was cut out")
	}
}

func TestPreparingAgainTouchesNothing(t *testing.T) {
	atTop(t)
	before := ages(t)
	if err := prepareModule(); err != nil {
		t.Fatal(err)
	}
	for name, age := range ages(t) {
		if before[name] != age {
			t.Errorf("%s was written again: Go's build cache would have to look inside", name)
		}
	}
}

// ages returns when each file of the copy was last written.
func ages(t *testing.T) map[string]int64 {
	t.Helper()
	files, err := filepath.Glob(copyDir + "/pkg/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]int64{}
	for _, name := range append(files, modFile, sumFile) {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		written[name] = info.ModTime().UnixNano()
	}
	return written
}

func TestTheBootScriptOffersWhatGoAppExpects(t *testing.T) {
	atTop(t)
	boot, err := os.ReadFile("web/boot.js")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(copyDir + "/pkg/app/*.go")
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`"(goapp[A-Z]\w+)"`)
	found := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range names.FindAllStringSubmatch(string(content), -1) {
			found++
			name := match[1]
			if !regexp.MustCompile(`\b` + name + `\b`).Match(boot) {
				t.Errorf("%s expects window.%s, which web/boot.js does not define", filepath.Base(file), name)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d names found in go-app's source: the search is wrong", found)
	}
}

func TestOnlyChangedFilesAreWritten(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, step := range []struct {
		content string
		written bool
	}{{"one", true}, {"one", false}, {"two", true}} {
		old := writtenAt(t, "a/file")
		if err := write("a/file", []byte(step.content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile("a/file"); err != nil || string(got) != step.content {
			t.Errorf("the file has %q, %v; want %q", got, err, step.content)
		}
		if now := writtenAt(t, "a/file"); (now != old) != step.written {
			t.Errorf("writing %q: written is %v, want %v", step.content, now != old, step.written)
		}
	}
	left, err := filepath.Glob("bin/build/*")
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// writtenAt returns when a file was last written, 0 if there is none.
func writtenAt(t *testing.T, name string) int64 {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		return 0
	}
	return info.ModTime().UnixNano()
}

func TestOtherFilesAreRemoved(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"keep.go", "gone.go"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := removeOthers(dir, map[string][]byte{"keep.go": nil}); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(dir + "/*")
	if err != nil || len(left) != 1 || filepath.Base(left[0]) != "keep.go" {
		t.Errorf("left: %v, %v", left, err)
	}
	if err := removeOthers(filepath.Join(dir, "none"), nil); err != nil {
		t.Errorf("a folder that is not there: %v", err)
	}
}
