package markup

import "strings"

// maxLevel is the level of the smallest headings.
const maxLevel = 6

// heading takes a line that begins with one to six # and a blank. A row of # at its end belongs to the marks.
func heading(p *parser, start, end, matched int) bool {
	level := runOf('#', p.src[start:end])
	p.steps += level
	start += level
	if level == 0 || level > maxLevel || start == end || p.src[start] != ' ' && p.src[start] != '\t' {
		return false
	}
	text := strings.Trim(p.src[start:end], " \t")
	if bare := strings.TrimRight(text, "#"); bare == "" || strings.HasSuffix(bare, " ") || strings.HasSuffix(bare, "\t") {
		text = strings.TrimRight(bare, " \t")
	}
	p.steps += end - start
	if text == "" {
		return false
	}
	p.closeTo(matched)
	p.emit(Token{Kind: Heading, N: level})
	p.inlines(text)
	p.emit(Token{Kind: Heading, N: level, End: true})
	return true
}
