package guard

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/confab/confab/shared/text/catalog"
)

// sentenceUse is a name of package text in a template.
var sentenceUse = regexp.MustCompile(`\b[A-Z][A-Za-z0-9]*\b`)

// serverPages are where the templates of the server's pages are.
var serverPages = []string{"/server/webui/pages/*.html", "/server/admin/pages/*.html", "/server/webpage/*.html"}

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
	var pages []string
	for _, pattern := range serverPages {
		found, err := filepath.Glob(root + pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%d templates of %s found: %v", len(found), pattern, err)
		}
		pages = append(pages, found...)
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

// speech is a part of the tree in which people are spoken to, and what tells a sentence in its code from
// other texts.
type speech struct {
	in        []string
	sentence  func(literal string) bool
	toProgram func(call *ast.CallExpr) bool // its words go to the log, the console or a protocol
}

// Package text alone says something to people. The page is full of words for people, so that there one word
// is enough to look like a sentence. On the server it takes several.
var speeches = []speech{{
	in:       []string{"app/ui/...", "app/state", "app/engine"},
	sentence: isSentenceOfThePage,
	toProgram: func(call *ast.CallExpr) bool {
		return matches(calledName(call), []string{"Report", "New", "panic"})
	},
}, {
	in: []string{"server/chat", "server/hub", "server/auth", "server/auth/password", "server/httpapi", "server/webui",
		"server/admin"},
	sentence:  served.MatchString,
	toProgram: isServersProgram,
}}

var (
	// served is a text of words, as people write them: a capital letter first, and
	// then a blank between letters.
	served = regexp.MustCompile(`^[A-Z][^{}<>=\n]*[a-z,’'] [A-Za-z]`)
	// word is a literal that people could read: a word that begins with a capital, or
	// three words.
	word = regexp.MustCompile(`^[A-Z][a-z]+([ .,:…]|$)|[a-z]+ [a-z]+ [a-z]+`)
	// keysOfKeyboards are what browsers call keys.
	keysOfKeyboards = regexp.MustCompile(`^((Arrow[A-Z][a-z]+|Command|Alt|Shift|Enter|Esc|Escape|Home|End|Tab|Backspace|Delete|` +
		`F[0-9]+|[A-Z]|[↑↓,/]) ?)+$`)
	// attributes are lists of classes, selectors, and what app/ui.el takes.
	attributes = regexp.MustCompile(`[|#\[{(=]|--|__|^[a-z]+\.`)
)

// isSentenceOfThePage reports whether a literal of the page is a sentence. The name of the product is none,
// nor is how links treat other sites.
func isSentenceOfThePage(literal string) bool {
	return word.MatchString(literal) && !keysOfKeyboards.MatchString(literal) && !attributes.MatchString(literal) &&
		!matches(literal, []string{"Confab", "noopener noreferrer nofollow ugc"})
}

// isServersProgram reports whether a call speaks to whoever runs or writes the server.
func isServersProgram(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return calledName(call) == "panic"
	}
	of, _ := f.X.(*ast.Ident)
	if of != nil && (of.Name == "errors" || of.Name == "fmt" && f.Sel.Name == "Errorf") {
		return true
	}
	return matches(f.Sel.Name, []string{
		"Debug", "Info", "Warn", "Error", "ErrorContext", "WarnContext", "Panic", "Report", "Survive", "Set", "Add",
	})
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

// toMachines are files whose texts of several words nobody reads as they stand.
var toMachines = map[string]string{
	"server/httpapi/describe.go":       "the description of the API, in English like its fields",
	"server/httpapi/asyncapi.go":       "the description of the socket",
	"app/ui/host/hosttest/language.go": "names and texts of tests",
	"app/ui/host/hosttest/hosttest.go": "people, rooms and failures of tests",
	"server/auth/device.go":            "a device's name is kept with its session, as it was when it signed in",
}

// spoken returns the sentences in a file's code. What is logged, panicked with or
// documented is not said to people.
func spoken(file source) (lines []string) {
	if file.test || file.generated || toMachines[file.path] != "" {
		return nil
	}
	for _, s := range speeches {
		if matches(file.dir, s.in) {
			ast.Inspect(file.syntax, func(n ast.Node) bool { return s.listen(file, n, &lines) })
		}
	}
	return lines
}

// listen adds n to lines if it is a sentence, and reports whether there may be
// some in it.
func (s speech) listen(file source, n ast.Node, lines *[]string) bool {
	switch n := n.(type) {
	case *ast.ImportSpec, *ast.Field: // a path, a tag
		return false
	case *ast.CallExpr:
		return !s.toProgram(n)
	case *ast.KeyValueExpr:
		key, ok := n.Key.(*ast.Ident)
		return !ok || key.Name != "Doc" // of a command, for the description of the API
	case *ast.BasicLit:
		if literal, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING && s.sentence(literal) {
			*lines = append(*lines, fmt.Sprintf("%s:%d: %q", file.path, file.line(n.Pos()), literal))
		}
	}
	return true
}

func TestSentencesAreInTheCatalogue(t *testing.T) {
	seen := map[string]bool{}
	for _, file := range tree(t) {
		seen[file.path] = true
		for _, line := range spoken(file) {
			t.Errorf("%s\n\tbecause: it cannot be said in another language; put it into shared/text/en.json, "+
				"and run go generate ./shared/text", line)
		}
	}
	for path := range toMachines {
		if !seen[path] {
			t.Errorf("%s is not there: take it out of the list", path)
		}
	}
}

func TestSentencesInCodeAreFound(t *testing.T) {
	for at, codes := range map[string]map[string]int{
		"server/chat/x.go": {
			`func x() error { return wire.Fail(wire.CodeInvalid, "You may not do that.") }`: 1,
			`var e = notice{Heading: "Nothing here"}`:                                       1,
			`func x() { say("Replying to " + name) }`:                                       1,
			`func x() { log.Warn("The lock is gone", "error", err) }`:                       0,
			`func x() { panic("This cannot be") }`:                                          0,
			`var e = errors.New("Not for people")`:                                          0,
			`var c = Command{Doc: "Leave a room."}`:                                         0,
			`func x() { h.Set("Vary", "Accept Encoding") }`:                                 0,
		},
		"app/ui/x.go": {
			`var b = el("button", "Send")`:                         1,
			`var s = "nobody is here"`:                             1,
			`var s = "Confab"`:                                     0,
			`func x() { el("div.row.is-own | role=list") }`:        0,
			`func x(k string) bool { return k == "ArrowDown" }`:    0,
			`func x() { host.Report("The page cannot be drawn") }`: 0,
			`var e = errors.New("nobody is there yet")`:            0,
			"type x struct { Name string `json:\"Name of it\"` }":  0,
		},
		"app/platform/x.go": {`var s = "Nobody is here"`: 0},
	} {
		for code, want := range codes {
			if got := spoken(planted(t, at, "package x\n"+code+"\n")); len(got) != want {
				t.Errorf("%s: %s: found %q, want %d", at, code, got, want)
			}
		}
	}
}
