package guard

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// classUse is a place where an element is given a class.
type classUse struct {
	class string // with unknown at its end if that depends
	at    string
	first bool // on a page of the server or in a row of a timeline: before the program runs
}

// names tells whether the use is of a class.
func (u classUse) names(class string) bool {
	head, open := strings.CutSuffix(u.class, unknown)
	return u.class == class || open && strings.HasPrefix(class, head)
}

// looksLikeClass is what only a class looks like, wherever it stands.
var looksLikeClass = regexp.MustCompile(`^([a-z][a-z0-9]*(-[a-z0-9]+)*(--|__)[a-z0-9…-]+|(is|has|u)-[a-z0-9…-]+)$`)

// classesInGo returns the uses in a Go file.
func classesInGo(file source) (uses []classUse) {
	if file.test || !matches(file.dir, []string{"app/ui/...", "app/platform", "shared/rowhtml"}) {
		return nil
	}
	first := file.dir == "shared/rowhtml" // the rows of a timeline
	use := func(n ast.Node, names ...string) {
		for _, name := range names {
			if !strings.HasPrefix(name, unknown) {
				uses = append(uses, classUse{name, fmt.Sprintf("%s:%d", file.path, file.line(n.Pos())), first})
			}
		}
	}
	seen := map[ast.Node]bool{} // texts that were read as a part of something larger
	read := func(expr ast.Expr) []string {
		ast.Inspect(expr, func(n ast.Node) bool {
			seen[n] = true
			return true
		})
		return strings.Fields(constant(expr))
	}
	ast.Inspect(file.syntax, func(n ast.Node) bool {
		if s, ok := specOf(n); ok {
			use(n, s.classes...)
		}
		if call, ok := n.(*ast.CallExpr); ok {
			for _, arg := range classArguments(call) {
				use(arg, read(arg)...)
			}
		}
		if text, ok := n.(ast.Expr); ok && isText(text) && !seen[n] {
			use(n, slices.DeleteFunc(read(text), func(field string) bool { return !looksLikeClass.MatchString(field) })...)
		}
		return true
	})
	return uses
}

// isText tells a text, or several that are joined.
func isText(expr ast.Expr) bool {
	switch expr := expr.(type) {
	case *ast.BasicLit:
		return expr.Kind == token.STRING
	case *ast.BinaryExpr:
		return expr.Op == token.ADD && (isText(expr.X) || isText(expr.Y))
	}
	return false
}

// classArguments are those arguments of a call that are classes.
func classArguments(call *ast.CallExpr) []ast.Expr {
	switch {
	case isCalled(call, "class", "setClass"):
		return call.Args[:min(1, len(call.Args))]
	case isCalled(call, "icon"):
		return call.Args[min(1, len(call.Args)):]
	case len(call.Args) < 2:
		return nil
	case isCalled(call, "element"): // of rowhtml's builder
		return call.Args[1:2]
	case isCalled(call, "attr"):
		if name, ok := call.Args[0].(*ast.Ident); ok && name.Name == "Class" {
			return call.Args[1:2]
		}
		if name, ok := call.Args[0].(*ast.SelectorExpr); ok && name.Sel.Name == "Class" {
			return call.Args[1:2]
		}
	}
	return nil
}

// inText are the places of classes in templates and scripts.
var inText = regexp.MustCompile(`(?:class="|template "mark" "|className = "|classList\.\w+\(")([^"]*)"`)

// action is a part of a template that is filled in.
var action = regexp.MustCompile(`\{\{[^}]*\}\}`)

// classesInText returns the uses in a template or a script.
func classesInText(at, content string) (uses []classUse) {
	for i, line := range strings.Split(content, "\n") {
		for _, found := range inText.FindAllStringSubmatch(line, -1) {
			for _, name := range strings.Fields(action.ReplaceAllString(found[1], unknown)) {
				if !strings.HasPrefix(name, unknown) {
					uses = append(uses, classUse{name, fmt.Sprintf("%s:%d", at, i+1), true})
				}
			}
		}
	}
	return uses
}

// classUses returns all uses of classes.
func classUses(t *testing.T) (uses []classUse) {
	t.Helper()
	for _, file := range tree(t) {
		uses = append(uses, classesInGo(file)...)
	}
	for _, pattern := range append([]string{"/server/webui/*.js", "/web/*.js"}, serverPages...) {
		names, err := filepath.Glob(root + pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%d files of %s found: %v", len(names), pattern, err)
		}
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			uses = append(uses, classesInText(rel(name), string(content))...)
		}
	}
	return uses
}

