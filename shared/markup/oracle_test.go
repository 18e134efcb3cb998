package markup

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	nethtml "golang.org/x/net/html"
	"pgregory.net/rapid"
)

// Where the dialect is plain CommonMark, it must read every text as goldmark does. The generators
// below write only such text; doc.go lists the differences they avoid.

var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Strikethrough, extension.Linkify, extension.Table, extension.TaskList),
	goldmark.WithRendererOptions(html.WithHardWraps()),
)

func TestSharedSubsetReadsAsCommonMark(t *testing.T) {
	for _, text := range []string{
		"a\nb\n\nc",
		"*a* **b** ***c*** _d_ __e__ ___f___ ~~g~~",
		"**a *b* c** *a **b** c* *a __b__ c*",
		"**a* *a** ***a** ***a* *a*** **a***",
		"*a **b* c** *a _b* c_ **a ~~b** c~~",
		"a*b*c a**b**c a_b_c a__b__c",
		"*a b *c d* e* **a b **c d** e**",
		"* a* *a * a * b _ a _ ** a **",
		"*(a)* (*a*) **a.** *a*. \"*a*\" *\"a\"*",
		"****a**** *****a***** **a**b** *a*b*",
		"`a` ``b`c`` `` ` `` ` d` `e ` `f",
		"`*a*` *`a*` `a\nb`",
		"\\*a* \\_b_ *c\\* \\`d`",
		"[a](http://b.c) [*a* b](http://b.c/d_(e)) [a]( <http://b.c> ) [a b](mailto:c@d.e)",
		"[a [b](http://c.d) e](http://f.g) [a](http://b.c [d] ](e)",
		"*[a*](http://b.c) [*a](http://b.c)*",
		"http://a.bc http://a.bc/d_e_f, (http://a.bc/d), (http://a.bc/d_(e)). http://a.bc/d?e=f&g#h",
		"**http://a.bc/** _http://a.bc_ www.a.bc",
		"<http://a.bc> <https://a.bc/d?e>",
		"> a\n> b\n>\n> c",
		"> a\n> > b\n> > c\n>\n> d",
		"a\n> b\n\nc",
		"- a\n- b\n\n- c\n\nd",
		"- a\n  b\n\n  c\n- d",
		"- a\n  - b\n  - c\n    - d\n- e",
		"1. a\n2. b\n   1. c\n3. d",
		"7) a\n8) b\n\n1. c",
		"- a\n* b\n- c",
		"a\n- b\n1. c",
		"> - a\n>   b\n> - c",
		"- > a\n  > b\n- c",
		"```go\na\n\n  b\n```\nc",
		"a\n```\n*b*\n```\nc",
		"````\n```\n````",
		"- a\n  ```\n  b\n    c\n  ```\n- d",
		"> ```\n> a\n> ```",
		"```\nnever closed",
		"# a\n## *b* ##\nc\n### d#\n\n#e",
		"> # a\n> b",
		"- # a\n  b\n- c",
		"| a | b |\n|---|--:|\n| c | *d* |",
		"a|b\n:-|:-:\nc|`d`\ne|f",
		"a\n| b |\n|---|\n| c |\n\nd",
		"| a | b |\n|---|---|\n| c |\n",
		"| a | b |\n|---|\n| c | d |",
		"| a |\n|---|\n| b\\|c `d\\|e` |",
		"> | a |\n> |---|\n> | b |\n\nc",
		"- | a |\n  |---|\n  | b |\n- c",
		"| a |\n|---|\n- b",
		"| a |\n|---|\n# b",
		"| a |\n|---|\n> b",
		"- [ ] a\n- [x] *b*\n  c\n- d",
		"1. [ ] a\n   - [x] b",
	} {
		if ours, theirs := canonical(text), oracle(t, text); ours != theirs {
			t.Errorf("%q\n   ours %s\n theirs %s", text, ours, theirs)
		}
	}
}

func TestGeneratedSubsetReadsAsCommonMark(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(blocks(2).Draw(t, "blocks"), "\n")
		if ours, theirs := canonical(text), oracle(t, text); ours != theirs {
			t.Fatalf("%q\n   ours %s\n theirs %s", text, ours, theirs)
		}
	})
}

// atoms make a line. Words have no digits, for 2*3; brackets have blanks around them, for f_(x);
// addresses have a blank behind them, since goldmark ends them sooner, and no open [ before them,
// where it does not look for them.
var atoms = []string{
	"word", "a", "é", "snake_case", " ", " ", " ", "*", "*", "**", "***", "_", "__", "~~", ". ", ", ", " (", ") ", "! ",
	"`x y`", "``x`y``", "`", "\\*", "\\_", "[x y]", "]", "[label](http://a.bc/d)", "[*label* x](https://a.bc/d(e)f)",
	" http://a.bc/d ", " (http://a.bc/d_(e)) ", " http://a.bc/d, ", " www.a.bc ", "🎉", "“", "”",
}

