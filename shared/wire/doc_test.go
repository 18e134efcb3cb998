package wire

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestTheSpecificationExplainsEveryConstant holds the specification to the code: whatever
// string the protocol gives a meaning has an entry there.
func TestTheSpecificationExplainsEveryConstant(t *testing.T) {
	spec := comments(t)
	found := 0
	for name, value := range constants(t) {
		if name == "Subprotocol" || name == "MentionAll" {
			if !strings.Contains(spec, strconv.Quote(value)) {
				t.Errorf("doc.go does not tell of %s = %q", name, value)
			}
			continue
		}
		found++
		entry := regexp.MustCompile(`(?m)^//\t` + regexp.QuoteMeta(value) + ` +[^ ]`)
		if !entry.MatchString(spec) {
			t.Errorf("doc.go has no entry for %s: a line that begins with a tab and %q", name, value)
		}
	}
	if found < 80 {
		t.Errorf("only %d constants were found: the test looks in the wrong place", found)
	}
}

// constants are the package's string constants by name, and the types of its
// commands.
func constants(t *testing.T) map[string]string {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			group, ok := d.(*ast.GenDecl)
			if !ok || group.Tok != token.CONST && group.Tok != token.VAR {
				continue
			}
			for _, s := range group.Specs {
				spec := s.(*ast.ValueSpec)
				if group.Tok == token.VAR {
					typesOfCommands(t, spec, all)
					continue
				}
				for i, v := range spec.Values {
					if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING && spec.Names[i].IsExported() {
						value, err := strconv.Unquote(lit.Value)
						if err != nil {
							t.Fatal(err)
						}
						all[spec.Names[i].Name] = value
					}
				}
			}
		}
	}
	return all
}

// typesOfCommands notes the types of the commands that a declaration has.
func typesOfCommands(t *testing.T, spec *ast.ValueSpec, all map[string]string) {
	t.Helper()
	for i, v := range spec.Values {
		row, ok := v.(*ast.CompositeLit)
		if !ok {
			continue
		}
		if of, ok := row.Type.(*ast.IndexListExpr); !ok || of.X.(*ast.Ident).Name != "Command" {
			continue
		}
		for _, e := range row.Elts {
			field := e.(*ast.KeyValueExpr)
			if field.Key.(*ast.Ident).Name != "Type" {
				continue
			}
			value, err := strconv.Unquote(field.Value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all["Type of "+spec.Names[i].Name] = value
		}
	}
}
