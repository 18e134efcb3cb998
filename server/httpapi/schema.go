package httpapi

import (
	"reflect"
	"strings"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

var (
	errorType = reflect.TypeFor[wire.Error]()
	headType  = reflect.TypeFor[wire.Head]()

	cursorType = reflect.TypeFor[wire.Cursor]() // encoded as [epoch, seq]
	detailType = reflect.TypeFor[wire.Detail]() // encoded as the object in it
)

// enums are the values of string types with few values.
var enums = map[reflect.Type][]string{
	reflect.TypeFor[wire.Role]():     {string(wire.RoleOwner), string(wire.RoleAdmin), string(wire.RoleMember)},
	reflect.TypeFor[wire.RoomKind](): {string(wire.RoomPublic), string(wire.RoomPrivate), string(wire.RoomDM)},
	reflect.TypeFor[wire.IdentityState](): {
		string(wire.IdentityOK), string(wire.IdentityRefresh), string(wire.IdentitySignedOut), string(wire.IdentitySetup),
	},
}

// schemas collects JSON Schemas (draft 2020-12) of the types of shared/wire.
type schemas struct {
	named object
}

// of returns the schema of a type. Structs are stored by name and referenced.
func (s *schemas) of(t reflect.Type) object {
	if t == cursorType {
		return object{
			"type": "array", "description": fieldDocs["Cursor"], "minItems": 2, "maxItems": 2,
			"prefixItems": []object{{"type": "string"}, {"type": "integer", "format": "int64"}},
		}
	}
	if t == detailType {
		return s.detail()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.String:
		o := object{"type": "string"}
		if values, ok := enums[t]; ok {
			o["enum"] = values
		}
		return o
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer", "format": "int64"}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.Struct:
		name := t.Name()
		if _, done := s.named[name]; !done {
			s.named[name] = object{} // ends a recursion
			s.named[name] = s.fields(t, nil)
		}
		return ref(name)
	}
	panic("httpapi: no schema of " + t.String())
}

// detail returns the schema of an event's detail, which is one of several
// structs, depending on the event's kind, or an object of a kind that is not known.
func (s *schemas) detail() object {
	var each []object
	for _, k := range effect.Kinds() {
		if d := k.Detail(); d != nil {
			each = append(each, s.of(reflect.TypeOf(d)))
		}
	}
	each = append(each, object{"type": "object"}) // of a kind that newer servers have
	return object{"type": "object", "anyOf": each}
}

// answer returns the schema of a command's answer.
func (s *schemas) answer(res wire.Headed) object { return s.of(reflect.TypeOf(res).Elem()) }

// request returns the schema of a command's body: the fields that are not in the
// path or query.
func (s *schemas) request(req wire.Headed, b binding) object {
	skip := map[string]bool{}
	for _, f := range b.path {
		skip[f.name] = true
	}
	o := s.fields(reflect.TypeOf(req).Elem(), skip)
	o["additionalProperties"] = false
	return o
}

// fields returns the schema of a struct without its Head and the fields in skip.
func (s *schemas) fields(t reflect.Type, skip map[string]bool) object {
	props := object{}
	required := []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type == headType {
			continue
		}
		if f.Anonymous { // an embedded struct's fields are in the same object
			for name, prop := range s.fields(f.Type, skip)["properties"].(object) {
				props[name] = prop
			}
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || skip[name] {
			continue
		}
		prop := s.of(f.Type)
		if doc := fieldDocs[t.Name()+"."+f.Name]; doc != "" {
			prop["description"] = doc // beside a $ref too, as 3.1 allows
		}
		props[name] = prop
		if !strings.Contains(options, "omitempty") {
			required = append(required, name)
		}
	}
	o := object{"type": "object", "properties": props}
	if doc := fieldDocs[t.Name()]; doc != "" {
		o["description"] = doc
	}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}
