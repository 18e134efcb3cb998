package wire

import (
	"strconv"
	"unicode/utf8"
)

// The encoders of the objects that go out in numbers. A field is written as
// its tag says; absent lists are written as [] where encoding/json has null.

// writer appends members to an object, with commas between them.
type writer struct {
	b     []byte
	comma bool
}

func (w *writer) name(n string) {
	if w.comma {
		w.b = append(w.b, ',')
	}
	w.comma = true
	w.b = append(w.b, '"')
	w.b = append(w.b, n...)
	w.b = append(w.b, '"', ':')
}

func (w *writer) open(c byte)  { w.b = append(w.b, c); w.comma = false }
func (w *writer) close(c byte) { w.b = append(w.b, c); w.comma = true }

// next puts a comma between the elements of a list.
func (w *writer) next() {
	if w.comma {
		w.b = append(w.b, ',')
	}
	w.comma = true
}

func (w *writer) str(n, s string) {
	w.name(n)
	w.b = appendString(w.b, s)
}

func (w *writer) int(n string, v int64) {
	w.name(n)
	w.b = strconv.AppendInt(w.b, v, 10)
}

// strOpt, intOpt and boolOpt leave the zero value out.
func (w *writer) strOpt(n, s string) {
	if s != "" {
		w.str(n, s)
	}
}

func (w *writer) intOpt(n string, v int64) {
	if v != 0 {
		w.int(n, v)
	}
}

func (w *writer) boolOpt(n string, v bool) {
	if v {
		w.name(n)
		w.b = append(w.b, "true"...)
	}
}

func (w *writer) strs(n string, list []string) {
	w.name(n)
	w.open('[')
	for _, s := range list {
		w.next()
		w.b = appendString(w.b, s)
	}
	w.close(']')
}

func (w *writer) head(h *Head) {
	w.strOpt("type", string(h.Type))
	w.strOpt("id", h.ID)
	w.intOpt("n", h.N)
}

func appendEvent(b []byte, e *Event) []byte {
	w := writer{b: b}
	w.event(e)
	return w.b
}

func (w *writer) event(e *Event) {
	w.open('{')
	w.head(&e.Head)
	w.str("room", e.Room)
	w.int("seq", e.Seq)
	w.str("event", e.Event)
	w.str("author", e.Author)
	w.strOpt("cid", e.CID)
	w.str("kind", string(e.Kind))
	w.int("at", e.At)
	w.intOpt("target", e.Target)
	w.strOpt("body", e.Body)
	w.intOpt("reply_to", e.ReplyTo)
	if len(e.Mentions) > 0 {
		w.strs("mentions", e.Mentions)
	}
	w.strOpt("emoji", e.Emoji)
	w.boolOpt("on", e.On)
	w.strOpt("user", e.User)
	w.strOpt("action", e.Action)
	w.strOpt("name", e.Name)
	w.strOpt("topic", e.Topic)
	w.strOpt("history", string(e.History))
	w.intOpt("from", e.From)
	if e.Detail != "" {
		w.name("detail")
		w.b = append(w.b, e.Detail...)
	}
	if q := e.Quote; q != nil {
		w.name("quote")
		w.open('{')
		w.str("author", q.Author)
		w.strOpt("text", q.Text)
		w.boolOpt("deleted", q.Deleted)
		w.close('}')
	}
	if e.State != nil {
		w.name("state")
		w.state(e.State)
	}
	w.close('}')
}

func (w *writer) state(s *State) {
	w.open('{')
	w.int("v", s.V)
	w.intOpt("edited_at", s.EditedAt)
	w.boolOpt("deleted", s.Deleted)
	if len(s.Reactions) > 0 {
		w.name("reactions")
		w.open('[')
		for _, r := range s.Reactions {
			w.next()
			w.open('{')
			w.str("emoji", r.Emoji)
			w.strs("users", r.Users)
			w.close('}')
		}
		w.close(']')
	}
	w.intOpt("replies", int64(s.Replies))
	if len(s.Marks) > 0 {
		w.name("marks")
		w.open('[')
		for i := range s.Marks {
			w.next()
			w.mark(&s.Marks[i])
		}
		w.close(']')
	}
	w.close('}')
}

func (w *writer) mark(m *Mark) {
	w.open('{')
	w.str("mark", m.Mark)
	w.str("by", m.By)
	w.int("at", m.At)
	w.int("seq", m.Seq)
	w.close('}')
}

func appendPage(b []byte, p *Page) []byte {
	w := writer{b: b}
	w.open('{')
	w.head(&p.Head)
	w.str("room", p.Room)
	w.str("epoch", p.Epoch)
	w.int("from", p.From)
	w.int("to", p.To)
	w.int("as_of", p.AsOf)
	w.name("events")
	w.open('[')
	for i := range p.Events {
		w.next()
		w.event(&p.Events[i])
	}
	w.close(']')
	if len(p.Users) > 0 {
		w.name("users")
		w.open('[')
		for i := range p.Users {
			w.next()
			w.user(&p.Users[i])
		}
		w.close(']')
	}
	w.close('}')
	return w.b
}

func (w *writer) user(u *User) {
	w.open('{')
	w.str("id", u.ID)
	w.str("handle", u.Handle)
	w.str("name", u.Name)
	w.str("role", string(u.Role))
	w.boolOpt("ghost", u.Ghost)
	w.boolOpt("gone", u.Gone)
	w.close('}')
}

func appendAck(b []byte, a *Ack) []byte {
	w := writer{b: b}
	w.open('{')
	w.head(&a.Head)
	w.strOpt("cid", a.CID)
	w.str("room", a.Room)
	w.int("seq", a.Seq)
	w.strOpt("event", a.Event)
	w.intOpt("at", a.At)
	w.boolOpt("dup", a.Dup)
	w.close('}')
	return w.b
}

// appendString writes s between quotes. Bytes that are no UTF-8 become U+FFFD,
// as in encoding/json, so that one bad row never breaks a frame.
func appendString(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(b, s[start:i]...)
				b = append(b, `\ufffd`...)
				start = i + 1
			}
			i += n
			continue
		}
		if c >= 0x20 && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
		i++
		start = i
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}
