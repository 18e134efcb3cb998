package markup

import (
	"strings"
	"unicode/utf8"
)

// maxTokens limits the work of rendering one message. Markup beyond it is plain text.
const maxTokens = 4000

// Parse reads the text of a message. It never fails: what is not markup is text, and bytes that
// are not UTF-8 are replaced by U+FFFD. The time it takes is linear in the length of text.
func Parse(text string) Doc {
	doc, _ := parse(text)
	return doc
}

// parse also tells how many steps were taken, for the tests that bound them.
func parse(text string) (Doc, int) {
	var p parser
	doc := p.parse(text)
	return doc, p.steps
}

func (p *parser) parse(text string) Doc {
	p.src, p.tokens = normalise(text), make([]Token, 0, 4) // a sentence is three tokens
	p.lastFence, p.lastMath = strings.LastIndex(p.src, fenceMark), strings.LastIndex(p.src, mathMark)
	for start := 0; start < len(p.src); {
		if len(p.tokens) >= maxTokens && !p.fence.open {
			p.closeTo(0)
			p.para.add(p.src, start, len(p.src))
			break
		}
		end := len(p.src)
		if n := strings.IndexByte(p.src[start:], '\n'); n >= 0 {
			end = start + n
		}
		p.line(start, end)
		start = end + 1
	}
	p.closeTo(0)
	p.root.settle(p.tokens)
	if len(p.tokens) == 0 {
		return Doc{}
	}
	return Doc{Tokens: p.tokens}
}

// normalise makes the two assumptions of the parser true: UTF-8, and lines that end in LF.
func normalise(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r\n", "\n")
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return text
}

// parser holds one run of Parse. Blocks are recognised line by line; the text of a paragraph is
// handed to the inline scanner when the paragraph is complete.
//
// Here and in the scanner, what is called from many places and appends is not inlined, for the
// size of the download.
type parser struct {
	src    string
	tokens []Token
	steps  int

	stack []container // open quotes and items, outermost first
	root  tally       // paragraphs directly in the document
	para  gather      // the open paragraph, if para.lines > 0
	fence fence       // the open code block
	table table       // the open table
	tasks []int       // where src says whether the tasks are done

	lastFence, lastMath int // where the last three backquotes and the last two dollars of src begin, or -1
	inline              inline
}

//go:noinline
func (p *parser) emit(t Token) { p.tokens = append(p.tokens, t) }

// gather collects the lines of one leaf. As long as they lie next to each other in the source
// the result is a substring of it; a quote mark or indentation between them makes it a copy.
type gather struct {
	start, end int
	buf        []byte
	copied     bool
	lines      int

	lastStart, lastEnd int // the last line
	before             int // end, or the length of buf, without it
}

//go:noinline
func (g *gather) add(src string, start, end int) {
	switch {
	case g.lines == 0:
		g.start, g.end = start, end
	case !g.copied && g.end+1 == start:
		g.before = g.end
		g.end = end
	default:
		if !g.copied {
			g.buf = append(g.buf[:0], src[g.start:g.end]...)
			g.copied = true
		}
		g.before = len(g.buf)
		g.buf = append(g.buf, '\n')
		g.buf = append(g.buf, src[start:end]...)
	}
	g.lines++
	g.lastStart, g.lastEnd = start, end
}

// dropLast takes the last line out again.
func (g *gather) dropLast() {
	switch g.lines--; {
	case g.lines == 0:
		*g = gather{buf: g.buf[:0]}
	case g.copied:
		g.buf = g.buf[:g.before]
	default:
		g.end = g.before
	}
}

// take returns what was collected and starts anew.
func (g *gather) take(src string) string {
	text := src[g.start:g.end]
	if g.copied {
		text = string(g.buf)
	}
	*g = gather{buf: g.buf[:0]}
	return text
}

// tally counts the paragraphs directly inside one container, to mark a lone one.
type tally struct {
	first int // index of the token
	count int
}

func (t *tally) add(index int) {
	if t.count == 0 {
		t.first = index
	}
	t.count++
}

func (t *tally) settle(tokens []Token) {
	if t.count == 1 {
		tokens[t.first].Lone = true
	}
}
