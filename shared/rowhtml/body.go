package rowhtml

import (
	"strconv"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
)

// Resolve finds whom a handle names. An empty name means no one: the mention stays text. An empty
// user id with a name means a group such as everyone in the room; you tells that the reader is meant.
type Resolve func(handle string) (userID, name string, you bool)

// Body writes the inside of a message's body. resolve may be nil: then no one is found.
func Body(b *Builder, doc markup.Doc, resolve Resolve) {
	w := bodyWriter{b: b, resolve: resolve, words: English}
	w.doc(doc)
}

type bodyWriter struct {
	b       *Builder
	resolve Resolve
	words   *Words
	own     Own
	cite    func(address string) *Cited
	cited   []*Cited
	inP     bool
	next    []int // number the next item of each open list has by itself, -1 for bullets

	rest   []markup.Token // what comes behind the token that is being written
	hidden bool           // the reader has to ask for it
	head   bool           // of a table
	rows   int            // of the table, that are not shown at first

	ticks  bool // the reader may say that tasks are done
	task   bool // the label of a task is open
	tasks  int  // that were written
	summed int  // of them, in lists before
	done   int  // of the others
}

func (w *bodyWriter) doc(doc markup.Doc) {
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		w.rest = doc.Tokens[i+1:]
		switch {
		case t.Kind >= markup.Paragraph:
			w.block(t)
		case t.Kind == markup.Spoiler:
			w.spoiler(t)
		case t.End:
			w.b.End()
		default:
			w.inline(t)
		}
	}
}

func (w *bodyWriter) inline(t *markup.Token) {
	b := w.b
	switch t.Kind {
	case markup.Text:
		b.Text(t.Text)
	case markup.Emoji:
		WriteEmoji(b, t.Text, w.own)
	case markup.LineBreak:
		b.Start(Br)
	case markup.Bold:
		b.Start(B)
	case markup.Italic:
		b.Start(I)
	case markup.Strike:
		b.Start(S)
	case markup.CodeSpan:
		b.Start(Code).Attr(Translate, "no").Text(t.Text).End()
	case markup.Mention:
		w.mention(t)
	case markup.Link:
		b.Start(A).Outside(t.Ref)
		if w.cite != nil && !w.hidden && len(w.cited) < limits.Previews {
			if c := w.cite(t.Ref); c != nil {
				w.cited = append(w.cited, c)
			}
		}
		if !t.Bare {
			b.Attr(Title, t.Ref) // a label must not hide where it leads
		}
	}
}

// mention writes whom a mention names, and what the sentence goes on with where no blank ends the
// handle.
func (w *bodyWriter) mention(t *markup.Token) {
	if w.resolve != nil {
		for _, handle := range markup.Handles(t.Ref) {
			if userID, name, you := w.resolve(handle); name != "" {
				w.named(userID, name, you)
				w.b.Text(markup.Behind(t.Text, handle))
				return
			}
		}
	}
	w.b.Text(t.Text)
}

func (w *bodyWriter) named(userID, name string, you bool) {
	switch {
	case you:
		w.b.Start(Span).Attr(Class, "mention mention--you").Attr(Translate, "no").Text("@" + name).End()
	case userID == "":
		w.b.Start(Span).Attr(Class, "mention").Attr(Translate, "no").Text("@" + name).End()
	default:
		w.b.Start(A).Attr(Class, "mention").Attr(Translate, "no").Href("#").Attr(DataAction, "author").Attr(DataUser, userID)
		w.b.Text("@" + name).End()
	}
}

func (w *bodyWriter) block(t *markup.Token) {
	switch t.Kind {
	case markup.Paragraph:
		if t.End && w.inP {
			w.b.End()
			w.inP = false
		}
		if t.End && w.task {
			w.b.End().End()
			w.task = false
		}
		if !t.End && !t.Lone && !w.task {
			w.b.Start(P)
			w.inP = true
		}
	case markup.Heading:
		if t.End {
			w.b.End()
		} else {
			w.b.Start(P).Attr(Class, "msg__h").Attr(Role, "heading").Attr(AriaLevel, "3")
		}
	case markup.Table, markup.Row, markup.Cell:
		w.table(t)
	case markup.CodeBlock:
		w.code(t)
	case markup.List:
		w.list(t)
	case markup.Item:
		w.item(t)
	case markup.Quote:
		if t.End {
			w.b.End()
		} else {
			w.b.Start(Blockquote)
		}
	}
}

func (w *bodyWriter) list(t *markup.Token) {
	switch {
	case t.End:
		w.b.End()
		w.next = w.next[:len(w.next)-1]
		if len(w.next) == 0 {
			w.sum()
		}
		return
	case t.N < 0:
		w.b.Start(Ul)
		if w.rest[0].Ref != "" {
			w.b.Attr(Class, "tasks")
		}
	default:
		w.b.Start(Ol)
		if t.N != 1 {
			w.b.Attr(Start, strconv.Itoa(t.N))
		}
	}
	w.next = append(w.next, t.N)
}

// item keeps the numbers as typed: someone who answers points 2 and 4 means 2 and 4.
func (w *bodyWriter) item(t *markup.Token) {
	if t.End {
		w.b.End()
		return
	}
	w.b.Start(Li)
	if next := &w.next[len(w.next)-1]; t.N >= 0 {
		if t.N != *next {
			w.b.Attr(Value, strconv.Itoa(t.N))
		}
		*next = t.N + 1
	}
	if t.Ref != "" {
		w.box(t.Ref == "x")
	}
}
