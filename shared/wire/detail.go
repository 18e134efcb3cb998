package wire

// Detail holds the fields that only events of one kind have: a JSON object, as
// Marshal writes it, of the struct that shared/effect has for the kind. Programs
// that do not know the kind store it and pass it on unchanged. "": there is none.
type Detail string

// DetailOf returns the Detail with the fields of the struct that from points to.
func DetailOf(from any) Detail { return Detail(Marshal(from)) }

// Read reads d into the struct that into points to.
func (d Detail) Read(into any) error { return Unmarshal([]byte(d), into) }

// MarshalJSON implements json.Marshaler.
func (d Detail) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	return []byte(d), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *Detail) UnmarshalJSON(text []byte) error {
	l := lexer{data: text}
	l.detail(d)
	return l.end()
}

// detail reads an object with any fields.
func (l *lexer) detail(into *Detail) {
	switch l.peek() {
	case 'n':
		l.word("null")
	case '{':
		var w writer
		if l.copy(&w); l.err == nil {
			*into = Detail(w.b)
		}
	default:
		l.fail(errType)
	}
}

// copyAsIs writes the next value as it stands.
func (l *lexer) copyAsIs(w *writer) {
	l.peek()
	start := l.pos
	l.skip()
	if l.err == nil {
		w.b = append(w.b, l.data[start:l.pos]...)
	}
}
