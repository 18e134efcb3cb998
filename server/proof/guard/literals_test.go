package guard

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"testing"
)

// speaking are the packages of the server in which people are spoken to. Those of the
// page have words everywhere, so that fewer of their literals are let pass:
// saidByText.
var speaking = []string{"server/chat", "server/hub", "server/auth", "server/auth/password", "server/httpapi", "server/webui"}

// served is a text of words, as people write them: a capital letter first, and then
// a blank between letters.
var served = regexp.MustCompile(`^[A-Z][^{}<>=\n]*[a-z,’'] [A-Za-z]`)

// toMachines are files whose texts of several words nobody reads as they stand.
var toMachines = map[string]string{
	"server/httpapi/describe.go": "the description of the API, in English like its fields",
	"server/httpapi/asyncapi.go": "the description of the socket",
	"server/auth/device.go":      "a device's name is kept with its session, as it was when it signed in",
}

// spoken returns the sentences in a file's code. What is logged, panicked with or
// documented is not said to people.
func spoken(file source) []string {
	if file.test || file.generated || !matches(file.dir, speaking) || toMachines[file.path] != "" {
		return nil
	}
	var lines []string
	ast.Inspect(file.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			return !isForPrograms(n)
		case *ast.Field: // a tag
			return false
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Doc" {
				return false // of a command, for the description of the API
			}
		case *ast.BasicLit:
			if n.Kind != token.STRING {
				return true
			}
			if text, err := strconv.Unquote(n.Value); err == nil && served.MatchString(text) {
				lines = append(lines, fmt.Sprintf("%s:%d: %q", file.path, file.line(n.Pos()), text))
			}
		}
		return true
	})
	return lines
}

// isForPrograms reports whether a call speaks to whoever runs or writes the program.
func isForPrograms(call *ast.CallExpr) bool {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name == "panic"
	case *ast.SelectorExpr:
		of, _ := f.X.(*ast.Ident)
		if of != nil && (of.Name == "errors" || of.Name == "fmt" && f.Sel.Name == "Errorf") {
			return true
		}
		return matches(f.Sel.Name, []string{
			"Debug", "Info", "Warn", "Error", "ErrorContext", "WarnContext", "Panic", "Report", "Survive", "Set", "Add",
		})
	}
	return false
}

func TestSentencesOfTheServerAreInTheCatalogue(t *testing.T) {
	for _, file := range tree(t) {
		for _, line := range spoken(file) {
			t.Errorf("%s\n\tbecause: it cannot be said in another language; put it into shared/text/en.json, "+
				"and run go generate ./shared/text", line)
		}
	}
	for path := range toMachines {
		if !matches(path, sourcePaths(t)) {
			t.Errorf("%s is not there: take it out of the list", path)
		}
	}
}

func sourcePaths(t *testing.T) (paths []string) {
	for _, file := range tree(t) {
		paths = append(paths, file.path)
	}
	return paths
}

func TestSentencesInTheServersCodeAreFound(t *testing.T) {
	for code, want := range map[string]int{
		`func x() error { return wire.Fail(wire.CodeInvalid, "You may not do that.") }`: 1,
		`var e = notice{Heading: "Nothing here"}`:                                       1,
		`func x() { say("Replying to " + name) }`:                                       1,
		`func x() { log.Warn("The lock is gone", "error", err) }`:                       0,
		`func x() { panic("This cannot be") }`:                                          0,
		`var e = errors.New("Not for people")`:                                          0,
		`var c = Command{Doc: "Leave a room."}`:                                         0,
		`func x() { h.Set("Vary", "Accept Encoding") }`:                                 0,
	} {
		if got := spoken(planted(t, "server/chat/x.go", "package chat\n"+code+"\n")); len(got) != want {
			t.Errorf("%s: found %q, want %d", code, got, want)
		}
	}
}
