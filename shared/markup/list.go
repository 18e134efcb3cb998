package markup

// maxListDigits keeps years and other large numbers at the start of a line from becoming lists.
const maxListDigits = 3

// marker is what begins a list item: "- ", "* ", "1. " or "1) ".
type marker struct {
	sign       byte // '-', '*', '.' or ')': a different sign begins a different list
	n          int  // the number, -1 for bullets
	col        int  // where the marker stands
	content    int  // position of the item's text
	contentCol int  // and its column
}

// marker reads a list marker at c. A marker without text after it is text itself, and so is one that
// is followed by another one of the same kind: "* * *", "- - -", "* * * * * /usr/bin/job".
func (p *parser) marker(c cursor) (marker, bool) {
	m := marker{n: -1, col: c.col}
	pos := c.pos
	switch b := p.src[pos]; {
	case b == '-' || b == '*':
		m.sign = b
	case isDigit(b):
		m.n = 0
		for ; pos < c.end && isDigit(p.src[pos]); pos++ {
			if pos-c.pos == maxListDigits {
				return m, false
			}
			m.n = 10*m.n + int(p.src[pos]-'0')
		}
		if pos == c.end || p.src[pos] != '.' && p.src[pos] != ')' {
			return m, false
		}
		m.sign = p.src[pos]
	default:
		return m, false
	}
	pos++
	if pos >= c.end || p.src[pos] != ' ' && p.src[pos] != '\t' {
		return m, false
	}
	m.content, m.contentCol = p.skipSpace(cursor{pos, c.end, c.col + pos - c.pos})
	if m.content == c.end || m.n < 0 && p.src[m.content] == m.sign && !isAlnum(byte(after(p.src[:c.end], m.content+1))) {
		return m, false
	}
	return m, true
}

// item begins a list item: the next of an open list, or the first of a new one if there is room.
// Inside a paragraph only the number 1 begins a list, as in CommonMark, so that a
// number that happens to begin a line does not.
func (p *parser) item(m marker, matched int, room bool) bool {
	if matched < len(p.stack) {
		if k := &p.stack[matched]; !k.quote && k.list.sign == m.sign {
			p.closeTo(matched + 1)
			k.tally.settle(p.tokens)
			p.emit(Token{Kind: Item, End: true, N: k.list.n})
			p.emit(Token{Kind: Item, N: m.n})
			k.list, k.tally = m, tally{}
			return true
		}
	}
	interrupts := p.para.lines > 0 && matched == len(p.stack)
	if interrupts && m.n >= 0 && m.n != 1 {
		return false
	}
	if !room {
		return false
	}
	p.closeTo(matched)
	p.emit(Token{Kind: List, N: m.n})
	p.emit(Token{Kind: Item, N: m.n})
	p.stack = append(p.stack, container{list: m})
	return true
}
