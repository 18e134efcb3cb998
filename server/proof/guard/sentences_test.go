package guard

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
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
