package markup

import "strings"

// mathMark stands around a formula in TeX, which is shown as code.
const mathMark = "$$"

// beginMath takes a line that is a formula, or opens a code block if the line is nothing but the mark and there is
// another one.
func beginMath(p *parser, c cursor, matched int) bool {
	rest, ok := strings.CutPrefix(p.src[c.pos:c.end], mathMark)
	if !ok {
		return false
	}
	p.steps += len(rest)
	rest = strings.TrimSpace(rest)
	if rest == "" && p.lastMath >= c.end {
		p.closeTo(matched)
		p.fence = fence{open: true, mark: '$', run: len(mathMark), indent: c.col, typed: mathMark, language: "tex", body: p.fence.body}
		return true
	}
	code, ok := strings.CutSuffix(rest, mathMark)
	if code = strings.TrimSpace(code); !ok || code == "" || strings.Contains(code, mathMark) || code[len(code)-1] == '$' {
		return false
	}
	p.closeTo(matched)
	p.emit(Token{Kind: CodeBlock, Text: code, Ref: "tex"})
	return true
}

// math takes a formula within a line: two dollars, and two others before which there is no blank.
func (in *inline) math(i int) int {
	run := runOf('$', in.s[i:])
	in.steps += run
	start := i + run
	if run != len(mathMark) || start == len(in.s) || isBlank(in.s[start]) {
		return start
	}
	if in.lastMath < 0 {
		in.lastMath = strings.LastIndex(in.s, mathMark)
		in.steps += len(in.s) - start
	}
	if in.lastMath < start {
		return start
	}
	at := start + strings.Index(in.s[start:], mathMark)
	in.steps += at - start
	if isBlank(in.s[at-1]) || runOf('$', in.s[at:]) != len(mathMark) {
		return start
	}
	return in.add(node{kind: nodeCode, start: i, end: at + len(mathMark), text: spanText(in.s[start:at])})
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }
