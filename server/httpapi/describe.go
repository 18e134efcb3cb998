package httpapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/limits"
)

type object = map[string]any

// apiVersion is the version that strangers see. It is that of the API, because
// the version of the program would tell them its known weaknesses.
const apiVersion = "1"

// serveDescription answers with a description that is made only once. For
// signed-in clients it contains the version of the program.
func serveDescription(o Options, describe func(version string) map[string]any) http.Handler {
	text, err := json.MarshalIndent(describe(apiVersion), "", "\t")
	if err != nil {
		panic(err) // maps, strings and numbers cannot fail
	}
	told, err := json.Marshal(cmp.Or(o.Version, apiVersion))
	if err != nil {
		panic(err) // a string cannot fail
	}
	version := []byte(`"version": "` + apiVersion + `"`)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := o.Authenticate(r); err != nil {
			writeJSON(w, http.StatusOK, text)
			return
		}
		writeJSON(w, http.StatusOK, bytes.Replace(text, version, append([]byte(`"version": `), told...), 1))
	})
}

// Describe returns the OpenAPI 3.1 description of the API, for a version of the
// program and these streams.
func Describe(version string, streams ...chat.Stream) map[string]any {
	if version == "" {
		version = "0"
	}
	s := schemas{named: object{}}
	paths := object{}
	table := chat.Table()
	for i := range table {
		c := &table[i]
		at(paths, c.Path)[strings.ToLower(c.Method)] = operation(c, &s)
	}
	for i := range streams {
		at(paths, streams[i].Path)[strings.ToLower(streams[i].Method)] = describeStream(&streams[i], &s)
	}
	describeForms(paths, &s)
	s.named["Failure"] = object{
		"type": "object", "required": []string{"error"},
		"properties": object{"error": s.of(errorType)},
	}
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Confab", "version": version,
			"description": "Every command of the socket, over HTTP. Times are UTC milliseconds.",
		},
		"servers":    []object{{"url": Prefix}},
		"security":   []object{{"bearer": []string{}}, {"cookie": []string{}}},
		"paths":      paths,
		"components": object{"schemas": s.named, "securitySchemes": securitySchemes()},
	}
}

// at is the description of a path.
func at(paths object, path string) object {
	item, ok := paths[path].(object)
	if !ok {
		item = object{}
		paths[path] = item
	}
	return item
}

func securitySchemes() object {
	return object{
		"bearer": object{"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
		"cookie": object{"type": "apiKey", "in": "cookie", "name": "__Host-confab_access"},
	}
}

// numbering describes the headers by which a client numbers its commands.
var numbering = []object{
	{
		"name": headerInstance, "in": "header", "schema": object{"type": "string"},
		"description": "Id of the client that numbers its commands, new at each start of the program. Sent together with Confab-Number.",
	},
	{
		"name": headerNumber, "in": "header", "schema": object{"type": "integer", "format": "int64"},
		"description": "The command's number, 1 or more, larger than the last one of this instance for the same room (or for commands " +
			"without a room). " +
			"The same number again gets the same answer, with dup set. A smaller one is refused with overtaken. Nothing is executed twice.",
	},
}

// operation describes one command.
func operation(c *chat.Command, s *schemas) object {
	o := object{
		"operationId": string(c.Type),
		"summary":     c.Doc,
		"tags":        []string{tag(c.Path)},
		"responses":   responses(s.answer(c.Result())),
	}
	if c.Rate != (limits.Rate{}) {
		o["x-rate"] = rate(c.Terms)
	}
	b := commandBinding(c)
	params := parameters(b, s)
	if c.Numbered() {
		params = append(params, numbering...)
	}
	if len(params) > 0 {
		o["parameters"] = params
	}
	if b.body {
		body := s.request(c.New(), b)
		o["requestBody"] = object{"required": body["required"] != nil, "content": content(body), "x-bytes": c.Limit}
	}
	return o
}

// rate describes how often a command may be used.
func rate(t chat.Terms) object {
	return object{"per_second": t.Rate.PerSecond, "burst": t.Rate.Burst, "bucket": t.Bucket}
}

// parameters describes the fields in the path and query.
func parameters(b binding, s *schemas) []object {
	params := []object{}
	for _, f := range b.path {
		params = append(params, object{"name": f.name, "in": "path", "required": true, "schema": s.of(f.typ)})
	}
	for _, f := range b.query {
		p := object{"name": f.name, "in": "query", "schema": s.of(f.typ)}
		if p["schema"].(object)["type"] == "array" {
			p["style"], p["explode"] = "form", false
		}
		params = append(params, p)
	}
	return params
}

// responses describes the successful answer and the failure.
func responses(answer object) object {
	return object{
		"200":     object{"description": "Done.", "content": content(answer)},
		"default": object{"description": "Refused or failed: " + codes() + ".", "content": content(ref("Failure"))},
	}
}

func content(schema object) object { return object{"application/json": object{"schema": schema}} }

func ref(name string) object { return object{"$ref": "#/components/schemas/" + name} }

// tag groups the operations by the first word of their path.
func tag(path string) string { return regexp.MustCompile(`[a-z]+`).FindString(path) }

// codes lists the codes with which a command can fail.
func codes() string {
	var names []string
	for _, c := range slices.Sorted(maps.Keys(statuses)) {
		names = append(names, string(c))
	}
	return strings.Join(names, ", ")
}
