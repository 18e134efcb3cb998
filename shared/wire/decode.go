package wire

// reader reads objects: the most frequent ones with the functions of codec_gen.go,
// which have a line for each field, all others by reflection (plain.go). Fuzz tests
// compare both with encoding/json.
type reader struct {
	lexer
	strict             bool    // refuse fields that are not known
	wrong              mistake // where something was refused
	room, author, kind string  // of the last event, to be shared by the next
}

// like reads a string that is probably equal to last, and shares the memory of last
// if it is: the events of a page name the same room and few authors.
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
