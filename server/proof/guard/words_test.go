package guard

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// wordRule forbids what can be recognised in one node of the syntax.
type wordRule struct {
	what   string // what is forbidden
	why    string
	in     string   // the one package that the rule is about, "" for all
	except []string // packages or files where it is right
	beside string   // a file that imports this may do it
	tests  bool     // it holds for _test.go files
	code   bool     // it holds for other files
	found  func(ast.Node) bool
}

var postponed = regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b`)

var wordRules = []wordRule{
	{
		what: "a postponed thing", tests: true, code: true,
		why: "it is done now or written into an issue; in the source nobody looks for it",
		found: func(n ast.Node) bool {
			comment, ok := n.(*ast.Comment)
			return ok && postponed.MatchString(comment.Text)
		},
	}, {
		what: "time.Sleep", tests: true, beside: "testing/synctest", // where it moves a clock of the test's own
		why: "a test that sleeps is slow when all is well and fails when the machine is busy; wait for the event, or use " +
			"testing/synctest",
		found: func(n ast.Node) bool { return isCall(n, []string{"time"}, []string{"Sleep"}) },
	}, {
		what: "a skipped test", tests: true,
		why:   "a test that does not run proves nothing and looks as if it did",
		found: func(n ast.Node) bool { return isCall(n, testNames, []string{"Skip", "Skipf", "SkipNow"}) },
	}, {
		what: "unescaped HTML", code: true, except: []string{"shared/rowhtml", "app/ui/icon.go", "app/platform/rows_js.go"},
		why:   "text becomes mark-up in one place, whose builder can only escape; everywhere else it becomes nodes",
		found: func(n ast.Node) bool { return isCall(n, []string{"app"}, []string{"Raw"}) || isHTMLProperty(n) },
	}, {
		what: "an inline style", code: true,
		why:   "the content security policy refuses style attributes; use a class and a token",
		found: func(n ast.Node) bool { return isStyleAttribute(n) },
	}, {
		what: "a part of go-app that the browser's copy of it lacks", code: true, in: "app/ui",
		why: "states, storage and notifications would bring encoding/json, crypto and uuid, 150 kB of brotli; use app/state and " +
			"app/platform",
		found: func(n ast.Node) bool { return isMethodCall(n, leftOutOfGoApp) },
	}, {
		what: "a way out of the server's own", code: true,
		except: []string{
			"server/egress",               // the way out
			"server/console",              // to this server's own socket file
			"app/engine/dial",             // the engine's, outside a browser: of tests, benchmarks and bots
			"server/certs/...",            // to the certificate authority that the admin named, and this server's own addresses
			"server/cli/doctor_domain.go", // to the domain that whoever runs the command typed
			"server/bench/...",            // to the server under load
			"server/e2e/...",              // to the servers of a test
			"server/proof/...",            // to those that tests start
		},
		why: "where somebody else chose the address, the server must not be led to what only it can reach: server/egress looks at " +
			"the address that is dialled, and bounds the rest",
		found: isDialling,
	},
}

// dialling are the ways to the outside of the standard library, by package.
var dialling = map[string][]string{
	"net":  {"Dial", "DialTimeout", "DialTCP", "DialUDP", "DialIP", "DialUnix", "Dialer"},
	"tls":  {"Dial", "DialWithDialer", "Dialer"},
	"http": {"Get", "Head", "Post", "PostForm", "Client", "DefaultClient", "Transport", "DefaultTransport"},
	"smtp": {"Dial", "SendMail"},
	"rpc":  {"Dial", "DialHTTP", "DialHTTPPath"},
}

// isDialling tells whether a node names one of them.
func isDialling(n ast.Node) bool {
	selector, ok := n.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	of, ok := selector.X.(*ast.Ident)
	return ok && slices.Contains(dialling[of.Name], selector.Sel.Name)
}

// leftOutOfGoApp are the methods of go-app's Context that compile and fail, see web/build/standin.
var leftOutOfGoApp = []string{
	"SetState", "GetState", "DelState", "ObserveState", "LocalStorage", "SessionStorage", "DeviceID", "Encrypt", "Decrypt", "Notifications",
}

// testNames are the names under which tests, benchmarks and fuzz targets know their state.
var testNames = []string{"t", "b", "f", "tb", "rt", "tt"}

// htmlProperties are the ways of the browser to parse mark-up.
var htmlProperties = []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "createContextualFragment"}

// isCall tells whether a node calls one of the names on one of the receivers.
func isCall(n ast.Node, receivers, names []string) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	on, ok := selector.X.(*ast.Ident)
	return ok && matches(on.Name, receivers) && matches(selector.Sel.Name, names)
}

// isMethodCall tells whether a node calls a method, of whatever it may be, by one of the names.
func isMethodCall(n ast.Node, names []string) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	return ok && matches(selector.Sel.Name, names)
}

func isHTMLProperty(n ast.Node) bool {
	literal, ok := n.(*ast.BasicLit)
	return ok && literal.Kind == token.STRING && matches(strings.Trim(literal.Value, "`\""), htmlProperties)
}

