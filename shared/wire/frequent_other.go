//go:build !js

package wire

// frequent writes an object of those that go out in numbers, without reflection. It
// reports false and writes nothing if obj is another.
func (w *writer) frequent(obj Headed) bool {
	switch v := obj.(type) {
	case *Event:
		writeEvent(w, v)
	case *Page:
		writePage(w, v)
	case *Ack:
		writeAck(w, v)
	default:
		return false
	}
	return true
}

// copy writes the next value, of any kind, as Marshal would write it.
func (l *lexer) copy(w *writer) {
	switch l.peek() {
	case '{':
		if !l.open('{') {
			return
		}
		w.open('{')
		for l.more('}') {
			w.next()
			w.b = append(appendString(w.b, string(l.key())), ':')
			l.copy(w)
		}
		w.close('}')
	case '[':
		if !l.open('[') {
			return
		}
		w.open('[')
		for l.more(']') {
			w.next()
			l.copy(w)
		}
		w.close(']')
	case '"':
		var s string
		l.str(&s)
		w.b = appendString(w.b, s)
	default:
		l.copyAsIs(w)
	}
}
