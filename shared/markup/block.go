package markup

import "strings"

// maxDepth bounds how deep quotes and lists nest. Marks beyond it are text.
const maxDepth = 5

// container is an open quote, or an open item together with its list.
type container struct {
	quote bool
	list  marker // of the current item, if not a quote
	tally tally
}

// cursor is a place in a line; col is its column since the innermost quote mark.
type cursor struct {
	pos, end, col int
}

// skipSpace returns the position and column of the first character that is no blank.
func (p *parser) skipSpace(c cursor) (pos, col int) {
	pos, col = c.pos, c.col
	for ; pos < c.end; pos++ {
		p.steps++
		switch p.src[pos] {
		case ' ':
			col++
		case '\t':
			col += 4 - col%4
		default:
			return pos, col
		}
	}
	return pos, col
}

func (p *parser) line(start, end int) {
	c := cursor{pos: start, end: end}
	matched := p.match(&c)
	if p.fence.open {
		if matched == len(p.stack) {
			p.fenceLine(c)
			return
		}
		p.endFence(false)
	}
	p.open(c, matched)
}

// match walks the open containers as far as the line continues them, and returns how many do.
// Blank lines continue items, and an open code block keeps its items open whatever the indentation,
// because pasted code is rarely indented with the list it is pasted into.
func (p *parser) match(c *cursor) int {
	for i := range p.stack {
		p.steps++
		pos, col := p.skipSpace(*c)
		k := &p.stack[i]
		if k.quote {
			if pos == c.end || p.src[pos] != '>' {
				return i
			}
			c.enterQuote(p.src, pos)
			continue
		}
		if pos < c.end && !p.fence.open && col < k.list.col+2 {
			return i
		}
	}
	return len(p.stack)
}

func (c *cursor) enterQuote(src string, pos int) {
	c.pos, c.col = pos+1, 0
	if c.pos < c.end && src[c.pos] == ' ' {
		c.pos++
	}
}

// open starts the blocks that begin in what is left of the line, and adds the rest to a paragraph.
func (p *parser) open(c cursor, matched int) {
	for {
		pos, col := p.skipSpace(c)
		if pos == c.end {
			p.closeTo(matched)
			return
		}
		room := matched < maxDepth
		if room && quoteBegins(p.src[pos:c.end]) {
			p.closeTo(matched)
			p.emit(Token{Kind: Quote})
			p.stack = append(p.stack, container{quote: true})
			matched = len(p.stack)
			c.enterQuote(p.src, pos)
			continue
		}
		if p.beginFence(cursor{pos, c.end, col}, matched) {
			return
		}
		if beginMath(p, cursor{pos, c.end, col}, matched) || heading(p, pos, c.end, matched) {
			return
		}
		if m, ok := p.marker(cursor{pos, c.end, col}); ok && p.item(m, matched, room) {
			matched = len(p.stack)
			c.pos, c.col = m.content, m.contentCol
			if text := task(p, c); text > 0 {
				p.paragraphLine(text, c.end)
				return
			}
			continue
		}
		if matched < len(p.stack) {
			p.closeTo(matched)
		}
		if p.inItem() {
			c.pos = pos
		}
		if !p.table.line(p, c.pos, c.end) {
			p.paragraphLine(c.pos, c.end)
		}
		return
	}
}

// quoteBegins tells a quote mark from an emoticon such as >_< or >:(, from an arrow, from a > alone
// on its line and from a row of more than can nest.
func quoteBegins(line string) bool {
	marks := 0
	for i := 0; i < len(line) && marks <= maxDepth; i++ {
		switch c := line[i]; {
		case c == '>':
			marks++
		case marks == 0:
			return false
		case c != ' ' && c != '\t':
			return line[i-1] != '>' || c >= 0x80 || isAlnum(c) || strings.IndexByte("*`[@\"'#", c) >= 0
		}
	}
	return false
}

// paragraphLine adds text to the open paragraph, or to a new one. Three backquotes in the middle
// of the line open a code block there, if others follow in the text to close it.
func (p *parser) paragraphLine(start, end int) {
	if p.lastFence >= end {
		if at := p.fenceInside(start, end); at >= 0 {
			if strings.TrimSpace(p.src[start:at]) != "" {
				p.para.add(p.src, start, at)
			}
			p.flush()
			p.openFence(at, end, p.itemIndent())
			return
		}
	}
	p.para.add(p.src, start, end)
}

// flush ends the open paragraph.
func (p *parser) flush() {
	if p.para.lines == 0 {
		return
	}
	text := strings.TrimRight(p.para.take(p.src), " \t\n")
	p.paragraph(text)
}

func (p *parser) paragraph(text string) {
	p.innermost().add(len(p.tokens))
	p.emit(Token{Kind: Paragraph})
	p.inlines(text)
	p.emit(Token{Kind: Paragraph, End: true})
}

func (p *parser) innermost() *tally {
	if n := len(p.stack); n > 0 {
		return &p.stack[n-1].tally
	}
	return &p.root
}

func (p *parser) inItem() bool {
	n := len(p.stack)
	return n > 0 && !p.stack[n-1].quote
}

// itemIndent is the column of the text of the innermost item, 0 outside.
func (p *parser) itemIndent() int {
	if !p.inItem() {
		return 0
	}
	return p.stack[len(p.stack)-1].list.contentCol
}

// closeTo ends the open leaf and all containers but the first n.
func (p *parser) closeTo(n int) {
	p.flush()
	p.table.close(p)
	if p.fence.open {
		p.endFence(false)
	}
	for len(p.stack) > n {
		p.steps++
		k := &p.stack[len(p.stack)-1]
		k.tally.settle(p.tokens)
		if k.quote {
			p.emit(Token{Kind: Quote, End: true})
		} else {
			p.emit(Token{Kind: Item, End: true, N: k.list.n})
			p.emit(Token{Kind: List, End: true})
		}
		p.stack = p.stack[:len(p.stack)-1]
	}
}
