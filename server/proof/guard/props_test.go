package guard

import (
	"fmt"
	"go/ast"
	"testing"
)

// changingProps returns the exported fields of a file's components that hold a function, one line each.
func changingProps(file source) (lines []string) {
	if file.test || !matches(file.dir, []string{"app/ui/..."}) {
		return nil
	}
	ast.Inspect(file.syntax, func(n ast.Node) bool {
		s, ok := n.(*ast.StructType)
		if !ok || !isComponent(s) {
			return true
		}
		for _, f := range s.Fields.List {
			if _, holds := f.Type.(*ast.FuncType); !holds {
				continue
			}
			for _, name := range f.Names {
				if name.IsExported() {
					lines = append(lines, fmt.Sprintf("%s:%d: %s holds a function", file.path, file.line(name.Pos()), name.Name))
				}
			}
		}
		return true
	})
	return lines
}

// isComponent reports whether a struct embeds app.Compo.
func isComponent(s *ast.StructType) bool {
	for _, f := range s.Fields.List {
		if sel, ok := f.Type.(*ast.SelectorExpr); ok && len(f.Names) == 0 && sel.Sel.Name == "Compo" {
			return true
		}
	}
	return false
}

func TestComponentsHoldNoFunctions(t *testing.T) {
	for _, file := range tree(t) {
		for _, line := range changingProps(file) {
			t.Errorf("%s\n\tbecause: go-app draws a component again when a field differs, and a function differs from itself", line)
		}
	}
}

func TestPlantedPropsAreFound(t *testing.T) {
	for code, want := range map[string]int{
		"type x struct { app.Compo; Rev int }":             0,
		"type x struct { app.Compo; act func() }":          0,
		"type x struct { Act func() }":                     0,
		"type x struct { app.Compo; Act func() }":          1,
		"type x struct { app.Compo; Act, Do func() bool }": 2,
	} {
		file := planted(t, "app/ui/x.go", "package ui\n"+code+"\n")
		if found := changingProps(file); len(found) != want {
			t.Errorf("%s: found %q, want %d", code, found, want)
		}
	}
}
