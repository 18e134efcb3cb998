package markup

// inline is the scratch memory of the inline scanner, used again for each paragraph.
//
// One pass over the text leaves a node wherever something other than text may begin or end; what
// lies between two nodes is text. Delimiter runs and brackets are decided when their partner comes
// or when the paragraph ends, and what has no partner is text again.
type inline struct {
	s        string
	nodes    []node
	emphasis emphasis
	brackets []bracket
	links    int // link nodes so far
	// lastRun[n] is where the last run of exactly n backquotes begins; without it each opening
	// run would search to the end of the text in vain. Longer runs are text.
	lastRun  [33]int
	scanned  bool
	lastMath int // where the last two dollars begin; only if there are some
	steps    int
	maxNodes int
}

// node is one decision about s[start:end].
type node struct {
	kind       nodeKind
	start, end int
	text, ref  string
	delim      int // for nodeDelim
}

type nodeKind uint8

const (
	nodeText      nodeKind = iota // text after all
	nodeSkip                      // nothing: the backslash of an escape
	nodeBreak                     // LineBreak, with the blanks around it
	nodeDelim                     // a run of *, _, ~ or |
	nodeCode                      // CodeSpan
	nodeMention                   // Mention
	nodeEmoji                     // Emoji
	nodeBare                      // Link, Bare; text is what is shown
	nodeLinkStart                 // [
	nodeLinkEnd                   // ](address)
)

// marks are the bytes at which something may begin.
var marks = [256]bool{
	'\n': true, '\\': true, '`': true, '*': true, '_': true, '~': true, '[': true, ']': true,
	'<': true, '@': true, '|': true, '$': true, ':': true, 'h': true, 'H': true, 'w': true, 'W': true, 'm': true, 'M': true,
}

// inlines emits the tokens of one paragraph's text.
func (p *parser) inlines(s string) {
	in := &p.inline
	in.reset(s)
	in.maxNodes = maxTokens - len(p.tokens)
	for i := 0; i < len(s) && len(in.nodes) < in.maxNodes; {
		in.steps++
		if !marks[s[i]] {
			i++
			continue
		}
		i = in.mark(i)
	}
	in.emphasis.decide(-1)
	p.tokens = in.appendTokens(p.tokens)
	p.steps += in.steps + in.emphasis.steps
}

func (in *inline) reset(s string) {
	in.s = s
	in.nodes, in.brackets = in.nodes[:0], in.brackets[:0]
	in.links, in.scanned, in.lastMath, in.steps = 0, false, -1, 0
	in.emphasis.reset()
}

// mark looks at the possible beginning at i and returns where to go on.
func (in *inline) mark(i int) int {
	switch in.s[i] {
	case '\n':
		return in.lineBreak(i)
	case '\\':
		return in.escape(i)
	case '`':
		return in.code(i)
	case '*', '_', '~', '|':
		return in.delimiters(i)
	case '[':
		return in.openBracket(i)
	case ']':
		return in.closeBracket(i)
	case '<':
		return in.angle(i)
	case '@':
		return in.mention(i)
	case '$':
		return in.math(i)
	case ':':
		return in.emoji(i)
	default:
		return in.bare(i)
	}
}

//go:noinline
func (in *inline) add(n node) int {
	in.nodes = append(in.nodes, n)
	return n.end
}

// lastEnd is where undecided text begins.
func (in *inline) lastEnd() int {
	if n := len(in.nodes); n > 0 {
		return in.nodes[n-1].end
	}
	return 0
}

func (in *inline) lineBreak(i int) int {
	start := i
	for low := in.lastEnd(); start > low && (in.s[start-1] == ' ' || in.s[start-1] == '\t'); {
		in.steps++
		start--
	}
	return in.add(node{kind: nodeBreak, start: start, end: i + 1})
}

// escape takes the meaning from the character behind a backslash, and removes the backslash.
func (in *inline) escape(i int) int {
	if i+1 == len(in.s) {
		return i + 1
	}
	switch in.s[i+1] {
	case '*', '_', '~', '`', '[', ']', '<', '>', '@', ':':
	case '|', '$': // which mean something in pairs
		if after(in.s, i+2) != rune(in.s[i+1]) {
			return i + 1
		}
	case '#':
		if before(in.s, i) != '\n' {
			return i + 1
		}
	case '-', '.', ')':
		if !in.numbers(i) {
			return i + 1
		}
	default:
		return i + 1
	}
	if before(in.s, i) != '¯' { // the arm of a shrug stays
		in.add(node{kind: nodeSkip, start: i, end: i + 1})
	}
	return i + 2
}

// numbers tells whether the backslash at i keeps a line from being a list item: it stands at the
// start of the line before a -, or behind a number before a dot or parenthesis.
func (in *inline) numbers(i int) bool {
	digits := i
	for digits > 0 && i-digits < maxListDigits && isDigit(in.s[digits-1]) {
		digits--
	}
	return before(in.s, digits) == '\n' && (digits < i) == (in.s[i+1] != '-')
}

// code takes a code span if a run of as many backquotes follows.
func (in *inline) code(i int) int {
	if !in.scanned {
		in.scanRuns(i)
	}
	run := backquotes(in.s[i:])
	in.steps += run
	if run >= len(in.lastRun) || in.lastRun[run] <= i {
		return i + run
	}
	for at := i + run; at < len(in.s); {
		in.steps++
		if in.s[at] != '`' {
			at++
			continue
		}
		n := backquotes(in.s[at:])
		if n == run {
			return in.add(node{kind: nodeCode, start: i, end: at + n, text: spanText(in.s[i+run : at])})
		}
		at += n
	}
	return i + run
}

func (in *inline) scanRuns(i int) {
	in.scanned = true
	in.lastRun = [33]int{}
	for i < len(in.s) {
		in.steps++
		if in.s[i] != '`' {
			i++
			continue
		}
		n := backquotes(in.s[i:])
		if n < len(in.lastRun) {
			in.lastRun[n] = i
		}
		i += n
	}
}

// spanText turns newlines into spaces and takes off the one space on each side that
// lets a span begin or end with a backquote.
func spanText(s string) string {
	var buf []byte
	blank := true
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ':
		case '\n':
			if buf == nil {
				buf = []byte(s)
			}
			buf[i] = ' '
		default:
			blank = false
		}
	}
	if buf != nil {
		s = string(buf)
	}
	if !blank && s[0] == ' ' && s[len(s)-1] == ' ' {
		s = s[1 : len(s)-1]
	}
	return s
}
