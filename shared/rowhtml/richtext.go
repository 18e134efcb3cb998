package rowhtml

import (
	"strconv"
	"strings"

	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
)

// spoiler writes what is hidden from eyes and screen readers until web/unfold.js shows it.
func (w *bodyWriter) spoiler(t *markup.Token) {
	if w.hidden = !t.End; t.End {
		w.b.End().End()
		return
	}
	w.b.Start(Span).Attr(Class, "spoiler").Attr(Role, "button").Attr(TabIndex, "0").Attr(AriaExpanded, "false")
	w.b.Element(Span, "u-sr", w.words.HiddenText).Start(Span).Attr(Class, "spoiler__text")
}

// box begins a task: what is in the label is the first paragraph of the item.
func (w *bodyWriter) box(done bool) {
	b := w.b
	b.Attr(Class, "tasks__one").Start(Label).Start(Input).Attr(Type, "checkbox")
	b.Attr(DataAction, "tick").Attr(DataRef, strconv.Itoa(w.tasks))
	if w.tasks++; done {
		w.done++
		b.Attr(Checked, "")
	}
	if !w.ticks {
		b.Attr(Disabled, "")
	}
	b.Start(Span)
	w.task = true
}

// sum says below a list how many of its tasks are done.
func (w *bodyWriter) sum() {
	if all := w.tasks - w.summed; all > 1 {
		w.b.Element(P, "tasks__sum", w.words.language.Say(text.TasksDone(w.done, all)))
	}
	w.summed, w.done = w.tasks, 0
}

// standing are the classes of cells.
var standing = [...]string{markup.AtStart: "mtable__start", markup.InMiddle: "mtable__mid", markup.AtEnd: "mtable__end"}

func (w *bodyWriter) table(t *markup.Token) {
	switch {
	case t.Kind == markup.Table && !t.End:
		w.beginTable()
	case t.Kind == markup.Table:
		w.b.End().End().End() // the body, the table, and what scrolls
		if w.rows > 0 {
			w.more(w.words.language.Say(text.ShowMoreRows(w.rows)))
		}
		w.b.End()
	case t.Kind == markup.Row && !t.End:
		w.b.Start(Tr)
		w.head = t.N == 0
	case t.Kind == markup.Row:
		if w.b.End(); w.head {
			w.b.End().Start(Tbody)
		}
	case t.End:
		w.b.End()
	default:
		if w.head {
			w.b.Start(Th).Attr(Scope, "col")
		} else {
			w.b.Start(Td)
		}
		if t.N != markup.Anywhere {
			w.b.Attr(Class, standing[t.N])
		}
	}
}

func (w *bodyWriter) beginTable() {
	w.rows = -foldCode - 1 // without the head
	for i := range w.rest {
		if t := &w.rest[i]; t.Kind == markup.Table {
			break
		} else if t.Kind == markup.Row && !t.End {
			w.rows++
		}
	}
	if w.b.Start(Div); w.rows > 0 {
		w.b.Attr(Class, "mtable mtable--folded")
		w.rows += foldCode - shownCode
	} else {
		w.b.Attr(Class, "mtable")
	}
	w.b.Start(Div).Attr(Class, "mtable__rows").Attr(Role, "group").Attr(AriaLabel, w.words.Table).Attr(TabIndex, "0")
	w.b.Start(Table).Start(Thead)
}

func (w *bodyWriter) code(t *markup.Token) {
	b, lines := w.b, strings.Count(t.Text, "\n")+1
	if b.Start(Div); lines > foldCode {
		b.Attr(Class, "code code--folded")
	} else {
		b.Attr(Class, "code")
	}
	b.Attr(Dir, "ltr").Attr(Translate, "no")
	b.Start(Div).Attr(Class, "code__bar").Element(Span, "code__lang", t.Ref)
	b.Start(Button).Attr(Class, "iconbtn").Attr(Type, "button").Attr(AriaLabel, w.words.CopyCode).Attr(DataAction, "copy")
	b.Icon(IconCopy).End().End()
	b.Start(Pre).Attr(TabIndex, "0").Element(Code, "", t.Text).End()
	if lines > foldCode {
		w.more(w.words.language.Say(text.ShowMoreLines(lines - shownCode)))
	}
	b.End()
}
