package wire

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Marshal returns plain data as JSON, as encoding/json does: structs by their json
// tags, of which it knows the name and omitempty, strings, whole numbers, bools, and
// slices, maps from string and pointers of these. It panics if v contains anything
// else, which is a bug of the program.
//
// It exists because encoding/json, which the browser's program uses for nothing else,
// would be a tenth of its download.
func Marshal(v any) []byte {
	var w writer
	w.value(reflect.ValueOf(v))
	return w.b
}

// Unmarshal reads what Marshal writes into the value that into points to. It ignores
// unknown fields, and panics where Marshal would.
func Unmarshal(data []byte, into any) error {
	if !utf8.Valid(data) {
		return errUTF8
	}
	l := reader{lexer: lexer{data: data}}
	l.value(reflect.ValueOf(into).Elem())
	return l.end()
}

// field is a field that appears in the JSON, also one of an embedded struct.
type field struct {
	name  string
	index []int // for reflect.Value.FieldByIndex
	omit  bool  // if it is empty
}

// knownFields are the fields of the structs met so far, by reflect.Type.
var knownFields sync.Map

func fieldsOf(t reflect.Type) []field {
	if known, ok := knownFields.Load(t); ok {
		return known.([]field)
	}
	var list []field
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			for _, inner := range fieldsOf(f.Type) {
				inner.index = append([]int{i}, inner.index...)
				list = append(list, inner)
			}
			continue
		}
		// Tag.Get would do the same more thoroughly, but pulls in strconv.Unquote.
		_, tag, _ := strings.Cut(string(f.Tag), `json:"`)
		tag, _, _ = strings.Cut(tag, `"`)
		name, options, _ := strings.Cut(tag, ",")
		if name == "" {
			panic("wire: " + t.String() + "." + f.Name + " has no name in JSON")
		}
		list = append(list, field{name, []int{i}, options == "omitempty"})
	}
	knownFields.Store(t, list)
	return list
}

// The JSON of a Cursor and of a Detail differs from that of its Go type.
var (
	cursorType = reflect.TypeFor[Cursor]()
	detailType = reflect.TypeFor[Detail]()
)

func (w *writer) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == detailType {
			w.b = append(w.b, v.String()...)
			return
		}
		w.b = appendString(w.b, v.String())
	case reflect.Bool:
		w.b = strconv.AppendBool(w.b, v.Bool())
	case reflect.Int, reflect.Int64:
		w.b = strconv.AppendInt(w.b, v.Int(), 10)
	case reflect.Pointer:
		if v.IsNil() {
			w.b = append(w.b, "null"...)
			return
		}
		w.value(v.Elem())
	case reflect.Slice:
		w.open('[')
		for i := range v.Len() {
			w.next()
			w.value(v.Index(i))
		}
		w.close(']')
	case reflect.Map:
		w.open('{')
		var keys []string
		for _, key := range v.MapKeys() {
			keys = append(keys, key.String())
		}
		slices.Sort(keys)
		for _, key := range keys {
			w.next()
			w.b = append(appendString(w.b, key), ':')
			w.value(v.MapIndex(reflect.ValueOf(key)))
		}
		w.close('}')
	case reflect.Struct:
		w.object(v)
	default:
		panic("wire: no JSON for " + v.Type().String())
	}
}

func (w *writer) object(v reflect.Value) {
	if v.Type() == cursorType {
		w.b = Cursor{v.Field(0).String(), v.Field(1).Int()}.append(w.b)
		return
	}
	w.open('{')
	for _, f := range fieldsOf(v.Type()) {
		part := v.FieldByIndex(f.index)
		if f.omit && empty(part) {
			continue
		}
		w.name(f.name)
		w.value(part)
	}
	w.close('}')
}

// empty reports whether omitempty leaves a value out.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Bool:
		return !v.Bool()
	case reflect.Int, reflect.Int64:
		return v.Int() == 0
	case reflect.Pointer:
		return v.IsNil()
	}
	return false
}

// value reads a value of v's kind into v. Null leaves v as it is.
func (l *reader) value(v reflect.Value) {
	if l.null() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type() == detailType {
			var d Detail
			l.detail(&d)
			v.SetString(string(d))
			return
		}
		var s string
		l.str(&s)
		v.SetString(s)
	case reflect.Bool:
		var on bool
		l.bool(&on)
		v.SetBool(on)
	case reflect.Int, reflect.Int64:
		var n int64
		l.int(&n)
		v.SetInt(n)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		l.value(v.Elem())
	case reflect.Slice:
		l.list(v)
	case reflect.Map:
		l.mapping(v)
	case reflect.Struct:
		l.object(v)
	default:
		panic("wire: no JSON for " + v.Type().String())
	}
}

func (l *reader) list(v reflect.Value) {
	if !l.open('[') {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	for n := 0; l.more(']'); n++ {
		v.Grow(1)
		v.SetLen(n + 1)
		l.value(v.Index(n))
	}
}

func (l *reader) mapping(v reflect.Value) {
	if !l.open('{') {
		return
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	for l.more('}') {
		key, member := reflect.ValueOf(string(l.key())), reflect.New(v.Type().Elem()).Elem()
		l.value(member)
		v.SetMapIndex(key, member)
	}
}

func (l *reader) object(v reflect.Value) {
	if v.Type() == cursorType {
		var c Cursor
		l.cursor(&c)
		v.Set(reflect.ValueOf(c))
		return
	}
	if !l.open('{') {
		return
	}
	fields := fieldsOf(v.Type())
next:
	for l.more('}') {
		key := l.key()
		for i := range fields {
			if string(key) != fields[i].name {
				continue
			}
			given := l.peek()
			if l.value(v.FieldByIndex(fields[i].index)); l.err != nil {
				l.wrong.in(fields[i].name, given)
			}
			continue next
		}
		if l.strict {
			l.wrong.in(string(key), 0)
			l.fail(errUnknown)
		}
		l.skip()
	}
}

// mistake says at which field reading stopped.
type mistake struct {
	path  string // "resume.user"
	given byte   // how the value there begins
}

// in records that the mistake is in a field.
func (m *mistake) in(field string, given byte) {
	if m.path == "" {
		m.path, m.given = field, given
	} else {
		m.path = field + "." + m.path
	}
}

// kind returns the name of the kind of value that was given.
func (m *mistake) kind() string {
	switch m.given {
	case '"':
		return "string"
	case '{':
		return "object"
	case '[':
		return "array"
	case 't', 'f':
		return "bool"
	}
	return "number"
}
