package web

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
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

// The order of the layers decides which rule wins. A sheet that came before they are declared would
// change it by the accident of being read first.
func TestTheLayersAreDeclaredFirst(t *testing.T) {
	style, err := readStyle(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	const order = "@layer reset, tokens, base, layout, components, utilities, preferences;"
	if !strings.HasPrefix(string(style), order) || strings.Count(string(style), order) != 1 {
		t.Errorf("the style begins with %q, not once with %q", style[:min(len(style), 100)], order)
	}
}

// ".toast .btn" and ".btn:hover" weigh the same, so the later one wins.
func TestAtomsComeBeforeWhatHoldsThem(t *testing.T) {
	names, err := sheets(fstest.MapFS{"css/app.css": {}, "css/zebra.css": {}, "css/btn.css": {}, "css/base.css": {}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"css/tokens.css", "css/base.css", "css/btn.css", "css/app.css", "css/zebra.css"}
	at := -1
	for _, name := range want {
		next := slices.Index(names, name)
		if next <= at {
			t.Fatalf("%s does not come in the order of %q: %q", name, want, names)
		}
		at = next
	}
}
