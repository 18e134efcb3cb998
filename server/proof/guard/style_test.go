package guard

import (
	"fmt"
	"go/ast"
	"path"
	"strings"
	"testing"
)

const (
	maxFileLines     = 500
	maxFunctionLines = 80
	maxMethods       = 25 // exclusive
)

func TestFilesAreShort(t *testing.T) {
	for _, file := range tree(t) {
		if file.lines > maxFileLines && !file.generated {
			t.Errorf("%s has %d lines, at most %d\n\tbecause: a file is about one noun and is read in one sitting; split it by noun",
				file.path, file.lines, maxFileLines)
		}
	}
}

func TestFunctionsAreShort(t *testing.T) {
	for _, file := range tree(t) {
		for _, line := range longFunctions(file) {
			t.Errorf("%s\n\tbecause: what does not fit on a screen is not understood as a whole; name its parts", line)
		}
	}
}

func longFunctions(file source) []string {
	if file.generated {
		return nil
	}
	var found []string
	for _, decl := range file.syntax.Decls {
		function, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if lines := file.line(function.End()) - file.line(function.Pos()) + 1; lines > maxFunctionLines {
			found = append(found, fmt.Sprintf("%s:%d: %s has %d lines, at most %d", file.path, file.line(function.Pos()),
				function.Name.Name, lines, maxFunctionLines))
		}
	}
	return found
}

func TestTypesHaveFewMethods(t *testing.T) {
	for name, list := range methods(tree(t)) {
		if len(list) >= maxMethods {
			t.Errorf("%s has %d methods, fewer than %d\n\tbecause: chat servers rot into one session or room that does everything; "+
				"give a part of it to a type of its own", name, len(list), maxMethods)
		}
	}
}

// methods returns the names of each type's methods, tests left out. One that is written for each
// target counts once.
func methods(files []source) map[string]map[string]bool {
	found := map[string]map[string]bool{}
	for _, file := range files {
		if file.test || file.generated {
			continue
		}
		for _, decl := range file.syntax.Decls {
			function, ok := decl.(*ast.FuncDecl)
			if ok && function.Recv != nil && len(function.Recv.List) == 1 {
				name := file.dir + "." + receiver(function.Recv.List[0].Type)
				if found[name] == nil {
					found[name] = map[string]bool{}
				}
				found[name][function.Name.Name] = true
			}
		}
	}
	return found
}

// receiver returns the name of a receiver's type, without star and type parameters.
func receiver(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.StarExpr:
		return receiver(expr.X)
	case *ast.IndexExpr:
		return receiver(expr.X)
	case *ast.IndexListExpr:
		return receiver(expr.X)
	case *ast.Ident:
		return expr.Name
	}
	return "?"
}

func TestPackagesAreDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, file := range tree(t) {
		if !file.test {
			documented[file.dir] = documented[file.dir] || file.syntax.Doc != nil
		}
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("package %s has no package comment\n\tbecause: a newcomer reads it first: what it is, who uses it, who owns "+
				"its goroutines", dir)
		}
	}
}

func TestNothingIsNamedForEverything(t *testing.T) {
	for _, file := range tree(t) {
		if line := vagueName(file); line != "" {
			t.Errorf("%s\n\tbecause: such a name collects whatever has no place; the name of a noun keeps the rest out", line)
		}
	}
}

func vagueName(file source) string {
	vague := []string{"util", "utils", "common", "helper", "helpers", "manager", "misc", "base", "lib", "types"}
	name := strings.TrimSuffix(strings.TrimSuffix(path.Base(file.path), ".go"), "_test")
	if matches(name, vague) || matches(path.Base(file.dir), vague) {
		return file.path + " is named for everything"
	}
	return ""
}

func TestStyleRulesFindWhatTheyForbid(t *testing.T) {
	long := planted(t, "server/chat/send.go", "package chat\nfunc send() {\n"+strings.Repeat("\n", maxFunctionLines)+"}\n")
	if len(longFunctions(long)) != 1 {
		t.Error("a long function is not found")
	}
	many := "package hub\n"
	for i := range maxMethods {
		many += fmt.Sprintf("func (h *Hub[T]) m%d() {}\n", i)
	}
	if hub := planted(t, "server/hub/hub.go", many); len(methods([]source{hub, hub})["server/hub.Hub"]) != maxMethods {
		t.Error("a type of too many methods is not found")
	}
	for _, at := range []string{"server/util/text.go", "server/chat/helpers.go", "app/state/common_test.go"} {
		if vagueName(planted(t, at, "package x")) == "" {
			t.Errorf("the name %s is not found", at)
		}
	}
}
