package guard

import (
	"fmt"
	"go/ast"
	"go/build/constraint"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// promises is how many lines the table of SECURITY.md has.
const promises = 32

// absent are the things that Confab does not have, by the word that SECURITY.md has for each: the
// lines that are about it, and what a package of it would be called.
var absent = map[string]struct {
	lines    []int
	packages []string
}{
	"previews": {[]int{17, 22, 23}, []string{"preview", "previews", "unfurl"}},
	"search":   {[]int{17, 24}, []string{"search", "fulltext"}},
	"push":     {[]int{17, 22}, []string{"push", "webpush"}},
	"webhooks": {[]int{22}, []string{"webhook", "webhooks"}},
}

// promise is a line of the table.
type promise struct {
	line  int
	lacks []string            // what it names as not there yet
	tests map[string][]string // by package
}

var (
	tableRow   = regexp.MustCompile(`^\| (\d+) \| (.+?) \|(.*)\|$`)
	notYet     = regexp.MustCompile(`\*Not yet:\* ([a-z, ]+)$`)
	testsOfOne = regexp.MustCompile("^`([a-z0-9_/]+)`: (.+)$")
)

// readPromises reads the table. What it cannot read is a fault.
func readPromises(text string) (all []promise, faults []string) {
	for line := range strings.Lines(text) {
		cells := tableRow.FindStringSubmatch(strings.TrimSpace(line))
		if cells == nil {
			continue
		}
		n, err := strconv.Atoi(cells[1])
		if err != nil {
			faults = append(faults, err.Error())
			continue
		}
		p := promise{line: n, tests: map[string][]string{}}
		if lacks := notYet.FindStringSubmatch(cells[2]); lacks != nil {
			p.lacks = strings.Split(lacks[1], ", ")
		}
		for part := range strings.SplitSeq(strings.TrimSpace(cells[3]), "; ") {
			if part == "" {
				continue
			}
			named := testsOfOne.FindStringSubmatch(part)
			if named == nil {
				faults = append(faults, fmt.Sprintf("line %d: %q is not `package`: TestA, TestB", n, part))
				continue
			}
			p.tests[named[1]] = append(p.tests[named[1]], strings.Split(named[2], ", ")...)
		}
		all = append(all, p)
	}
	return all, faults
}

// testFuncs are the tests of the tree, as package.Name, and whether make test runs them: others are behind
// a build tag.
func testFuncs(files []source) map[string]bool {
	funcs := map[string]bool{}
	for _, file := range files {
		if !file.test {
			continue
		}
		for _, d := range file.syntax.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Body != nil && !ends(f.Body) {
				funcs[file.dir+"."+f.Name.Name] = !file.tagged()
			}
		}
	}
	return funcs
}

// ends tells whether a test says that it is not to be run.
func ends(body *ast.BlockStmt) (skipped bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		skipped = skipped || n != nil && isCall(n, testNames, []string{"Skip", "Skipf", "SkipNow"})
		return true
	})
	return skipped
}

// tagged tells whether a file is built only when somebody asks for it.
func (s source) tagged() bool {
	for _, group := range s.syntax.Comments {
		for _, comment := range group.List {
			if constraint.IsGoBuild(comment.Text) && comment.Pos() < s.syntax.Package {
				return true
			}
		}
	}
	return false
}

// brokenPromises are the faults of the table of SECURITY.md: what it says that the tree does not bear out.
func brokenPromises(text string, funcs map[string]bool, packages []string) []string {
	all, faults := readPromises(text)
	var lines []int
	for _, p := range all {
		lines = append(lines, p.line)
		faults = append(faults, p.untested(funcs)...)
		for _, word := range p.lacks {
			if _, ok := absent[word]; !ok {
				faults = append(faults, fmt.Sprintf("line %d lacks %q, a word that this test does not know", p.line, word))
			}
		}
		for word, what := range absent {
			there := slices.IndexFunc(packages, func(dir string) bool { return slices.Contains(what.packages, path.Base(dir)) })
			switch said := slices.Contains(p.lacks, word); {
			case said && there >= 0:
				faults = append(faults, fmt.Sprintf("line %d says that there are no %s yet, but %s exists: name its tests instead",
					p.line, word, packages[there]))
			case !said && there < 0 && slices.Contains(what.lines, p.line):
				faults = append(faults, fmt.Sprintf("line %d does not say that there are no %s yet", p.line, word))
			}
		}
	}
	for want := 1; want <= promises; want++ {
		if want > len(lines) || lines[want-1] != want {
			return append(faults, fmt.Sprintf("the table has the lines %v, want 1 to %d", lines, promises))
		}
	}
	return faults
}

