package foreign

import (
	"fmt"
	"slices"
	"strings"
)

// object is any JSON object.
type object = map[string]any

// description is /api/v1/asyncapi.json.
type description struct{ whole object }

// at follows a path of names.
func (d description) at(path ...string) object {
	o := d.whole
	for _, name := range path {
		o, _ = o[name].(object)
	}
	return o
}

// judge holds an object that one side said against what is described: it fits
// one of the messages of its type.
func (d description) judge(side string, o object) error {
	typ, _ := o["type"].(string)
	var wrong []string
	for name, m := range d.at("components", "messages") {
		if name != side+"."+typ && !strings.HasPrefix(name, side+"."+typ+".") {
			continue
		}
		faults := d.check(typ, m.(object)["payload"].(object), o)
		if len(faults) == 0 {
			return nil
		}
		wrong = append(wrong, strings.Join(faults, "; "))
	}
	if wrong == nil {
		return fmt.Errorf("the description has no message %s.%s", side, typ)
	}
	return fmt.Errorf("%v is not as described: %s", o, strings.Join(wrong, ", or "))
}

// check holds a value against a schema, as far as the descriptions use that language.
func (d description) check(where string, schema object, v any) (faults []string) {
	if ref, ok := schema["$ref"].(string); ok {
		return d.check(where, d.at(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...), v)
	}
	if want, ok := schema["const"]; ok && v != want {
		faults = append(faults, fmt.Sprintf("%s is %v, want %v", where, v, want))
	}
	if of, ok := schema["enum"].([]any); ok && !slices.Contains(of, v) {
		faults = append(faults, fmt.Sprintf("%s is %v, want one of %v", where, v, of))
	}
	if t, ok := schema["type"].(string); ok && !isOf(t, v) {
		return append(faults, fmt.Sprintf("%s is %v, want %s", where, v, t))
	}
	switch v := v.(type) {
	case object:
		faults = append(faults, d.fields(where, schema, v)...)
	case []any:
		if items, ok := schema["items"].(object); ok {
			for i, one := range v {
				faults = append(faults, d.check(fmt.Sprintf("%s[%d]", where, i), items, one)...)
			}
		}
	}
	return faults
}

func (d description) fields(where string, schema, v object) (faults []string) {
	properties, _ := schema["properties"].(object)
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, ok := v[name.(string)]; !ok {
			faults = append(faults, fmt.Sprintf("%s has no %s", where, name))
		}
	}
	for name, one := range v {
		if of, ok := properties[name].(object); ok {
			faults = append(faults, d.check(where+"."+name, of, one)...)
		} else if of, ok := schema["additionalProperties"].(object); ok {
			faults = append(faults, d.check(where+"."+name, of, one)...)
		} else if properties != nil {
			faults = append(faults, fmt.Sprintf("%s has %s, of which nothing is said", where, name))
		}
	}
	return faults
}

// isOf tells whether a value is of a JSON Schema type.
func isOf(t string, v any) bool {
	switch v := v.(type) {
	case object:
		return t == "object"
	case []any, nil: // an empty list may be null
		return t == "array"
	case string:
		return t == "string"
	case bool:
		return t == "boolean"
	case float64:
		return t == "number" || t == "integer" && v == float64(int64(v))
	}
	return false
}
