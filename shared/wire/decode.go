package wire

// reader reads objects: those that come in numbers by the methods in this
// file, which have one line for each field, all others by reflection
// (plain.go). Fuzz tests hold both to encoding/json.
type reader struct {
	lexer
	strict             bool    // refuse fields that are not known
	wrong              mistake // where something was refused
	room, author, kind string  // of the last event, to be shared by the next
}

// like reads a text that is probably the one in last, and then shares its
// memory: the events of a page name the same room and few authors.
func (l *reader) like(into, last *string) {
	if l.null() {
		return
	}
	l.buf = l.buf[:0]
	b, copied := l.text(l.buf)
	if copied {
		l.buf = b
	}
	if l.err != nil {
		return
	}
	if string(b) != *last {
		*last = string(b)
	}
	*into = *last
}

func (l *reader) head(h *Head, key []byte) bool {
	switch string(key) {
	case "type":
		l.str((*string)(&h.Type))
	case "id":
		l.str(&h.ID)
	case "n":
		l.int(&h.N)
	default:
		return false
	}
	return true
}

func (l *reader) event(e *Event) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch key := l.key(); string(key) {
		case "room":
			l.like(&e.Room, &l.room)
		case "seq":
			l.int(&e.Seq)
		case "event":
			l.str(&e.Event)
		case "author":
			l.like(&e.Author, &l.author)
		case "cid":
			l.str(&e.CID)
		case "kind":
			l.like((*string)(&e.Kind), &l.kind)
		case "at":
			l.int(&e.At)
		case "target":
			l.int(&e.Target)
		case "body":
			l.str(&e.Body)
		case "reply_to":
			l.int(&e.ReplyTo)
		case "mentions":
			l.strs(&e.Mentions)
		case "emoji":
			l.str(&e.Emoji)
		case "on":
			l.bool(&e.On)
		case "user":
			l.str(&e.User)
		case "action":
			l.str(&e.Action)
		case "name":
			l.str(&e.Name)
		case "topic":
			l.str(&e.Topic)
		case "history":
			l.str((*string)(&e.History))
		case "from":
			l.int(&e.From)
		case "detail":
			l.detail(&e.Detail)
		case "quote":
			if !l.null() {
				e.Quote = new(Quote)
				l.quote(e.Quote)
			}
		case "state":
			if !l.null() {
				e.State = new(State)
				l.state(e.State)
			}
		default:
			if !l.head(&e.Head, key) {
				l.skip()
			}
		}
	}
}

// send reports whether it knew every field.
func (l *reader) send(s *Send) bool {
	known := l.open('{')
	for known && l.more('}') {
		switch key := l.key(); string(key) {
		case "cid":
			l.str(&s.CID)
		case "room":
			l.str(&s.Room)
		case "body":
			l.str(&s.Body)
		case "reply_to":
			l.int(&s.ReplyTo)
		default:
			known = l.head(&s.Head, key)
		}
	}
	return known
}

func (l *reader) quote(q *Quote) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "author":
			l.str(&q.Author)
		case "text":
			l.str(&q.Text)
		case "deleted":
			l.bool(&q.Deleted)
		default:
			l.skip()
		}
	}
}

func (l *reader) state(s *State) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "v":
			l.int(&s.V)
		case "edited_at":
			l.int(&s.EditedAt)
		case "deleted":
			l.bool(&s.Deleted)
		case "reactions":
			if !l.open('[') {
				continue
			}
			s.Reactions = []Reaction{}
			for l.more(']') {
				var r Reaction
				l.reaction(&r)
				s.Reactions = append(s.Reactions, r)
			}
		case "replies":
			n := int64(s.Replies)
			l.int(&n)
			s.Replies = int(n)
		case "marks":
			if !l.open('[') {
				continue
			}
			s.Marks = []Mark{}
			for l.more(']') {
				s.Marks = append(s.Marks, Mark{})
				l.mark(&s.Marks[len(s.Marks)-1])
			}
		default:
			l.skip()
		}
	}
}

func (l *reader) mark(m *Mark) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "mark":
			l.str(&m.Mark)
		case "by":
			l.str(&m.By)
		case "at":
			l.int(&m.At)
		case "seq":
			l.int(&m.Seq)
		default:
			l.skip()
		}
	}
}

func (l *reader) reaction(r *Reaction) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "emoji":
			l.str(&r.Emoji)
		case "users":
			l.strs(&r.Users)
		default:
			l.skip()
		}
	}
}

func (l *reader) page(p *Page) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch key := l.key(); string(key) {
		case "room":
			l.str(&p.Room)
		case "epoch":
			l.str(&p.Epoch)
		case "from":
			l.int(&p.From)
		case "to":
			l.int(&p.To)
		case "as_of":
			l.int(&p.AsOf)
		case "events":
			if !l.open('[') {
				continue
			}
			p.Events = []Event{}
			for l.more(']') {
				p.Events = append(p.Events, Event{})
				l.event(&p.Events[len(p.Events)-1])
			}
		case "users":
			if !l.open('[') {
				continue
			}
			p.Users = []User{}
			for l.more(']') {
				p.Users = append(p.Users, User{})
				l.user(&p.Users[len(p.Users)-1])
			}
		default:
			if !l.head(&p.Head, key) {
				l.skip()
			}
		}
	}
}

func (l *reader) user(u *User) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "id":
			l.str(&u.ID)
		case "handle":
			l.str(&u.Handle)
		case "name":
			l.str(&u.Name)
		case "role":
			l.str((*string)(&u.Role))
		case "ghost":
			l.bool(&u.Ghost)
		case "gone":
			l.bool(&u.Gone)
		default:
			l.skip()
		}
	}
}

func (l *reader) ack(a *Ack) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch key := l.key(); string(key) {
		case "cid":
			l.str(&a.CID)
		case "room":
			l.str(&a.Room)
		case "seq":
			l.int(&a.Seq)
		case "event":
			l.str(&a.Event)
		case "at":
			l.int(&a.At)
		case "dup":
			l.bool(&a.Dup)
		default:
			if !l.head(&a.Head, key) {
				l.skip()
			}
		}
	}
}
