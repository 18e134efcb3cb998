package markup

import "unicode"

// delim is a run of *, _, ~ or | that may begin or end emphasis. The runs still in play form a
// list, in the order of the text.
type delim struct {
	ch         byte
	open       bool // may begin
	close      bool // may end
	mute       bool // pairs, but means nothing
	length     int  // as typed
	left       int  // characters not yet used
	prev, next int  // in the list, -1 at its ends

	// What the run ends and begins, as chains through matches. Characters used for ends are the
	// first of the run, those for beginnings the last.
	ends, lastEnd, begins int
	usedEnds, usedBegins  int
}

// match is one use of one or two characters of a run.
type match struct {
	kind Kind
	next int
}

// emphasis is the runs of one paragraph and what was made of them.
type emphasis struct {
	runs    []delim
	matches []match
	top     int // last run still in play, or -1
	unders  int // runs of _ that may begin something, less those that may end it
	steps   int
}

func (e *emphasis) reset() {
	e.runs, e.matches = e.runs[:0], e.matches[:0]
	e.top, e.unders, e.steps = -1, 0, 0
}

// delimiters takes a run of *, _, ~ or |.
func (in *inline) delimiters(i int) int {
	s, ch := in.s, in.s[i]
	end := i + 1
	for end < len(s) && s[end] == ch {
		end++
	}
	in.steps += end - i
	d := delim{ch: ch, length: end - i, left: end - i, next: -1, ends: -1, lastEnd: -1, begins: -1}
	d.open, d.close = flanks(ch, before(s, i), after(s, end))
	switch {
	case (ch == '~' || ch == '|') && d.length != 2, ch == '*' && d.length == 1 && times(s, i):
		return end
	case ch == '_':
		d.mute = d.open && joined(s, i-1, i-2) || d.close && joined(s, end, end+1)
	}
	if !d.open && !d.close {
		return end
	}
	return in.add(node{kind: nodeDelim, start: i, end: end, delim: in.emphasis.add(&d)})
}

// times tells the * of 2*3.
func times(s string, i int) bool {
	return i > 0 && i+1 < len(s) && isDigit(s[i-1]) && isDigit(s[i+1])
}

// joined tells whether the character at i ties an underscore to the word at j: the names
// __init__.py, obj.__dict__, lib/__main__ and __init__(self) are one word each.
func joined(s string, i, j int) bool {
	if i < 0 || i >= len(s) {
		return false
	}
	switch s[i] {
	case '/':
		return true
	case '.', '(':
		return j >= 0 && j < len(s) && (isAlnum(s[j]) || s[j] == '_')
	}
	return false
}

// flanks applies CommonMark's rules for left- and right-flanking runs, amended for the scripts
// that write no spaces: their characters neither forbid emphasis beside them nor, being
// punctuation, keep it from beginning or ending.
func flanks(ch byte, prev, next rune) (opens, closes bool) {
	prevSpace, nextSpace := unicode.IsSpace(prev), unicode.IsSpace(next)
	prevPunct, nextPunct := isPunct(prev), isPunct(next)
	if ch == '_' {
		left := !nextSpace && (!nextPunct || prevSpace || prevPunct)
		right := !prevSpace && (!prevPunct || nextSpace || nextPunct)
		return left && (!right || prevPunct), right && (!left || nextPunct)
	}
	prevCJK, nextCJK := isCJK(prev), isCJK(next)
	left := !nextSpace && (!nextPunct || nextCJK || prevSpace || prevPunct || prevCJK)
	right := !prevSpace && (!prevPunct || prevCJK || nextSpace || nextPunct || nextCJK)
	return left, right
}

// class numbers the kinds of closing runs that fail alike: the rule of three looks at the length
// and at whether the run could also open.
func (d *delim) class() int {
	switch d.ch {
	case '~':
		return 0
	case '|':
		return 13
	case '*':
		return 1 + d.classOfLength()
	default:
		return 7 + d.classOfLength()
	}
}

func (d *delim) classOfLength() int {
	n := d.length % 3
	if d.open {
		n += 3
	}
	return n
}

// pairs tells whether o may begin what c ends.
func pairs(o, c *delim) bool {
	if o.ch != c.ch || !o.open {
		return false
	}
	if o.ch == '~' || o.ch == '|' || !o.close && !c.open {
		return true
	}
	return (o.length+c.length)%3 != 0 || o.length%3 == 0 && c.length%3 == 0
}

// add brings a run into play, behind the others, and returns its number.
func (e *emphasis) add(d *delim) int {
	d.prev = e.top
	if e.top >= 0 {
		e.runs[e.top].next = len(e.runs)
	}
	e.top = len(e.runs)
	e.runs = append(e.runs, *d)
	switch {
	case d.ch != '_':
	case d.close && e.unders > 0:
		e.unders--
	case d.open:
		e.unders++
	}
	return e.top
}

// decide decides all runs behind the one numbered bottom, and takes them out of play. It is
// CommonMark's "process emphasis": floor remembers, for each class of closing runs, below which
// run there is no partner, which keeps the time linear.
func (e *emphasis) decide(bottom int) {
	if e.top == bottom {
		return
	}
	var floor [14]int
	for i := range floor {
		floor[i] = bottom
	}
	c := e.first(bottom)
	for c >= 0 {
		e.steps++
		closer := &e.runs[c]
		if !closer.close {
			c = closer.next
			continue
		}
		class := closer.class()
		o := closer.prev
		for o > floor[class] && !pairs(&e.runs[o], closer) {
			e.steps++
			o = e.runs[o].prev
		}
		if o > floor[class] {
			c = e.pair(o, c)
			continue
		}
		floor[class] = closer.prev
		next := closer.next
		if !closer.open {
			e.drop(c)
		}
		c = next
	}
	e.top = bottom
	if bottom >= 0 {
		e.runs[bottom].next = -1
	}
}

// first returns the first run in play behind bottom.
func (e *emphasis) first(bottom int) int {
	if bottom >= 0 {
		return e.runs[bottom].next
	}
	at := e.top
	for e.runs[at].prev >= 0 {
		e.steps++
		at = e.runs[at].prev
	}
	return at
}

// pair makes the emphasis between runs o and c and returns the run to go on with.
func (e *emphasis) pair(o, c int) int {
	opener, closer := &e.runs[o], &e.runs[c]
	if opener.mute || closer.mute {
		next := closer.next
		opener.next, closer.prev = c, o
		e.drop(o)
		e.drop(c)
		return next
	}
	kind, used := Italic, 1
	if opener.left >= 2 && closer.left >= 2 {
		kind, used = Bold, 2
	}
	switch opener.ch {
	case '~':
		kind = Strike
	case '|':
		kind = Spoiler
	}
	e.matches = append(e.matches, match{kind, opener.begins}, match{kind, -1})
	end := len(e.matches) - 1
	opener.begins = end - 1
	if closer.ends < 0 {
		closer.ends = end
	} else {
		e.matches[closer.lastEnd].next = end
	}
	closer.lastEnd = end
	opener.left -= used
	closer.left -= used
	opener.usedBegins += used
	closer.usedEnds += used
	opener.next, closer.prev = c, o // what lies between found no partner
	if opener.left == 0 {
		e.drop(o)
	}
	if closer.left > 0 {
		return c
	}
	next := closer.next
	e.drop(c)
	return next
}

// drop takes a run out of play.
//
//go:noinline
func (e *emphasis) drop(i int) {
	d := e.runs[i]
	if d.prev >= 0 {
		e.runs[d.prev].next = d.next
	}
	if d.next >= 0 {
		e.runs[d.next].prev = d.prev
	} else {
		e.top = d.prev
	}
}
