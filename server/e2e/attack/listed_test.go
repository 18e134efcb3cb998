package attack

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// testsIn are the names of the tests in a directory.
func testsIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil {
				names = append(names, f.Name.Name)
			}
		}
	}
	return names
}

// A list of proofs is worth something only if they are there, all of them.
func TestTheListOfStoriesIsTrue(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	listed := regexp.MustCompile(`\bTest\w+`).FindAllString(file.Doc.Text(), -1)
	here := testsIn(t, ".")
	there := append(testsIn(t, ".."), here...)
	for _, name := range listed {
		if !slices.Contains(there, name) {
			t.Errorf("doc.go lists %s, which is nowhere", name)
		}
	}
	story := regexp.MustCompile(`^Test(Attack|Legit)`)
	for _, name := range here {
		if story.MatchString(name) && !slices.Contains(listed, name) {
			t.Errorf("%s is not listed in doc.go", name)
		}
	}
}
