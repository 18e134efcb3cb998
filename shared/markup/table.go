package markup

import "strings"

// maxColumns bounds the columns of a table; the lines of a wider one are text.
const maxColumns = 32

// table is the open table. It begins with a line of cells and one that says where the cells of each column
// stand, as "| --- | :-: |", and goes on as long as there is a | in the next line.
type table struct {
	columns int // 0: there is none
	rows    int
	at      [maxColumns]uint8 // AtStart and so on
}

// line takes a line that belongs to a table, or begins one together with the last line of the open paragraph.
func (t *table) line(p *parser, start, end int) bool {
	p.steps++
	if t.columns > 0 {
		if strings.IndexByte(p.src[start:end], '|') < 0 {
			t.close(p)
			return false
		}
		t.row(p, start, end)
		return true
	}
	g := &p.para
	if g.lines == 0 || !t.rule(p, start, end) {
		return false
	}
	start, end = g.lastStart, g.lastEnd
	if strings.IndexByte(p.src[start:end], '|') < 0 || countCells(p, start, end) != t.columns {
		t.columns = 0
		return false
	}
	g.dropLast()
	p.flush()
	p.emit(Token{Kind: Table})
	t.row(p, start, end)
	return true
}

// rule reads the line below the head. It sets columns if the line is one.
func (t *table) rule(p *parser, start, end int) bool {
	line := p.src[start:end]
	p.steps += len(line)
	if strings.Trim(line, "|:- \t") != "" || strings.IndexByte(line, '|') < 0 {
		return false
	}
	n := 0
	for start, end = bounds(p.src, start, end); start <= end; n++ {
		next := start
		for next < end && p.src[next] != '|' {
			next++
		}
		dashes := strings.TrimSpace(p.src[start:next])
		at := Anywhere
		if rest, ok := strings.CutPrefix(dashes, ":"); ok {
			dashes, at = rest, AtStart
		}
		if rest, ok := strings.CutSuffix(dashes, ":"); ok {
			dashes, at = rest, at+AtEnd
			if at > AtEnd {
				at = InMiddle
			}
		}
		if n == maxColumns || dashes == "" || strings.Trim(dashes, "-") != "" {
			return false
		}
		t.at[n] = uint8(at)
		start = next + 1
	}
	t.columns, t.rows = n, 0
	return true
}

// row emits a row. What stands behind the last column belongs to that; missing cells are empty.
func (t *table) row(p *parser, start, end int) {
	p.emit(Token{Kind: Row, N: t.rows})
	start, end = bounds(p.src, start, end)
	for i := range t.columns {
		next := end
		if i < t.columns-1 {
			next = endOfCell(p, start, end)
		}
		text := ""
		if start < next {
			text = strings.ReplaceAll(strings.TrimSpace(p.src[start:next]), `\|`, "|")
			p.steps += len(text)
		}
		p.emit(Token{Kind: Cell, N: int(t.at[i])})
		p.inlines(text)
		p.emit(Token{Kind: Cell, End: true})
		start = next + 1
	}
	p.emit(Token{Kind: Row, End: true})
	t.rows++
}

func (t *table) close(p *parser) {
	if t.columns > 0 {
		t.columns = 0
		p.emit(Token{Kind: Table, End: true})
	}
}

// bounds takes the blanks and the | around a row off it.
func bounds(src string, start, end int) (int, int) {
	blank := func(i int) bool { return src[i] == ' ' || src[i] == '\t' }
	for start < end && blank(start) {
		start++
	}
	for end > start && blank(end-1) {
		end--
	}
	if start < end && src[start] == '|' {
		start++
	}
	if end > start && src[end-1] == '|' && src[end-2] != '\\' {
		end--
	}
	return start, end
}

// endOfCell returns where the next | is that ends a cell: one behind a backslash does not.
func endOfCell(p *parser, start, end int) int {
	for ; start < end && p.src[start] != '|'; start++ {
		p.steps++
		if p.src[start] == '\\' && start+1 < end && p.src[start+1] == '|' {
			start++
		}
	}
	return min(start, end)
}

// countCells counts the cells of a row, up to one more than there may be.
func countCells(p *parser, start, end int) int {
	n := 0
	for start, end = bounds(p.src, start, end); start <= end && n <= maxColumns; n++ {
		start = endOfCell(p, start, end) + 1
	}
	return n
}
