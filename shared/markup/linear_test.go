package markup

import (
	"strings"
	"testing"
)

// stepsPerByte is what the parser may do for each byte of the worst text. A sentence takes one
// to two, the worst text known four.
const stepsPerByte = 12

// size is the length of the longest message (16 KiB).
const size = 16 << 10

// pathological are texts that make careless parsers take quadratic time or run out of stack.
var pathological = []struct{ story, unit string }{
	{"stars", "*"},
	{"underscores", "_"},
	{"tildes", "~~"},
	{"star, letter", "*a "},
	{"letter, star", "a* "},
	{"star, letter, without blanks", "*a"},
	{"underscore, letter", "_a"},
	{"two kinds", "*a _b "},
	{"openers, other closers", "*a **b _c __d~~"},
	{"closers of every length", "a* a** a*** b_ b__ "},
	{"strong openers, weak closers", "**a*"},
	{"triples", "a***b"},
	{"opening brackets", "["},
	{"closing brackets", "]"},
	{"bracket pairs", "[]"},
	{"empty destinations", "[a]("},
	{"unfinished links", "[a](http://b"},
	{"unfinished links with parentheses", "[a](http://b("},
	{"unfinished angle links", "[a](<http://b"},
	{"links", "[a](http://b.c)"},
	{"brackets before a link", "[[[[a](http://b.c)"},
	{"links with emphasis", "*[*a](http://b.c)"},
	{"backquotes", "`"},
	{"growing backquotes", "`a``b```c````d"},
	{"unpaired spans", "`a "},
	{"fences", "```\n"},
	{"fences in lines", "a ```\n"},
	{"fences with text", "```a\nb``` c\n"},
	{"quotes", ">"},
	{"spaced quotes", "> "},
	{"lines of quotes", "> > > > > a\n"},
	{"list markers", "- "},
	{"numbers", "1. "},
	{"lines of list markers", "- a\n"},
	{"nesting", "- a\n  - b\n    - c\n      - d\n"},
	{"bars", "|"},
	{"pairs of bars", "||"},
	{"spoilers that begin", "||a "},
	{"spoilers that end", "a|| "},
	{"spoilers", "||a|| "},
	{"emphasis across spoilers", "*a ||b* c||"},
	{"cells", "|a"},
	{"cells in lines", "|a|b|c\n"},
	{"rules", "|-|\n"},
	{"rules of columns", "|:-:|-:|:-\n"},
	{"tables", "|a|b|\n|-|-|\n\n"},
	{"heads and rules that differ", "|a|b|\n|-|-|-|\n"},
	{"empty rows", "|a|b|c|d\n|-|-|-|-|\n|\n|\n|\n|\n"},
	{"escaped bars", "\\|"},
	{"code in cells", "|`a``|`b`"},
	{"headings", "# a\n"},
	{"marks of headings", "#"},
	{"headings of marks", "# # # #\n"},
	{"tasks", "- [ ] a\n"},
	{"boxes", "- [ ] "},
	{"dollars", "$"},
	{"pairs of dollars", "$$a "},
	{"formulas", "$$a$$"},
	{"lines of dollars", "$$\n"},
	{"formulas in lines", "$$\na\n$$ b\n"},
	{"blanks", " "},
	{"tabs", "\t"},
	{"blank lines", "\n"},
	{"indented blank lines", "  \n"},
	{"indented list", "- a\n          \n"},
	{"at signs", "@"},
	{"handles", "@a"},
	{"handles of dots", "@a."},
	{"colons", ":"},
	{"names", ":a"},
	{"names without end", ":aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
	{"emoji", ":tada:"},
	{"schemes", "http://"},
	{"schemes with brackets", "http://("},
	{"hosts", "http://a"},
	{"parentheses behind an address", "http://a)"},
	{"addresses", "http://a.b "},
	{"www", "www."},
	{"www in brackets", "(www.a"},
	{"mailto", "mailto:"},
	{"mailto with names", "mailto:a"},
	{"mailto with at signs", "mailto:a@"},
	{"angles", "<"},
	{"angle addresses", "<http://a"},
	{"backslashes", "\\"},
	{"escapes", "\\*"},
	{"long words", "a"},
	{"Chinese", "陈"},
	{"combining marks", "\u0301"},
	{"joiners", "\u200d"},
	{"flags", "🇩"},
	{"bad bytes", "\xff"},
	{"carriage returns", "\r"},
}

func TestTimeIsLinear(t *testing.T) {
	shapes := []struct{ before, after string }{{"", ""}, {"", "*_~~)]>`"}, {"[", "](http://a.b)"}, {"> - ", "```"},
		{"|a|b|c|\n|-|-|-|\n", "||$$\n$$"}, {"|a|\n|-|\n|", "|"}}
	for _, p := range pathological {
		t.Run(p.story, func(t *testing.T) {
			for _, shape := range shapes {
				few := stepsOf(t, shape.before+strings.Repeat(p.unit, size/4/len(p.unit))+shape.after)
				many := stepsOf(t, shape.before+strings.Repeat(p.unit, size/len(p.unit))+shape.after)
				if few > 1000 && many > 5*few {
					t.Errorf("%q…%q: four times the text, %.1f times the steps", shape.before, shape.after, float64(many)/float64(few))
				}
			}
		})
	}
}

func stepsOf(t *testing.T, text string) int {
	t.Helper()
	doc, steps := parse(text)
	if most := stepsPerByte * len(text); steps > most {
		t.Errorf("%.20q…: %d steps a byte", text, steps/len(text))
	}
	if err := checkNesting(doc); err != nil {
		t.Errorf("%.20q…: %v", text, err)
	}
	return steps
}
func TestTokensAreBounded(t *testing.T) {
	for _, p := range pathological {
		text := strings.Repeat(p.unit, size/len(p.unit))
		if n := len(Parse(text).Tokens); n > 3*maxTokens {
			t.Errorf("%s: %d tokens", p.story, n)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"sentence", "Read it twice, no notes. Sending it to the printers would be a kindness to everyone."},
		{"markup", "Hi @nora, **look** at `main.go`: https://example.org/a_(b), it is *much* better :tada:\n> than before\n- one\n- two"},
		{"code", "This is it:\n```go\n" + strings.Repeat("\tif err != nil { return err }\n", 20) + "```"},
		{"16 KiB of prose", strings.Repeat("It was *the* best of times, it was the worst of times. ", size/55)},
		{"16 KiB of stars", strings.Repeat("*a ", size/3)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(c.text)
			}
		})
	}
}
