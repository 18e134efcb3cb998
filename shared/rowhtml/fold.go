package rowhtml

import (
	"strings"

	"github.com/confab/confab/shared/markup"
)

// What is long is folded: web/unfold.js opens it. Code and tables have as many lines everywhere, and are folded by
// these. How many lines a text takes depends on the page; it is folded by how many it would take at lineColumns, so
// that rows do not change their heights when they are measured. How much of it is shown is up to the style sheet,
// which counts the lines that it has on the page.
const (
	foldText, lineColumns = 12, 72
	foldCode, shownCode   = 16, 10 // the latter is in web/css/fold.css, too
)

// Unfolds reports whether a message may have something that web/unfold.js shows when it is asked to.
func Unfolds(text string) bool {
	return strings.Contains(text, "||") || strings.Contains(text, `\|\|`) || maybeLong(text)
}

// HasCode reports whether a message may have code that web/code.js colours.
func HasCode(text string) bool { return strings.Contains(text, "```") }

// maybeLong is quick to say that a message is short.
func maybeLong(text string) bool { return strings.Count(text, "\n")+len(text)/lineColumns >= foldText }

// tall tells whether a message is folded. Its code and tables do not count, which are folded by themselves.
func tall(text string, doc markup.Doc) bool {
	if !maybeLong(text) {
		return false
	}
	lines, column, table := 0, 0, false
	for i := range doc.Tokens {
		switch t := &doc.Tokens[i]; t.Kind {
		case markup.Table:
			table = !t.End
		case markup.LineBreak, markup.Paragraph, markup.Heading:
			if !t.End {
				lines++
				column = 0
			}
		case markup.Text, markup.CodeSpan, markup.Mention, markup.Emoji:
			if table {
				continue
			}
			for _, r := range t.Text {
				if column++; markup.Wide(r) {
					column++
				}
				if column > lineColumns {
					lines++
					column = 0
				}
			}
		}
		if lines > foldText {
			return true
		}
	}
	return false
}

// more writes the button that shows the rest of something, or folds it again.
func (w *bodyWriter) more(show string) {
	b := w.b
	b.Start(Button).Attr(Class, "fold__more").Attr(Type, "button").Attr(AriaExpanded, "false").Icon(IconChevronDown)
	b.Element(Span, "fold__open", show).Element(Span, "fold__close", w.words.ShowLess).End()
}
