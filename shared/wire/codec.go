package wire

import (
	"bytes"
	"reflect"
	"unicode/utf8"

	"github.com/confab/confab/shared/text"
)

//go:generate go run ./gen

// maxID is the length of a Head's ID in bytes.
const maxID = 64

// Peek reads the type and id of one object without decoding the rest. It returns an *Error with CodeInvalid if data is not one
// JSON object, or its id is longer than 64 bytes.
func Peek(data []byte) (Head, error) {
	var h Head
	l := lexer{data: data}
	if l.peek() != '{' {
		l.fail(errType)
	} else if l.open('{') {
		for l.more('}') {
			switch string(l.key()) {
			case "type":
				l.str((*string)(&h.Type))
			case "id":
				l.str(&h.ID)
			default:
				l.skip()
			}
		}
	}
	if err := l.end(); err != nil {
		return Head{}, Refused(CodeInvalid, text.ObjectNotJSON(err.Error()))
	}
	if len(h.ID) > maxID {
		return Head{}, Refused(CodeInvalid, text.LongID)
	}
	return h, nil
}

// DecodeStrict decodes what a client sent, one JSON object, into a request.
// Unknown, misspelt and repeated fields, text after the object, bad UTF-8,
// lone surrogates and nesting beyond limits.JSONDepth are refused with an
// *Error with CodeInvalid, whose sentence may be shown to the client.
func DecodeStrict(data []byte, into any) error {
	if err := check(data); err != nil {
		return Refused(CodeInvalid, text.ObjectNotValid(err.Error()))
	}
	if s, ok := into.(*Send); ok {
		// Send is by far the most frequent command. If it fails here, the code
		// below finds out what is wrong with it.
		l := reader{lexer: lexer{data: data}}
		if readSend(&l, s) && l.end() == nil {
			return nil
		}
		*s = Send{}
	}
	l := reader{lexer: lexer{data: data}, strict: true}
	l.value(reflect.ValueOf(into).Elem())
	switch l.end() {
	case nil:
		return nil
	case errUnknown:
		return Refused(CodeInvalid, text.FieldUnknown(l.wrong.path))
	case errType:
		return Refused(CodeInvalid, text.FieldWrongKind(l.wrong.path, l.wrong.kind()))
	}
	return Refused(CodeInvalid, text.ObjectNotValid(l.err.Error()))
}

// Decode decodes what the server sent. It ignores unknown fields, so that an older
// client understands a newer server. The most frequent objects (Event, Page, Ack)
// are decoded without reflection.
func Decode(data []byte, into Headed) error {
	if !utf8.Valid(data) {
		return errUTF8
	}
	l := reader{lexer: lexer{data: data}}
	switch v := into.(type) {
	case *Event:
		*v = Event{}
		readEvent(&l, v)
	case *Page:
		*v = Page{}
		readPage(&l, v)
	case *Ack:
		*v = Ack{}
		readAck(&l, v)
	default:
		l.value(reflect.ValueOf(into).Elem())
	}
	return l.end()
}

// Append appends obj as JSON to dst, without a line break after it. The objects of a
// frame are separated by line breaks, which the JSON of an object never contains.
func Append(dst []byte, obj Headed) ([]byte, error) {
	w := writer{b: dst}
	if !w.frequent(obj) {
		w.value(reflect.ValueOf(obj))
	}
	return w.b, nil
}

// Next cuts the first object off a frame. It skips empty lines; at the end of the
// frame line is empty.
//
//	for line, rest := Next(frame); len(line) > 0; line, rest = Next(rest) {
func Next(frame []byte) (line, rest []byte) {
	for len(frame) > 0 {
		line, rest, _ = bytes.Cut(frame, newline)
		if line = bytes.TrimSpace(line); len(line) > 0 {
			return line, rest
		}
		frame = rest
	}
	return nil, nil
}

var newline = []byte{'\n'}
