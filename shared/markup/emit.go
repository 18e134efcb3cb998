package markup

// emitter turns nodes into tokens. Pieces of text that touch in the source become one token.
type emitter struct {
	in         *inline
	tokens     []Token
	start, end int // text not yet emitted
	depth      [Spoiler + 1]int
}

func (in *inline) appendTokens(tokens []Token) []Token {
	e := emitter{in: in, tokens: tokens}
	at := 0
	for i := range in.nodes {
		in.steps++
		n := &in.nodes[i]
		e.text(at, n.start)
		e.node(n)
		at = n.end
	}
	e.text(at, len(in.s))
	e.flush()
	return e.tokens
}

//go:noinline
func (e *emitter) text(start, end int) {
	switch {
	case start == end:
	case e.end == start && e.end > e.start:
		e.end = end
	default:
		e.flush()
		e.start, e.end = start, end
	}
}

//go:noinline
func (e *emitter) flush() {
	if e.end > e.start {
		e.tokens = append(e.tokens, Token{Kind: Text, Text: e.in.s[e.start:e.end]})
	}
	e.start, e.end = 0, 0
}

//go:noinline
func (e *emitter) token(t Token) {
	e.flush()
	e.tokens = append(e.tokens, t)
}

func (e *emitter) node(n *node) {
	switch n.kind {
	case nodeText:
		e.text(n.start, n.end)
	case nodeSkip:
		e.flush()
	case nodeBreak:
		e.token(Token{Kind: LineBreak})
	case nodeDelim:
		e.delim(n)
	case nodeCode:
		e.token(Token{Kind: CodeSpan, Text: n.text})
	case nodeMention:
		e.token(Token{Kind: Mention, Text: e.in.s[n.start:n.end], Ref: n.ref})
	case nodeEmoji:
		e.token(Token{Kind: Emoji, Text: n.text, Ref: n.ref})
	case nodeBare:
		e.token(Token{Kind: Link, Bare: true, Ref: n.ref})
		e.tokens = append(e.tokens, Token{Kind: Text, Text: n.text}, Token{Kind: Link, End: true})
	case nodeLinkStart:
		e.token(Token{Kind: Link, Ref: n.ref})
	case nodeLinkEnd:
		e.token(Token{Kind: Link, End: true})
	}
}

// delim emits what a run ends, then its unused characters, then what it begins.
func (e *emitter) delim(n *node) {
	d := &e.in.emphasis.runs[n.delim]
	for i := d.ends; i >= 0; i = e.in.emphasis.matches[i].next {
		e.in.steps++
		kind := e.in.emphasis.matches[i].kind
		if e.depth[kind]--; e.depth[kind] == 0 {
			e.token(Token{Kind: kind, End: true})
		}
	}
	e.text(n.start+d.usedEnds, n.end-d.usedBegins)
	for i := d.begins; i >= 0; i = e.in.emphasis.matches[i].next {
		e.in.steps++
		kind := e.in.emphasis.matches[i].kind
		if e.depth[kind]++; e.depth[kind] == 1 {
			e.token(Token{Kind: kind})
		}
	}
}
