package web

import (
	"os"
	"strings"
	"testing"
)

func TestSqueezeKeepsEveryMeaning(t *testing.T) {
	for _, test := range []struct{ name, css, want string }{
		{"indentation and empty lines", "a {\n\n  color: red;\r\n}\n", "a {\ncolor: red;\n}\n"},
		{"a comment line", "/* why */\na{}", "a{}"},
		{"a comment between words", "margin: 0/* x */1px;", "margin: 0 1px;"},
		{"a comment's signs in a string", `a { content: "/* no */"; }`, `a { content: "/* no */"; }`},
		{"an escaped quote in a string", `a { content: "\"/*"; } /* b */`, `a { content: "\"/*"; }  `},
		{"an unclosed comment", "a{}/* b", "a{}"},
		{"an unclosed string", `a { content: "x`, `a { content: "x`},
	} {
		if got := string(squeeze([]byte(test.css))); got != test.want {
			t.Errorf("%s: %q becomes %q, want %q", test.name, test.css, got, test.want)
		}
	}
}

// The order of the layers decides which rule wins. A sheet that forgets to declare it would change
// it by the accident of being read first.
func TestEverySheetDeclaresTheLayers(t *testing.T) {
	const order = "@layer reset, tokens, base, layout, components, utilities, preferences;"
	for _, name := range sheets {
		sheet, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(sheet), order) {
			t.Errorf("%s does not begin with %q", name, order)
		}
	}
}
