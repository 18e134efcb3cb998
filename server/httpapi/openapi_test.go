package httpapi

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// openAPI checks the form of a description against OpenAPI 3.1.0: the objects
// of its chapters 4.8.8 to 4.8.24 and JSON Schema as they are used here.
type openAPI struct {
	t     *testing.T
	named object          // components/schemas
	ids   map[string]bool // operationIds seen
}

// fields reports the unknown and the missing fields of an object.
func (o openAPI) fields(at string, v any, required, optional string) object {
	o.t.Helper()
	m, ok := v.(object)
	if !ok {
		o.t.Errorf("%s is no object: %v", at, v)
		return nil
	}
	known := strings.Fields(required + " " + optional)
	for name := range m {
		if !slices.Contains(known, name) && !strings.HasPrefix(name, "x-") {
			o.t.Errorf("%s: there is no field %q", at, name)
		}
	}
	for _, name := range strings.Fields(required) {
		if m[name] == nil || m[name] == "" {
			o.t.Errorf("%s: %s is missing", at, name)
		}
	}
	return m
}

func (o openAPI) operation(at, path string, v any) {
	op := o.fields(at, v, "operationId summary responses", "description tags parameters requestBody security")
	id, _ := op["operationId"].(string)
	if o.ids[id] {
		o.t.Errorf("%s: a second %s", at, id)
	}
	o.ids[id] = true
	var inPath, seen []string
	params, _ := op["parameters"].([]any)
	for _, p := range params {
		p := o.fields(at+" parameter", p, "name in schema", "required description style explode")
		where, _ := p["in"].(string)
		name, _ := p["name"].(string)
		if !slices.Contains([]string{"path", "query", "header", "cookie"}, where) || slices.Contains(seen, where+name) {
			o.t.Errorf("%s: parameter %v", at, p)
		}
		seen = append(seen, where+name)
		if where == "path" {
			inPath = append(inPath, "{"+name+"}")
		}
		o.schema(at+" parameter "+name, p["schema"])
	}
	if want := regexp.MustCompile(`{[^}]*}`).FindAllString(path, -1); !slices.Equal(slices.Sorted(slices.Values(inPath)),
		slices.Sorted(slices.Values(want))) {
		o.t.Errorf("%s: the parameters %v", at, inPath)
	}
	if body, ok := op["requestBody"]; ok {
		o.content(at+" body", o.fields(at+" body", body, "content", "required description"))
	}
	responses, _ := op["responses"].(object)
	for status, r := range responses {
		if !regexp.MustCompile(`^([1-5][0-9][0-9]|default)$`).MatchString(status) {
			o.t.Errorf("%s: status %q", at, status)
		}
		if r := o.fields(at+" "+status, r, "description", "content headers"); r["content"] != nil {
			o.content(at+" "+status, r)
		}
	}
	if len(responses) == 0 {
		o.t.Errorf("%s: no responses", at)
	}
}

func (o openAPI) content(at string, v object) {
	content, _ := v["content"].(object)
	for media, m := range content {
		if !regexp.MustCompile(`^[a-z]+/[a-z.+-]+$`).MatchString(media) {
			o.t.Errorf("%s: media type %q", at, media)
		}
		o.schema(at, o.fields(at+" "+media, m, "schema", "")["schema"])
	}
}

func (o openAPI) schema(at string, v any) {
	m, ok := v.(object)
	if ok && m["$ref"] != nil {
		if name, _ := m["$ref"].(string); o.named[strings.TrimPrefix(name, "#/components/schemas/")] == nil {
			o.t.Errorf("%s: %s leads nowhere", at, name)
		}
		return
	}
	m = o.fields(at, v, "", "type description properties required items additionalProperties enum format minimum maximum minItems "+
		"maxItems minLength maxLength pattern default const oneOf anyOf prefixItems")
	kind, typed := m["type"].(string)
	if typed && !slices.Contains([]string{"object", "array", "string", "integer", "number", "boolean", "null"}, kind) {
		o.t.Errorf("%s: type %q", at, kind)
	}
	props, _ := m["properties"].(object)
	if (kind == "array") != (m["items"] != nil || m["prefixItems"] != nil) || props != nil && kind != "object" {
		o.t.Errorf("%s: %v", at, m)
	}
	for name, p := range props {
		o.schema(at+"."+name, p)
	}
	for _, inside := range []string{"items", "additionalProperties"} {
		if x, ok := m[inside].(object); ok {
			o.schema(at+" "+inside, x)
		}
	}
	required, _ := m["required"].([]any)
	for _, name := range required {
		if name, ok := name.(string); !ok || props[name] == nil {
			o.t.Errorf("%s: %v is required and not there", at, name)
		}
	}
}

func TestTheDescriptionHasTheFormOfOpenAPI(t *testing.T) {
	doc := description(t)
	o := openAPI{t: t, ids: map[string]bool{}}
	o.fields("the description", doc, "openapi info paths components", "servers security tags")
	o.fields("info", doc["info"], "title version", "description license contact summary")
	components := o.fields("components", doc["components"], "schemas securitySchemes", "")
	o.named, _ = components["schemas"].(object)
	schemes, _ := components["securitySchemes"].(object)
	for name := range o.named {
		if !regexp.MustCompile(`^[a-zA-Z0-9._-]+$`).MatchString(name) {
			t.Errorf("a schema is called %q", name)
		}
		o.schema(name, o.named[name])
	}
	paths, _ := doc["paths"].(object)
	shapes := map[string]string{}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		shape := regexp.MustCompile(`{[^}]*}`).ReplaceAllString(path, "{}")
		if other := shapes[shape]; other != "" || !strings.HasPrefix(path, "/") {
			t.Errorf("%s is like %s", path, other)
		}
		shapes[shape] = path
		item := o.fields(path, paths[path], "", "get put post delete patch")
		for method, op := range item {
			o.operation(method+" "+path, path, op)
			op, _ := op.(object)
			own, _ := op["security"].([]any)
			all, _ := doc["security"].([]any)
			for _, need := range slices.Concat(all, own) {
				for name := range need.(object) {
					if schemes[name] == nil {
						t.Errorf("%s %s needs %s, which is nowhere described", method, path, name)
					}
				}
			}
		}
	}
}
