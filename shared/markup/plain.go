package markup

import (
	"strconv"
	"strings"
	"unicode"
)

// Plain returns text as one line without markup, for quotes, notifications and lists of rooms: at
// most maxRunes characters, the last of them … if something was cut off. It never cuts
// through a character as readers see it. Quoted lines are left out unless there is nothing else. What a
// reader has to ask for is replaced by boxes, as many for each.
func Plain(text string, maxRunes int) string {
	if maxRunes <= 0 {
		return ""
	}
	doc := Parse(text)
	e := excerpt{max: maxRunes}
	e.doc(doc, false)
	if e.count == 0 {
		e.doc(doc, true)
	}
	return e.String()
}

// excerpt collects one line of text.
type excerpt struct {
	max   int
	buf   strings.Builder
	count int  // characters in buf
	mask  bool // inside a Spoiler
	blank bool // a blank is due before the next character

	clusters clusters
	fit      int  // length of buf up to the last cut that leaves room for the …
	full     bool // more would be too much
}

func (e *excerpt) doc(doc Doc, quoted bool) {
	depth := 0
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		if t.Kind == Quote {
			if t.End {
				depth--
			} else {
				depth++
			}
		}
		if depth == 0 || quoted {
			e.token(t)
		}
		if e.full {
			return
		}
	}
}

// masked stands for what is hidden, however long that is.
const masked = "▒▒▒▒▒"

func (e *excerpt) token(t *Token) {
	if t.Kind == Spoiler {
		if e.mask = !t.End; e.mask {
			e.text(masked)
		}
		return
	}
	if e.mask {
		return
	}
	switch t.Kind {
	case Text, CodeSpan, Mention, Emoji:
		e.text(t.Text)
	case CodeBlock:
		e.blank = true
		e.text(t.Text)
		e.blank = true
	case LineBreak, Paragraph, Heading, Cell:
		e.blank = true
	case Item:
		if t.End {
			return
		}
		e.blank = true
		switch {
		case t.Ref == " ":
			e.text("☐ ")
		case t.Ref != "":
			e.text("☑ ")
		case t.N >= 0:
			e.text(strconv.Itoa(t.N) + ". ")
		default:
			e.text("• ")
		}
	}
}

func (e *excerpt) text(s string) {
	for _, r := range s {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			e.blank = true
			continue
		}
		if isBidi(r) {
			continue // it would turn what stands around the excerpt
		}
		if e.blank && e.count > 0 {
			e.add(' ')
		}
		e.blank = false
		if e.add(r); e.full {
			return
		}
	}
}

func (e *excerpt) add(r rune) {
	if e.clusters.boundary(r) && e.count < e.max {
		e.fit = e.buf.Len()
	}
	if e.count == e.max {
		e.full = true
		return
	}
	e.buf.WriteRune(r)
	e.count++
}

// String returns the line, cut if it was too long.
func (e *excerpt) String() string {
	if !e.full {
		return e.buf.String()
	}
	return strings.TrimRight(e.buf.String()[:e.fit], " ") + "…"
}
