package httpapi

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write fielddocs.go anew from the comments of shared/wire")

// The description says of each field what shared/wire says, because it is
// made from its comments.
func TestFieldDocsAreThoseOfSharedWire(t *testing.T) {
	want := render(t, readDocs(t, "../../shared/wire"))
	if *update {
		if err := os.WriteFile("fielddocs.go", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("fielddocs.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Fatal("fielddocs.go is not what the comments of shared/wire say now; run: go generate ./server/httpapi")
	}
}

// readDocs returns the comments of the structs of a package and their fields,
// by "Type" and "Type.Field".
func readDocs(t *testing.T, dir string) map[string]string {
	t.Helper()
	docs := map[string]string{}
	files := token.NewFileSet()
	names, err := fs.Glob(os.DirFS(dir), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, dir+"/"+name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			g, ok := n.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				return true
			}
			for _, spec := range g.Specs {
				structDocs(docs, g, spec.(*ast.TypeSpec))
			}
			return false
		})
	}
	return docs
}

func structDocs(docs map[string]string, g *ast.GenDecl, spec *ast.TypeSpec) {
	s, ok := spec.Type.(*ast.StructType)
	if !ok || !spec.Name.IsExported() {
		return
	}
	doc := spec.Doc
	if doc == nil {
		doc = g.Doc
	}
	note(docs, spec.Name.Name, doc)
	for _, f := range s.Fields.List {
		for _, name := range f.Names {
			note(docs, spec.Name.Name+"."+name.Name, f.Doc)
			note(docs, spec.Name.Name+"."+name.Name, f.Comment)
		}
	}
}

func note(docs map[string]string, key string, c *ast.CommentGroup) {
	if text := strings.Join(strings.Fields(c.Text()), " "); text != "" {
		docs[key] = text
	}
}

func render(t *testing.T, docs map[string]string) []byte {
	t.Helper()
	var b strings.Builder
	b.WriteString("// Code generated from the comments of shared/wire by go generate; DO NOT EDIT.\n\npackage httpapi\n\n")
	b.WriteString("//go:generate go test -run TestFieldDocsAreThoseOfSharedWire -update .\n\n")
	b.WriteString("// fieldDocs are the comments of shared/wire, by \"Type\" and \"Type.Field\".\n")
	b.WriteString("var fieldDocs = map[string]string{\n")
	for _, key := range slices.Sorted(maps.Keys(docs)) {
		fmt.Fprintf(&b, "%q: %q,\n", key, docs[key])
	}
	b.WriteString("}\n")
	src, err := format.Source([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return src
}