// isStyleAttribute recognises go-app's Style(key, value) and Styles(map) in a chain of attributes.
func isStyleAttribute(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	_, chained := selector.X.(*ast.CallExpr)
	return chained && ((selector.Sel.Name == "Style" && len(call.Args) >= 2) || (selector.Sel.Name == "Styles" && len(call.Args) == 1))
}

// broken returns where a file breaks the rule, one line each.
func (r wordRule) broken(file source) []string {
	if (file.test && !r.tests) || (!file.test && !r.code) || matches(file.dir, r.except) || matches(file.path, r.except) {
		return nil
	}
	if r.in != "" && file.dir != r.in {
		return nil
	}
	if r.beside != "" && slices.Contains(file.imports(), r.beside) {
		return nil
	}
	var lines []string
	check := func(n ast.Node) bool {
		if n != nil && r.found(n) {
			lines = append(lines, fmt.Sprintf("%s:%d: %s\n\tbecause: %s", file.path, file.line(n.Pos()), r.what, r.why))
		}
		return true
	}
	ast.Inspect(file.syntax, check)
	for _, group := range file.syntax.Comments {
		for _, comment := range group.List {
			check(comment)
		}
	}
	return lines
}

func TestWords(t *testing.T) {
	for _, file := range tree(t) {
		if file.dir == "server/proof/guard" {
			continue // the rules themselves name what they forbid
		}
		for _, rule := range wordRules {
			for _, line := range rule.broken(file) {
				t.Error(line)
			}
		}
	}
}

// ownMarkup is the script that keeps what the page showed, as mark-up, and shows it again.
const ownMarkup = "web/first.js"

// Scripts, styles and texts are not parsed, so their lines are read.
func TestWordsInOtherFiles(t *testing.T) {
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := rel(name)
		if entry.IsDir() && ignored(at) && at != ".ci" {
			return filepath.SkipDir
		}
		if entry.IsDir() || !matches(filepath.Ext(at), []string{".js", ".css", ".html", ".sql", ".md", ".sh", ".yaml"}) {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(content), "\n") {
			if postponed.MatchString(line) {
				t.Errorf("%s:%d: a postponed thing\n\tbecause: %s", at, i+1, wordRules[0].why)
			}
			for _, property := range htmlProperties {
				if strings.HasSuffix(at, ".js") && at != ownMarkup && strings.Contains(line, property) {
					t.Errorf("%s:%d: %s\n\tbecause: text becomes mark-up in one place only, and that is not here", at, i+1, property)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWordRulesFindWhatTheyForbid(t *testing.T) {
	for code, at := range map[string]string{
		"// TODO: later":                                   "server/chat/send.go",
		"func x() { time.Sleep(1) }":                       "server/chat/send_test.go",
		"func x() { t.Skip() }":                            "server/chat/send_test.go",
		"func x() { b.Skipf(\"\") }":                       "server/chat/send_test.go",
		"func x() { app.Raw(text) }":                       "app/ui/message.go",
		"func x() { node.Set(\"innerHTML\", text) }":       "app/platform/dom_js.go",
		"func x() { app.Div().Style(\"color\", \"red\") }": "app/ui/message.go",
		"func x() { http.Get(address) }":                   "server/preview/page.go",
		"func x() { c := http.Client{} }":                  "server/push/send.go",
		"var d net.Dialer":                                 "server/webhook/send.go",
		"func x() { ctx.SetState(\"draft\", text) }":       "app/ui/message.go",
	} {
		file := planted(t, at, "package x\n"+code+"\n")
		found := 0
		for _, rule := range wordRules {
			found += len(rule.broken(file))
		}
		if found != 1 {
			t.Errorf("%d rules forbid %q in %s, want 1", found, code, at)
		}
	}
	for code, at := range map[string]string{
		"func x() { time.Sleep(1) }":    "server/chat/send.go",
		"func x() { lipgloss.Style() }": "server/chat/send.go",
		"// todo lists are rendered":    "shared/markup/list.go",
	} {
		file := planted(t, at, "package x\n"+code+"\n")
		for _, rule := range wordRules {
			for _, line := range rule.broken(file) {
				t.Error(line)
			}
		}
	}
}
