package faults

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// top is the top of the tree, seen from here.
const top = "../../.."

// faultTests are the tests in the tree whose names begin as a fault's.
func faultTests(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	files := token.NewFileSet()
	err := filepath.WalkDir(filepath.Join(top, "server"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "TestFault") {
				found[f.Name.Name] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A list of proofs is worth something only if they are there, all of them.
func TestTheListOfFaultsIsTrue(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	listed := regexp.MustCompile(`TestFault\w+`).FindAllString(file.Doc.Text(), -1)
	there := faultTests(t)
	for _, name := range listed {
		if !there[name] {
			t.Errorf("doc.go lists %s, which is nowhere", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		if !slices.Contains(listed, name) {
			t.Errorf("%s is not listed in doc.go", name)
		}
	}
}
