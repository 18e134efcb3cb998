package httpapi

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write fielddocs.go anew from the comments of shared/wire")

// The description of each field is its comment in shared/wire.
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
// by "Type" and "Type.Field", in which fields and constants are called as they
// are in JSON.
func readDocs(t *testing.T, dir string) map[string]string {
	t.Helper()
	docs, words := map[string]string{}, spellings{}
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
			if ok && g.Tok == token.CONST {
				words.constants(g)
			}
			if !ok || g.Tok != token.TYPE {
				return true
			}
			for _, spec := range g.Specs {
				structDocs(docs, g, spec.(*ast.TypeSpec))
				words.fields(spec.(*ast.TypeSpec))
			}
			return false
		})
	}
	for key, doc := range docs {
		docs[key] = words.inJSON(key, doc)
	}
	return docs
}

// spellings are what Go's names are in JSON: by "" those of constants, by a type's
// name those of its fields, and by "*" those of all.
type spellings map[string]map[string]string

func (w spellings) note(of, name, spelling string) {
	if w[of] == nil {
		w[of] = map[string]string{}
	}
	w[of][name] = spelling
}

func (w spellings) constants(g *ast.GenDecl) {
	for _, spec := range g.Specs {
		value := spec.(*ast.ValueSpec)
		for i, v := range value.Values {
			if literal, ok := v.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				w.note("", value.Names[i].Name, strings.Trim(literal.Value, `"`))
			}
		}
	}
}

func (w spellings) fields(spec *ast.TypeSpec) {
	s, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, f := range s.Fields.List {
		if f.Tag == nil {
			continue
		}
		tag, _, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json"), ",")
		for _, name := range f.Names {
			w.note(spec.Name.Name, name.Name, tag)
			w.note("*", name.Name, tag)
		}
	}
}

// word is a name of Go's, with what stands before it in its sentence.
var word = regexp.MustCompile(`(limits\.|[.:] |^)?\b[A-Z][A-Za-z]*\b`)

// inJSON is a comment on a type or a field with the names that a client knows,
// marked as code. A type's own name, with which its comment begins, stays, as do the
// names of other types.
func (w spellings) inJSON(key, doc string) string {
	of, field, _ := strings.Cut(key, ".")
	return word.ReplaceAllStringFunc(doc, func(found string) string {
		at := strings.LastIndexAny(found, ". ") + 1
		before, name := found[:at], found[at:]
		if before == "limits." || found == of && field == "" && strings.HasPrefix(doc, name) {
			return found
		}
		known := cmp.Or(w[""][name], w[of][name])
		if w[name] == nil && before == "" && found != doc[:len(found)] {
			known = cmp.Or(known, w["*"][name])
		}
		if known == "" {
			return found
		}
		return before + "`" + known + "`"
	})
}

func TestCommentsCallFieldsAsTheyAreInJSON(t *testing.T) {
	words := spellings{}
	words.note("", "CodeRate", "rate")
	words.note("Send", "ReplyTo", "reply_to")
	words.note("Send", "Send", "send")
	words.note("*", "Dup", "dup")
	words.note("*", "From", "from")
	words.note("Ack", "Seq", "seq")
	for key, want := range map[string]string{
		"Send":         "Send has `reply_to` and an Ack, not limits.Send: `rate` says a Nack. From there `from` and `dup`.",
		"Send.ReplyTo": "`send` has `reply_to` and an Ack, not limits.Send: `rate` says a Nack. From there `from` and `dup`.",
	} {
		if got := words.inJSON(key, "Send has ReplyTo and an Ack, not limits.Send: CodeRate says a Nack. From there From and Dup."); got != want {
			t.Errorf("%s: got %q", key, got)
		}
	}
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
