// Package fmt stands in for the standard library's in the browser's copy of go-app.
//
// It knows the verbs that go-app uses, %v, %s, %T and %p, without flags, and writes a value that is
// no text, number, error or fmt.Stringer as the name of its type.
package fmt

import (
	"reflect"
	"strconv"
	"strings"
)

// Sprint writes values one after the other.
func Sprint(values ...any) string {
	var b strings.Builder
	for _, v := range values {
		b.WriteString(verb('v', v))
	}
	return b.String()
}

// Sprintf replaces the verbs of a format by the values. It panics if it does not know a verb, or has
// no value for it.
func Sprintf(format string, values ...any) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(format, "%")
		b.WriteString(before)
		switch {
		case !found:
			return b.String()
		case strings.HasPrefix(after, "%"):
			b.WriteByte('%')
		case after == "" || len(values) == 0:
			panic("standin/fmt: no value or no verb in " + format)
		default:
			b.WriteString(verb(after[0], values[0]))
			values = values[1:]
		}
		format = after[1:]
	}
}

// Printf writes to the console.
func Printf(format string, values ...any) { print(Sprintf(format, values...)) }

func verb(name byte, v any) string {
	switch name {
	case 'v', 's':
		return text(v)
	case 'T':
		return typeName(v)
	case 'p':
		return "0x" + strconv.FormatUint(uint64(reflect.ValueOf(v).Pointer()), 16)
	}
	panic("standin/fmt: the verb %" + string(rune(name)) + " is not known")
}

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case error:
		return v.Error()
	case interface{ String() string }:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.String:
		return r.String()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(r.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(r.Uint(), 10)
	}
	return typeName(v)
}

func typeName(v any) string {
	if v == nil {
		return "<nil>"
	}
	return reflect.TypeOf(v).String()
}
