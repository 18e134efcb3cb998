package effect

import (
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/wire"
)

// Target returns the seq of the message that e changes or answers; 0: none.
func Target(e *wire.Event) int64 {
	if e.Kind == wire.KindMessage {
		return e.ReplyTo
	}
	return e.Target
}

// View is how a message is seen: what is kept for everybody, or what one person reads.
type View struct {
	Reader string // the id of the person; "": nobody in particular
	Names  int    // how many people a reaction names
}

// Stored is what the databases keep of a message, for everybody. What a server sends to a
// person, it has completed for them.
var Stored = View{Names: limits.ReactionNames}

// For is how a person reads messages.
func For(reader string) View { return View{Reader: reader, Names: limits.ReactionNames} }

// Apply applies the event e to the message m, as it is stored: see View.Apply.
func Apply(m, e *wire.Event) bool { return Stored.Apply(m, e) }

// Apply applies the event e to the message m, which is one of e's Targets as it was before e.
// It reports whether m has changed. It does not write to what m points to but
// replaces it, so m may be a copy that shares it with other messages.
func (v View) Apply(m, e *wire.Event) bool {
	k := Of(e.Kind)
	if k == nil || m.Kind != wire.KindMessage {
		return false
	}
	before := m.State
	var state wire.State
	if before != nil {
		state = *before
	}
	if state.Deleted && !k.Lasts() {
		return false
	}
	state.V = e.Seq
	m.State = &state
	change := k.Change
	if seen, ok := k.(Viewed); ok {
		change = func(m, e *wire.Event) bool { return seen.ChangeIn(v, m, e) }
	}
	if change(m, e) {
		return true
	}
	m.State = before
	return false
}

// Requote applies e, an event about the quoted message, to the quote q, and reports
// whether q has changed.
func Requote(q *wire.Quote, e *wire.Event) bool {
	k := Of(e.Kind)
	return k != nil && (!q.Deleted || k.Lasts()) && k.Requote(q, e)
}

// Forget removes from old, an event as it was logged, what e erases: the text of a
// message, which is removed from its edits too, and its files.
func Forget(old, e *wire.Event) {
	if e.Kind == wire.KindDelete && (old.Seq == e.Target || old.Kind == wire.KindEdit && old.Target == e.Target) {
		old.Body, old.Mentions, old.Files, old.Detail = "", nil, nil, ""
	}
}

// Excerpt is a message's text as a quote shows it: one line, without markup.
func Excerpt(body string) string { return markup.Plain(body, limits.QuoteRunes) }

// QuoteOf returns a quote of the message m as it is now: of one that forwards another without a note, what that said.
func QuoteOf(m *wire.Event) *wire.Quote {
	q := &wire.Quote{Author: m.Author, Deleted: m.State != nil && m.State.Deleted}
	if q.Deleted {
		return q
	}
	q.Text = Excerpt(m.Body)
	if f, is := ForwardedBy(m); is && q.Text == "" {
		q.Text = Excerpt(f.Body)
	}
	return q
}

// SpeaksOf calls add with the id of every person whom e refers to: its author, the
// people it mentions, quotes or is about, and those who reacted to it or marked it. An
// id may come several times; wire.MentionAll is not among them.
func SpeaksOf(e *wire.Event, add func(user string)) {
	one := func(user string) {
		if user != "" && user != wire.MentionAll {
			add(user)
		}
	}
	one(e.Author)
	one(e.User)
	for _, user := range e.Mentions {
		one(user)
	}
	if e.Quote != nil {
		one(e.Quote.Author)
	}
	if s := e.State; s != nil {
		for _, r := range s.Reactions {
			for _, user := range r.Users {
				one(user)
			}
		}
		for _, m := range s.Marks {
			one(m.By)
		}
		if s.Poll != nil {
			for i := range s.Poll.Choices {
				for _, user := range s.Poll.Choices[i].Users {
					one(user)
				}
			}
		}
		one(s.DeletedBy)
		if s.Thread != nil {
			for _, r := range s.Thread.Last {
				one(r.User)
			}
		}
	}
	if k := Of(e.Kind); k != nil {
		k.SpeaksOf(e, one)
	}
}

// People returns the ids of all people whom the events refer to, each once.
func People(es []wire.Event) []string {
	seen := make(map[string]bool)
	var out []string
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	for i := range es {
		SpeaksOf(&es[i], add)
	}
	return out
}
