package main

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write goapp.sum anew")

func TestTheSumsAreThoseOfGoApp(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	source, err := findModule()
	if err != nil {
		t.Fatal(err)
	}
	now := map[string]string{}
	for _, pkg := range copied {
		files, err := readPackage(pkg, filepath.Join(source, "pkg", pkg))
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range files {
			now[pkg+"/"+name] = sumOf(content)
		}
	}
	if *update {
		var list strings.Builder
		for _, name := range slices.Sorted(maps.Keys(now)) {
			list.WriteString(now[name] + "  " + name + "\n")
		}
		if err := os.WriteFile("web/build/goapp.sum", []byte(list.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	known, err := readSums(sumsOfGoApp)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(known, now) {
		t.Errorf("go-app's files are not those of web/build/goapp.sum. If its version has changed, look at what is new in it and run: %s",
			renewal)
	}
}

func TestAFileThatWasChangedOnTheDiskIsNotCopied(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(from, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("app.go", "package app\n")
	known := sums{"x/app.go": sumOf([]byte("package app\n"))}
	if err := copyPackage(known, "x", from, to); err == nil || !strings.Contains(err.Error(), "_goapp/x") {
		t.Fatalf("the file as it should be: %v", err) // all that is wrong is that there are no replacements for x
	}
	write("app.go", "package app // and more\n")
	if err := copyPackage(known, "x", from, to); err == nil || !strings.Contains(err.Error(), "somebody changed the module cache") {
		t.Errorf("a changed file: %v", err)
	}
	write("app.go", "package app\n")
	write("more.go", "package app\n")
	if err := copyPackage(known, "x", from, to); err == nil || !strings.Contains(err.Error(), "x/more.go is not in web/build/goapp.sum") {
		t.Errorf("another file: %v", err)
	}
	left, err := os.ReadDir(to)
	if err != nil || len(left) > 0 {
		t.Errorf("%d files were copied, %v", len(left), err)
	}
}

func TestAListThatIsNoneIsRefused(t *testing.T) {
	for _, list := range []string{"abc  app/app.go\n", strings.Repeat("a", 64) + " app/app.go\n",
		strings.Repeat("z", 64) + "  app/app.go\n"} {
		if _, err := readSums(list); err == nil {
			t.Errorf("%q is taken", list)
		}
	}
}