// untested are the tests that a line names and that are not there, or that it has none.
func (p promise) untested(funcs map[string]bool) (faults []string) {
	always := 0
	for pkg, names := range p.tests {
		for _, name := range names {
			run, ok := funcs[pkg+"."+name]
			if !ok {
				faults = append(faults, fmt.Sprintf("line %d names %s of %s, which is not there or is skipped", p.line, name, pkg))
			}
			if run {
				always++
			}
		}
	}
	if always == 0 && len(p.lacks) == 0 {
		faults = append(faults, fmt.Sprintf("line %d has no test that make test runs", p.line))
	}
	return faults
}

func TestSecurityMdIsTrue(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	files := tree(t)
	for _, fault := range brokenPromises(string(text), testFuncs(files), packagesOf(files)) {
		t.Error("SECURITY.md:", fault)
	}
}

func packagesOf(files []source) (dirs []string) {
	for _, file := range files {
		if !slices.Contains(dirs, file.dir) {
			dirs = append(dirs, file.dir)
		}
	}
	return dirs
}

func TestWhatSecurityMdGetsWrongIsFound(t *testing.T) {
	read, err := os.ReadFile(filepath.Join(root, "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	text, files := string(read), tree(t)
	funcs, packages := testFuncs(files), packagesOf(files)
	for what, c := range map[string]struct{ old, new, pkg, want string }{
		"a test that is gone": {"TestOrigins;", "TestOriginsOfAllSorts;", "", "line 1 names TestOriginsOfAllSorts"},
		"a test of another package": {"`server/hub`: TestOrigins", "`server/chat`: TestOrigins", "",
			"line 1 names TestOrigins of server/chat"},
		"a line that is gone":   {"| 31 | ", "| 33 | ", "", "want 1 to 32"},
		"a line without a test": {"`server/auth`: TestSigningInMakesANewSessionEachTime", "", "", "line 9 has no test"},
		"tests in no form": {"`server/auth`: TestSigningInMakesANewSessionEachTime", "several", "",
			"line 9: \"several\" is not"},
		"what came is not tested":     {"", "", "server/push", "line 17 says that there are no push yet, but server/push exists"},
		"what came is deep":           {"", "", "server/push/web/push", "line 22 says that there are no push yet"},
		"what is missing is not said": {" *Not yet:* search |", " |", "", "line 24 does not say that there are no search yet"},
		"a word that nobody knows":    {"*Not yet:* search |", "*Not yet:* serch |", "", "line 24 lacks \"serch\""},
	} {
		changed := strings.Replace(text, c.old, c.new, 1)
		if c.old != "" && changed == text {
			t.Fatalf("%s: %q is not in SECURITY.md", what, c.old)
		}
		dirs := packages
		if c.pkg != "" {
			dirs = append(slices.Clone(packages), c.pkg)
		}
		if faults := strings.Join(brokenPromises(changed, funcs, dirs), "\n"); !strings.Contains(faults, c.want) {
			t.Errorf("%s: got %q, want %q in it", what, faults, c.want)
		}
	}
	for code, want := range map[string]int{
		"func TestX(t *testing.T) { t.Skip() }": 0,
		"func TestX(t *testing.T) { t.Log() }":  1,
	} {
		file := planted(t, "server/chat/x_test.go", "package x\n"+code+"\n")
		if got := testFuncs([]source{file}); len(got) != want {
			t.Errorf("%s counts as %v", code, got)
		}
	}
	behind := planted(t, "server/chat/x_test.go", "//go:build attack\n\npackage x\nfunc TestX(t *testing.T) {}\n")
	if got := testFuncs([]source{behind}); got["server/chat.TestX"] {
		t.Error("a test behind a build tag counts as one that make test runs")
	}
}
