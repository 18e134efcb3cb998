package rowhtml

import (
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Replies is what a message tells of the thread under it.
type Replies struct {
	Count string // how many there are, in words
	Last  string // when the last one came
	Faces []wire.User
}

// replies is what the message e tells of its thread; nil: nothing, or it is shown in its thread.
func (r *Reader) replies(e *wire.Event) *Replies {
	if r.InThread || e.State == nil || e.State.Thread == nil {
		return nil
	}
	t := e.State.Thread
	out := &Replies{Count: r.Words.language.Say(text.RepliesInThread(t.Replies))}
	for _, reply := range t.Last {
		out.Faces = append(out.Faces, r.User(reply.User))
		out.Last = r.Words.language.Say(text.LastReplyOn(r.Date(reply.At, false)))
		if r.Time != nil {
			shown, _ := r.Time(reply.At)
			out.Last = r.Words.language.Say(text.LastReplyAt(r.Date(reply.At, false), shown))
		}
	}
	return out
}

// write writes the way into the thread, with the message's link; nil writes nothing.
func (r *Replies) write(b *Builder, link string) {
	if r == nil {
		return
	}
	b.Start(A).Attr(Class, "threadlink").Href(link).Attr(DataAction, "thread")
	b.Start(Span).Attr(Class, "avatars")
	for _, u := range r.Faces {
		b.avatar("avatar avatar--xs", u.ID, Initials(u.Name), u.Picture)
	}
	b.End()
	b.Element(Strong, "", r.Count)
	if r.Last != "" {
		b.Element(Span, "", r.Last)
	}
	b.End()
}

// origin says in the room that the message m is a reply in a thread, and leads there.
func origin(m *Message, b *Builder) {
	if m.Thread == "" {
		return
	}
	b.Start(Div).Attr(Class, "msg__origin").Icon(IconThread)
	b.Start(A).Href(m.Link).Attr(DataAction, "thread").Text(m.Thread).End().End()
}

// RepliesLine is the line between a message and the replies in its thread.
func RepliesLine(words *Words, count int) string {
	var b Builder
	b.Start(Div).Attr(Class, "replies")
	b.Element(Span, "", words.language.Say(text.RepliesInThread(count)))
	b.End()
	return b.String()
}
