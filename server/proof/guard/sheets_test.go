package guard

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// sheet is a style sheet. A block has one, named for it, with all of its rules.
type sheet struct {
	path  string // from the top of the tree, with slashes
	block string // "" for those about no block
	rules []styleRule
}

// styleRule is what a sheet says about one selector.
type styleRule struct {
	line     int
	selector string
	classes  []string
}

// aboutNoBlock are the sheets that hold for every page.
var aboutNoBlock = []string{"web/css/tokens.css", "web/css/base.css"}

// inSelector is a class in a selector.
var inSelector = regexp.MustCompile(`\.([a-z][A-Za-z0-9_-]*)`)

// readSheets parses every style sheet, once for all tests.
var readSheets = sync.OnceValues(func() ([]sheet, error) {
	var sheets []sheet
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := rel(name)
		if entry.IsDir() && ignored(at) {
			return filepath.SkipDir
		}
		if entry.IsDir() || path.Ext(at) != ".css" {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		sheets = append(sheets, parseSheet(at, string(content)))
		return nil
	})
	return sheets, err
})

func allSheets(t *testing.T) []sheet {
	t.Helper()
	sheets, err := readSheets()
	if err != nil {
		t.Fatal(err)
	}
	return sheets
}

// parseSheet reads the selectors of a sheet. What begins with @ holds rules, or is one about no element.
func parseSheet(at, css string) sheet {
	s := sheet{path: at}
	if !slices.Contains(aboutNoBlock, at) {
		s.block = strings.TrimSuffix(path.Base(at), ".css")
	}
	line, begun, head, depth := 1, 1, "", 0 // depth counts the braces of a rule, 0 between rules
	for i := 0; i < len(css); i++ {
		if strings.HasPrefix(css[i:], "/*") {
			comment, _, _ := strings.Cut(css[i:], "*/")
			line += strings.Count(comment, "\n")
			i += len(comment) + 1
			continue
		}
		switch c := css[i]; {
		case c == '\n':
			line++
			head += " "
		case c == '{' && depth == 0 && strings.HasPrefix(strings.TrimSpace(head), "@") && !strings.Contains(head, "@keyframes"):
			head = ""
		case c == '{':
			if depth == 0 {
				s.add(begun, strings.TrimSpace(head))
			}
			depth++
		case c == '}':
			depth = max(depth-1, 0)
			head = ""
		case c == ';' && depth == 0:
			head = ""
		case depth == 0:
			if strings.TrimSpace(head) == "" {
				begun = line
			}
			head += string(c)
		}
	}
	return s
}

// add enters the selectors that stand before one pair of braces.
func (s *sheet) add(line int, selectors string) {
	if strings.HasPrefix(selectors, "@") {
		return
	}
	for _, selector := range split(selectors) {
		rule := styleRule{line: line, selector: selector}
		for _, found := range inSelector.FindAllStringSubmatch(selector, -1) {
			rule.classes = append(rule.classes, found[1])
		}
		s.rules = append(s.rules, rule)
	}
}

// split cuts a list of selectors at its commas, but not within parentheses.
func split(selectors string) (list []string) {
	depth, start := 0, 0
	for i, c := range selectors {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			list, start = append(list, strings.TrimSpace(selectors[start:i])), i+1
		}
	}
	return append(list, strings.TrimSpace(selectors[start:]))
}

// isHelper tells a class that does one thing to whatever has it.
func isHelper(class string) bool { return strings.HasPrefix(class, "u-") }

// blockOf is the block that a class belongs to: msg for msg, msg__body and msg--head.
func blockOf(class string) string {
	block, _, _ := strings.Cut(class, "__")
	block, _, _ = strings.Cut(block, "--")
	return block
}

// owns tells whether a class belongs to the sheet. Several of a block may stand in one of the plural:
// .toasts is in toast.css.
func (s sheet) owns(class string) bool {
	if s.block == "" {
		return isHelper(class)
	}
	return blockOf(class) == s.block || blockOf(class) == s.block+"s"
}

// foreign returns the rules that belong to another sheet, one line each.
func (s sheet) foreign() (lines []string) {
	for _, rule := range s.rules {
		if slices.ContainsFunc(rule.classes, s.owns) || s.block == "" && len(rule.classes) == 0 {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s:%d: %s", s.path, rule.line, rule.selector))
	}
	return lines
}

func TestASheetHoldsItsOwnBlock(t *testing.T) {
	sheets := map[string]string{} // by block
	for _, s := range allSheets(t) {
		for _, line := range s.foreign() {
			t.Errorf("%s\n\tbecause: who looks for a block's rules opens the sheet of its name; put it there", line)
		}
		if other, ok := sheets[s.block]; ok && s.block != "" {
			t.Errorf("%s and %s are for the same block\n\tbecause: then nobody sees which rule wins; keep one", other, s.path)
		}
		sheets[s.block] = s.path
	}
	if len(sheets) < 30 {
		t.Fatalf("only %d sheets were found", len(sheets))
	}
}

func TestForeignRulesAreFound(t *testing.T) {
	css := `/* .mark { } */
@layer components {
  .toast, .toast--small { color: red; }
  .toasts > li:not(.is-off) { color: red; }
  .room .toast .btn { background: url("x"); }
  .btn { color: red; }
  @media (max-width: 40rem) {
    .toast,
    .dialog .btn { color: red; }
    main > p { color: red; }
  }
  @keyframes rise { from { opacity: 0; } to { opacity: 1; } }
}
`
	want := []string{"app/ui/kit/toast.css:6: .btn", "app/ui/kit/toast.css:8: .dialog .btn", "app/ui/kit/toast.css:10: main > p"}
	if got := parseSheet("app/ui/kit/toast.css", css).foreign(); !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	want = []string{"web/css/base.css:3: .btn"}
	if got := parseSheet("web/css/base.css", "a:hover { }\n.u-sr { }\n.btn { }\n").foreign(); !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}
