package guard

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/confab/confab/shared/text/catalog"
)

// sentenceUse is a name of package text in a template.
var sentenceUse = regexp.MustCompile(`\b[A-Z][A-Za-z0-9]*\b`)

// usedSentences returns the names of package text that the product uses.
func usedSentences(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	for _, file := range tree(t) {
		if file.test || file.dir == "shared/text" || !matches("shared/text", file.imports()) {
			continue
		}
		ast.Inspect(file.syntax, func(n ast.Node) bool {
			if selector, ok := n.(*ast.SelectorExpr); ok {
				if of, ok := selector.X.(*ast.Ident); ok && of.Name == "text" {
					used[selector.Sel.Name] = true
				}
			}
			return true
		})
	}
	pages, err := filepath.Glob(root + "/server/webui/pages/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d templates found: %v", len(pages), err)
	}
	for _, name := range pages {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range sentenceUse.FindAllString(string(content), -1) {
			used[word] = true
		}
	}
	return used
}

func TestEverySentenceIsUsed(t *testing.T) {
	english, err := catalog.Read(os.DirFS(root+"/shared/text"), catalog.Source)
	if err != nil {
		t.Fatal(err)
	}
	used := usedSentences(t)
	for i := range english.Entries {
		if e := &english.Entries[i]; !used[e.Name()] {
			t.Errorf("nobody says %s (text.%s)\n\tbecause: translators would work for nothing; "+
				"take it out of shared/text/en.json and run go generate ./shared/text", e.Key, e.Name())
		}
	}
}

// Package text alone says something to people. In these packages a literal that
// looks like words is a sentence in the wrong place.
var saidByText = []string{"app/ui/...", "app/state", "app/engine"}

var (
	// sentence is a literal that people could read: a word that begins with a capital,
	// or three words.
	sentence = regexp.MustCompile(`^[A-Z][a-z]+([ .,:…]|$)|[a-z]+ [a-z]+ [a-z]+`)
	// keysOfKeyboards are what browsers call keys.
	keysOfKeyboards = regexp.MustCompile(`^((Arrow[A-Z][a-z]+|Alt|Shift|Enter|Esc|Escape|Home|End|Tab|Backspace|Delete|[↑↓]) ?)+$`)
	// attributes are lists of classes, selectors, and what app/ui.el takes.
	attributes = regexp.MustCompile(`[|#\[{(=]|--|__|^[a-z]+\.`)
)

// notSaid are no sentences: the name of the product, and how links treat other sites.
var notSaid = []string{"Confab", "noopener noreferrer nofollow ugc"}

// forProgrammers are functions whose words go to the console or the log.
var forProgrammers = []string{"Report", "New", "panic"}

func TestSentencesAreInTheCatalogue(t *testing.T) {
	for _, file := range tree(t) {
		if file.test || file.generated || !matches(file.dir, saidByText) {
			continue
		}
		ast.Inspect(file.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec, *ast.Field:
				return false
			case *ast.CallExpr:
				return !slices.Contains(forProgrammers, calledName(n))
			case *ast.BasicLit:
				literal, err := strconv.Unquote(n.Value)
				if err != nil || n.Kind != token.STRING || slices.Contains(notSaid, literal) {
					return false
				}
				if sentence.MatchString(literal) && !keysOfKeyboards.MatchString(literal) && !attributes.MatchString(literal) {
					t.Errorf("%s:%d says %q\n\tbecause: what people read has a key in shared/text/en.json, "+
						"so that it is said in their language",
						file.path, file.line(n.Pos()), literal)
				}
			}
			return true
		})
	}
}

// calledName is the name of the function that a call calls.
func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}
