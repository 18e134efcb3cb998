package markup

import (
	"strconv"
	"strings"
)

// show writes a document in the notation of the tests: {b bold}, {i italic}, {s strike}, {` code},
// {a address label}, {url address} for a bare link, {@ handle}, {: name}, | for a line break, {p …}
// for a paragraph that is not alone, {q quote}, {ul {li …}}, {ol3 {li3 …}}, {pre language code}, {h2 heading},
// {? spoiler}, {li[x] task}, {table {tr0 {td head}}{tr1 {td> at the end}}}.
func show(doc Doc) string {
	var b strings.Builder
	for i := 0; i < len(doc.Tokens); i++ {
		t := doc.Tokens[i]
		if t.End && t.Kind != Paragraph {
			b.WriteByte('}')
			continue
		}
		switch t.Kind {
		case Text:
			b.WriteString(t.Text)
		case LineBreak:
			b.WriteByte('|')
		case Bold:
			b.WriteString("{b ")
		case Italic:
			b.WriteString("{i ")
		case Strike:
			b.WriteString("{s ")
		case Spoiler:
			b.WriteString("{? ")
		case Heading:
			b.WriteString("{h" + strconv.Itoa(t.N) + " ")
		case Table:
			b.WriteString("{table ")
		case Row:
			b.WriteString("{tr" + strconv.Itoa(t.N) + " ")
		case Cell:
			b.WriteString("{td" + [...]string{"", "<", "=", ">"}[t.N] + " ")
		case Link:
			if t.Bare {
				b.WriteString("{url " + t.Ref)
				if shown := doc.Tokens[i+1].Text; shown != t.Ref {
					b.WriteString(" " + shown)
				}
				i++ // its text
				continue
			}
			b.WriteString("{a " + t.Ref + " ")
		case CodeSpan:
			b.WriteString("{` " + t.Text + "}")
		case Mention:
			b.WriteString("{@ " + t.Ref + "}")
		case Emoji:
			b.WriteString("{: " + t.Ref + "}")
		case Paragraph:
			showParagraph(&b, doc, i)
		case Quote:
			b.WriteString("{q ")
		case List:
			b.WriteString("{" + numbered("ul", "ol", t.N) + " ")
		case Item:
			b.WriteString("{" + numbered("li", "li", t.N))
			if t.Ref != "" {
				b.WriteString("[" + t.Ref + "]")
			}
			b.WriteByte(' ')
		case CodeBlock:
			b.WriteString("{pre " + t.Ref + " " + strings.ReplaceAll(t.Text, "\n", "|") + "}")
		}
	}
	return b.String()
}

func numbered(bullet, ordered string, n int) string {
	if n < 0 {
		return bullet
	}
	return ordered + strconv.Itoa(n)
}

func showParagraph(b *strings.Builder, doc Doc, i int) {
	if !doc.Tokens[i].End {
		if !doc.Tokens[i].Lone {
			b.WriteString("{p ")
		}
		return
	}
	depth := 0
	for i--; ; i-- {
		if t := doc.Tokens[i]; t.Kind == Paragraph {
			if depth == 0 && !t.End {
				if !t.Lone {
					b.WriteByte('}')
				}
				return
			}
		}
	}
}
