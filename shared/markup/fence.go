package markup

import "strings"

// fenceMark is the shortest run of backquotes that begins a code block.
const fenceMark = "```"

// maxLanguage bounds the word behind a fence that is taken for the name of a language.
const maxLanguage = 32

// fence is the open code block.
type fence struct {
	open     bool
	mark     byte   // '`', or '$' around a formula
	run      int    // how many of them began it, and end it
	indent   int    // columns taken off each line
	typed    string // the opening line, to give it back if nothing follows
	language string
	body     gather
}

// backquotes counts those at the start of s.
func backquotes(s string) int { return runOf('`', s) }

// runOf counts how often a mark stands at the start of s.
func runOf(mark byte, s string) int {
	n := 0
	for n < len(s) && s[n] == mark {
		n++
	}
	return n
}

// findRun returns where the first run of at least n of a mark begins and ends, or -1.
func (p *parser) findRun(mark byte, start, end, n int) (int, int) {
	for start < end {
		at := strings.IndexByte(p.src[start:end], mark)
		if at < 0 {
			return -1, -1
		}
		start += at
		run := runOf(mark, p.src[start:end])
		p.steps += run
		if run >= n {
			return start, start + run
		}
		start += run
	}
	return -1, -1
}

// beginFence opens a code block if the line starts with one. A block that ends on its own line is
// complete at once, unless text follows it: then it is a code span in a paragraph.
func (p *parser) beginFence(c cursor, matched int) bool {
	run := backquotes(p.src[c.pos:c.end])
	if run < len(fenceMark) {
		return false
	}
	if at, after := p.findRun('`', c.pos+run, c.end, run); at >= 0 {
		code := strings.TrimSpace(p.src[c.pos+run : at])
		if code == "" || strings.TrimSpace(p.src[after:c.end]) != "" {
			return false
		}
		p.closeTo(matched)
		p.emit(Token{Kind: CodeBlock, Text: code})
		return true
	}
	p.closeTo(matched)
	p.openFence(c.pos, c.end, c.col)
	return true
}

// openFence opens a code block whose backquotes stand at pos. One word behind them names the
// language, anything else is the first line of the code.
func (p *parser) openFence(pos, end, indent int) {
	run := backquotes(p.src[pos:end])
	p.fence = fence{open: true, mark: '`', run: run, indent: indent, typed: p.src[pos:end], body: p.fence.body}
	word := strings.TrimSpace(p.src[pos+run : end])
	if isLanguage(word) {
		p.fence.language = word
	} else {
		p.fence.body.add(p.src, pos+run, end)
	}
}

func isLanguage(word string) bool {
	if len(word) > maxLanguage {
		return false
	}
	for i := 0; i < len(word); i++ {
		if !isAlnum(word[i]) && strings.IndexByte("+-#._", word[i]) < 0 {
			return false
		}
	}
	return true
}

// fenceInside finds backquotes that open a code block in the middle of a line: the last run, if the
// number of runs is odd. Else all of them belong to code spans within the line.
func (p *parser) fenceInside(start, end int) int {
	last, odd := -1, false
	for {
		at, after := p.findRun('`', start, end, len(fenceMark))
		if at < 0 {
			break
		}
		last, odd = at, !odd
		start = after
	}
	if !odd {
		return -1
	}
	return last
}

// fenceLine takes one line of an open code block. Whatever follows its end is a paragraph.
// Lines lose the indentation of the fence, or of the first line if that has less.
func (p *parser) fenceLine(c cursor) {
	if p.fence.body.lines == 0 {
		if pos, col := p.skipSpace(c); pos < c.end {
			p.fence.indent = min(p.fence.indent, col)
		}
	}
	start := p.dedent(c, p.fence.indent)
	at, after := p.findRun(p.fence.mark, start, c.end, p.fence.run)
	if at < 0 {
		p.fence.body.add(p.src, start, c.end)
		return
	}
	if strings.TrimSpace(p.src[start:at]) != "" {
		p.fence.body.add(p.src, start, at)
	}
	p.endFence(true)
	if strings.TrimSpace(p.src[after:c.end]) != "" {
		p.paragraphLine(after, c.end)
	}
}

// dedent skips at most n columns of blanks.
func (p *parser) dedent(c cursor, n int) int {
	for n > 0 && c.pos < c.end {
		p.steps++
		switch p.src[c.pos] {
		case ' ':
			n--
		case '\t':
			n -= 4
		default:
			return c.pos
		}
		c.pos++
	}
	return c.pos
}

// endFence emits the code block. One that was never closed and holds nothing is what was typed.
func (p *parser) endFence(closed bool) {
	f := &p.fence
	f.open = false
	lines := f.body.lines
	code := f.body.take(p.src)
	if !closed && lines == 0 {
		p.paragraph(strings.TrimRight(f.typed, " \t"))
		return
	}
	if !closed {
		code = strings.TrimRight(code, " \t\n")
	}
	p.emit(Token{Kind: CodeBlock, Text: code, Ref: f.language})
}