func textLine() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		least := rapid.SampledFrom([]int{0, 5, 12}).Draw(t, "least")
		line := "w" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(atoms), least, 20).Draw(t, "atoms"), "")
		for strings.Contains(line, fenceMark) {
			line = strings.ReplaceAll(line, fenceMark, "``")
		}
		return strings.TrimSpace(line)
	})
}

// blocks returns lines; nested ones up to depth.
func blocks(depth int) *rapid.Generator[[]string] {
	return rapid.Custom(func(t *rapid.T) []string {
		var lines []string
		for i := range rapid.IntRange(1, 3).Draw(t, "count") {
			kinds := 4
			if depth > 0 {
				kinds = 7
			}
			kind := rapid.IntRange(0, kinds-1).Draw(t, "kind")
			if i > 0 {
				lines = append(lines, "")
			}
			switch kind {
			case 0:
				lines = append(lines, rapid.SliceOfN(textLine(), 1, 3).Draw(t, "paragraph")...)
			case 1:
				lines = append(lines, "```go", "code *x* ", "", "  [y](z)", "```")
			case 2:
				level := rapid.SampledFrom([]string{"# ", "### ", "###### "}).Draw(t, "level")
				lines = append(lines, level+textLine().Draw(t, "heading"))
			case 3:
				lines = append(lines, tableLines().Draw(t, "table")...)
			case 4:
				for _, line := range blocks(depth-1).Draw(t, "quoted") {
					lines = append(lines, strings.TrimRight("> "+line, " "))
				}
			default:
				lines = append(lines, list(depth, kind == 6).Draw(t, "list")...)
			}
		}
		return lines
	})
}

// tableLines returns a table whose rows have all cells. Code spans are closed in their cell.
func tableLines() *rapid.Generator[[]string] {
	return rapid.Custom(func(t *rapid.T) []string {
		columns := rapid.IntRange(1, 4).Draw(t, "columns")
		row := func(cell *rapid.Generator[string]) string {
			return "| " + strings.Join(rapid.SliceOfN(cell, columns, columns).Draw(t, "cells"), " | ") + " |"
		}
		lines := []string{row(textLine()), row(rapid.SampledFrom([]string{"---", ":-", ":-:", "-:"}))}
		for range rapid.IntRange(0, 3).Draw(t, "rows") {
			lines = append(lines, row(textLine()))
		}
		return lines
	})
}

func list(depth int, ordered bool) *rapid.Generator[[]string] {
	return rapid.Custom(func(t *rapid.T) []string {
		marker := rapid.SampledFrom([]string{"- ", "* "}).Draw(t, "bullet")
		n := rapid.SampledFrom([]int{1, 1, 3, 12, 98}).Draw(t, "start")
		var lines []string
		for range rapid.IntRange(1, 3).Draw(t, "items") {
			if ordered {
				marker = strconv.Itoa(n) + ". "
				n++
			}
			item := rapid.SliceOfN(textLine(), 1, 2).Draw(t, "item")
			if rapid.Bool().Draw(t, "more") {
				item = append(append(item, ""), blocks(depth-1).Draw(t, "nested")...)
			}
			box := rapid.SampledFrom([]string{"", "", "[ ] ", "[x] "}).Draw(t, "box")
			lines = append(lines, marker+box+item[0])
			for _, line := range item[1:] {
				lines = append(lines, strings.TrimRight(strings.Repeat(" ", len(marker))+line, " "))
			}
		}
		return lines
	})
}

// form writes what both parsers understood in one way: blocks in parentheses, and before each
// piece of text the styles it has.
type form struct {
	b      strings.Builder
	styles [3]int // bold, italic, strike
	href   string
	last   string // the styles of the text before
	blank  bool
	para   bool
}

// lineStart stands for the styles at the start of a line, where blanks mean nothing.
const lineStart = "^"

func (f *form) block(name string) { f.endPara(); f.b.WriteString("(" + name + " ") }
func (f *form) end()              { f.endPara(); f.b.WriteString(")") }

func (f *form) startPara() {
	if !f.para {
		f.b.WriteString("(p ")
		f.para, f.last, f.blank = true, lineStart, false
	}
}

func (f *form) endPara() {
	if f.para {
		f.b.WriteString(")")
		f.para = false
	}
}

func (f *form) lineBreak() { f.b.WriteString("|"); f.blank, f.last = false, lineStart }

