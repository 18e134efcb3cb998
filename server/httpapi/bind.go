package httpapi

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// binding says from where the fields of a command's request are read.
type binding struct {
	path  []bound
	query []bound // of a GET
	body  bool    // whether the request can have one
}

// bound is a field that is read from the path or query.
type bound struct {
	name  string
	index []int
	typ   reflect.Type
}

// commandBinding returns the binding of a command's request.
func commandBinding(c *chat.Command) binding {
	return newBinding(string(c.Type), c.Path, c.New(), c.Method != http.MethodGet)
}

// newBinding reads the tags of a request. body says whether it can have a body.
// It panics if the row's path and the tags contradict each other, or if the path
// or query cannot hold a field's type.
func newBinding(name, path string, req wire.Headed, body bool) binding {
	b := binding{body: body}
	t := reflect.TypeOf(req).Elem()
	for _, f := range reflect.VisibleFields(t) {
		from := len(b.path) + len(b.query)
		if in, ok := f.Tag.Lookup("path"); ok && strings.Contains(path, "{"+in+"}") {
			b.path = append(b.path, bound{in, f.Index, f.Type})
		} else if in, ok := f.Tag.Lookup("query"); ok && !b.body {
			b.query = append(b.query, bound{in, f.Index, f.Type})
		} else if !b.body && !f.Anonymous && f.Name != "Type" && f.Name != "ID" && f.Name != "N" {
			panic(fmt.Sprintf("httpapi: %s: field %s can come neither from the path nor from the query", name, f.Name))
		}
		if from < len(b.path)+len(b.query) && !readable(f.Type) {
			panic(fmt.Sprintf("httpapi: %s: field %s is a %s, which an address cannot hold", name, f.Name, f.Type))
		}
	}
	if len(b.path) != strings.Count(path, "{") {
		panic(fmt.Sprintf("httpapi: %s: %s names fields that its request does not have", name, path))
	}
	return b
}

// fill decodes a request into req.
func (b binding) fill(req wire.Headed, r *http.Request, body []byte) error {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return invalid(text.QueryMalformed)
	}
	v := reflect.ValueOf(req).Elem()
	if b.body && len(body) > 0 {
		if err := wire.DecodeStrict(body, req); err != nil {
			return err
		}
		if *req.Header() != (wire.Head{}) {
			return invalid(text.HeadIsForSocket)
		}
	}
	for _, f := range b.path {
		into := v.FieldByIndex(f.index)
		if !into.IsZero() {
			return invalid(text.FieldInAddress(f.name))
		}
		if err := f.set(into, r.PathValue(f.name)); err != nil {
			return err
		}
	}
	for _, f := range b.query {
		given, ok := values[f.name]
		if !ok {
			continue
		}
		delete(values, f.name)
		if len(given) > 1 {
			return invalid(text.FieldRepeated(f.name))
		}
		if err := f.set(v.FieldByIndex(f.index), given[0]); err != nil {
			return err
		}
	}
	for name := range values {
		return invalid(text.QueryFieldUnknown(strconv.Quote(name)))
	}
	return nil
}

// readable reports whether set can read a field of a type.
func readable(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String, reflect.Int, reflect.Int64, reflect.Bool:
		return true
	case reflect.Slice:
		return t.Elem().Kind() == reflect.String
	}
	return false
}

// set parses given into a field, whose type is readable.
func (f bound) set(into reflect.Value, given string) error {
	switch f.typ.Kind() {
	case reflect.String:
		into.SetString(given)
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(given, 10, 64)
		if err != nil {
			return invalid(text.FieldIsNumber(f.name))
		}
		into.SetInt(n)
	case reflect.Bool:
		if given != "true" && given != "false" {
			return invalid(text.FieldIsBool(f.name))
		}
		into.SetBool(given == "true")
	case reflect.Slice:
		if given != "" {
			into.Set(reflect.ValueOf(strings.Split(given, ",")).Convert(f.typ))
		}
	}
	return nil
}

func invalid(why text.Text) *wire.Error { return wire.Refused(wire.CodeInvalid, why) }