// withoutStyle are the classes that no sheet has, one line each.
func withoutStyle(uses []classUse, sheets []sheet) (lines []string) {
	for _, use := range uses {
		if !slices.ContainsFunc(sheets, func(s sheet) bool {
			return slices.ContainsFunc(s.rules, func(r styleRule) bool { return slices.ContainsFunc(r.classes, use.names) })
		}) {
			lines = append(lines, use.at+": "+use.class)
		}
	}
	return lines
}

// withoutUse are the classes of sheets that nothing has, one line each.
func withoutUse(uses []classUse, sheets []sheet) (lines []string) {
	for _, s := range sheets {
		for _, rule := range s.rules {
			for _, class := range rule.classes {
				if !slices.ContainsFunc(uses, func(u classUse) bool { return u.names(class) }) {
					lines = append(lines, fmt.Sprintf("%s:%d: %s", s.path, rule.line, class))
				}
			}
		}
	}
	return lines
}

// placed is where a sheet may be: web/style.go and web/build find no other.
var placed = regexp.MustCompile(`^(web/css|app/ui/[a-z]+)/[a-z]+\.css$`)

// misplaced are the sheets that are where they are not found, or in web/css without being needed before
// the program runs, or the other way round, one line each.
func misplaced(uses []classUse, sheets []sheet) (lines []string) {
	for _, s := range sheets {
		early := slices.ContainsFunc(uses, func(u classUse) bool { return u.first && s.owns(u.class) })
		if s.block != "" && early != strings.HasPrefix(s.path, "web/css/") || !placed.MatchString(s.path) {
			lines = append(lines, s.path)
		}
	}
	return lines
}

func TestEveryClassHasAStyleAndAUse(t *testing.T) {
	uses, sheets := classUses(t), allSheets(t)
	for _, line := range withoutStyle(uses, sheets) {
		t.Errorf("%s has no rule in any style sheet\n\tbecause: it is misspelt, or does nothing", line)
	}
	for _, line := range withoutUse(uses, sheets) {
		t.Errorf("%s is a class of no element\n\tbecause: everybody downloads its rules for nothing; they come with what has it", line)
	}
	for _, line := range misplaced(uses, sheets) {
		t.Errorf("%s is in the wrong folder\n\tbecause: web/css has what the server's pages and rows need before the program runs, "+
			"and app/ui what only the program shows, beside the package that shows it", line)
	}
}

func TestClassesWithoutStyleOrUseAreFound(t *testing.T) {
	sheets := []sheet{
		parseSheet("app/ui/kit/btn.css", ".btn { } .btn--big:not(.is-off) { } .btn--w20, .btn--w30 { }"),
		parseSheet("web/css/row.css", ".row__text { }"),
	}
	uses := classesInGo(planted(t, "app/ui/x.go", `package ui
var a = el("button.btn.btn--bog|type=button", class("btn--w"+n), kit.Class("gone"), icon("close", "lost"))
func f() { row.SetClass("is-new", true); b.Attr(rowhtml.Class, "btn stray"); size = "btn--big is-off" }
`))
	uses = append(uses, classesInText("server/webui/pages/x.html", `<p class="row__text row--{{.}}">`)...)
	check := func(what string, got, want []string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: found %q, want %q", what, got, want)
		}
	}
	check("without a style", withoutStyle(uses, sheets), []string{
		"app/ui/x.go:2: btn--bog", "app/ui/x.go:2: gone", "app/ui/x.go:2: lost", "app/ui/x.go:3: is-new", "app/ui/x.go:3: stray",
		"server/webui/pages/x.html:1: row--…",
	})
	check("without a use", withoutUse(uses[:1], sheets), []string{
		"app/ui/kit/btn.css:1: btn--big", "app/ui/kit/btn.css:1: is-off", "app/ui/kit/btn.css:1: btn--w20",
		"app/ui/kit/btn.css:1: btn--w30", "web/css/row.css:1: row__text",
	})
	check("misplaced", misplaced(uses, append(sheets, parseSheet("web/css/btn.css", ".btn { }"),
		parseSheet("app/ui/pick.css", ".pick { }"))), []string{"web/css/btn.css", "app/ui/pick.css"})
}