func (f *form) text(s, code string) {
	for _, r := range s {
		if code == "" && strings.ContainsRune(" \t\n", r) {
			f.blank = f.last != lineStart
			continue
		}
		f.startPara()
		style := code
		for i, n := range f.styles {
			if n > 0 {
				style += "bis"[i : i+1]
			}
		}
		if f.href != "" {
			style += "<" + f.href + ">"
		}
		if style != f.last {
			f.b.WriteString("{" + style + "}")
			f.last = style
		}
		if f.blank {
			f.b.WriteByte(' ')
			f.blank = false
		}
		f.b.WriteRune(r)
	}
}

// standing is where the text of a cell stands, 0 for other tokens.
func standing(t Token) int {
	if t.Kind == Cell {
		return t.N
	}
	return Anywhere
}

func canonical(text string) string {
	var f form
	for _, t := range Parse(text).Tokens {
		switch t.Kind {
		case Text, Mention, Emoji:
			f.text(t.Text, "")
		case CodeSpan:
			f.text(t.Text, "c")
		case LineBreak:
			f.lineBreak()
		case Bold, Italic, Strike:
			if t.End {
				f.styles[t.Kind-Bold]--
			} else {
				f.styles[t.Kind-Bold]++
			}
		case Link:
			f.href = sameScheme(t.Ref)
		case Paragraph:
			f.endPara()
		case Heading, Table, Row, Cell:
			if t.End {
				f.end()
			} else {
				f.block(map[Kind]string{Heading: "h", Table: "table", Row: "tr", Cell: "td"}[t.Kind] + [...]string{"", "l", "c", "r"}[standing(t)])
			}
		case CodeBlock:
			f.block("pre " + t.Ref + " " + strconv.Quote(t.Text))
			f.end()
		default:
			if t.End {
				f.end()
			} else {
				f.block([]string{"q", "l" + strconv.Itoa(t.N), "li" + t.Ref}[t.Kind-Quote])
			}
		}
	}
	f.endPara()
	return f.b.String()
}

// sameScheme undoes that we take www. for https and goldmark for http.
func sameScheme(url string) string {
	return strings.Replace(url, "https://www.", "http://www.", 1)
}

func oracle(t interface{ Fatal(...any) }, text string) string {
	var out bytes.Buffer
	if err := markdown.Convert([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	root, err := nethtml.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	var f form
	f.children(root)
	f.endPara()
	return f.b.String()
}

func (f *form) children(n *nethtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.node(c)
	}
}

func (f *form) node(n *nethtml.Node) {
	if n.Type == nethtml.TextNode {
		f.text(n.Data, "")
		return
	}
	attr := func(key string) string {
		for _, a := range n.Attr {
			if a.Key == key {
				return a.Val
			}
		}
		return ""
	}
	style := map[string]int{"strong": 0, "em": 1, "del": 2}
	switch n.Data {
	case "strong", "em", "del":
		f.styles[style[n.Data]]++
		f.children(n)
		f.styles[style[n.Data]]--
	case "a":
		f.href = sameScheme(attr("href"))
		f.children(n)
		f.href = ""
	case "br":
		f.lineBreak()
	case "code":
		if n.FirstChild != nil {
			f.text(n.FirstChild.Data, "c")
		}
	case "pre":
		code := n.FirstChild
		language, _ := strings.CutPrefix(classOf(code), "language-")
		body := ""
		if code.FirstChild != nil {
			body = strings.TrimSuffix(code.FirstChild.Data, "\n")
		}
		f.block("pre " + language + " " + strconv.Quote(body))
		f.end()
	case "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th":
		name := map[byte]string{'h': "h", 'a': "table", 'r': "tr", 'd': "td"}[n.Data[1]]
		switch {
		case n.Data == "th":
			name = "td"
		case n.Data[0] == 'h':
			name = "h"
		}
		if at := attr("style"); at != "" {
			name += at[len("text-align:") : len("text-align:")+1]
		}
		f.block(name)
		f.children(n)
		f.end()
	case "p":
		f.endPara()
		f.children(n)
		f.endPara()
	case "blockquote", "ul", "ol", "li":
		name := map[string]string{"blockquote": "q", "ul": "l-1", "ol": "l1", "li": "li"}[n.Data]
		if start := attr("start"); start != "" {
			name = "l" + start
		}
		if box := boxOf(n); n.Data == "li" && box != "" {
			name += box
		}
		f.block(name)
		f.children(n)
		f.end()
	default:
		f.children(n)
	}
}

// boxOf returns what Ref is for the item of a task.
func boxOf(li *nethtml.Node) string {
	for c := li.FirstChild; c != nil; c = c.NextSibling {
		if c.Data == "p" {
			c = c.FirstChild
		}
		if c.Data != "input" {
			continue
		}
		for _, a := range c.Attr {
			if a.Key == "checked" {
				return "x"
			}
		}
		return " "
	}
	return ""
}

func classOf(n *nethtml.Node) string {
	for _, a := range n.Attr {
		if a.Key == "class" {
			return a.Val
		}
	}
	return ""
}
