package httpapi

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
)

// description fetches openapi.json as anybody can, signed in or not.
func description(t *testing.T) map[string]any {
	t.Helper()
	s := start(t)
	res, text := s.do(t, "GET", "/openapi.json", "", "Authorization", "")
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", res.StatusCode, text)
	}
	var doc map[string]any
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// walk visits every object of a JSON value.
func walk(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, x := range v {
			walk(x, visit)
		}
	case []any:
		for _, x := range v {
			walk(x, visit)
		}
	}
}

func TestStrangersAreNotToldTheVersionOfTheProgram(t *testing.T) {
	s := start(t)
	for _, path := range []string{"/openapi.json", "/asyncapi.json"} {
		_, strangers := s.do(t, "GET", path, "", "Authorization", "")
		_, forged := s.do(t, "GET", path, "", "Authorization", "Bearer x")
		_, people := s.do(t, "GET", path, "")
		if strings.Contains(strangers, "v-test") || strangers != forged || !strings.Contains(people, `"version": "v-test"`) {
			t.Errorf("%s: a stranger reads %.200s, a member %.200s", path, strangers, people)
		}
	}
}

func TestTheDescriptionNamesEveryCommand(t *testing.T) {
	doc := description(t)
	if doc["openapi"] != "3.1.0" || doc["info"].(object)["version"] == "" {
		t.Errorf("openapi %v, info %v", doc["openapi"], doc["info"])
	}
	paths := doc["paths"].(object)
	n := 0
	for _, item := range paths {
		n += len(item.(object))
	}
	if want := len(chat.Table()) + len(formTable); n != want {
		t.Errorf("%d operations, want %d", n, want)
	}
	for _, c := range chat.Table() {
		op, ok := paths[c.Path].(object)[strings.ToLower(c.Method)].(object)
		if !ok || op["operationId"] != string(c.Type) || op["summary"] == "" {
			t.Errorf("%s is described as %v", c.Type, op)
			continue
		}
		params := 0
		list, _ := op["parameters"].([]any)
		for _, p := range list {
			p := p.(object)
			if p["in"] == "path" {
				params++
				if p["required"] != true || !strings.Contains(c.Path, "{"+p["name"].(string)+"}") {
					t.Errorf("%s: parameter %v", c.Type, p)
				}
			}
		}
		if want := strings.Count(c.Path, "{"); params != want {
			t.Errorf("%s: %d path parameters, want %d", c.Type, params, want)
		}
		_, body := op["requestBody"]
		if body != (c.Method != http.MethodGet) {
			t.Errorf("%s: has a body: %v", c.Type, body)
		}
		responses := op["responses"].(object)
		if responses["200"] == nil || responses["default"] == nil {
			t.Errorf("%s: responses %v", c.Type, responses)
		}
	}
}

func TestTheDescriptionHoldsTogether(t *testing.T) {
	doc := description(t)
	schemas := doc["components"].(object)["schemas"].(object)
	used := map[string]bool{}
	walk(doc, func(o map[string]any) {
		if r, ok := o["$ref"].(string); ok {
			name, local := strings.CutPrefix(r, "#/components/schemas/")
			if !local || schemas[name] == nil {
				t.Errorf("%s leads nowhere", r)
			}
			used[name] = true
		}
		if props, ok := o["properties"].(object); ok {
			if props["type"] != nil || props["id"] != nil && props["cid"] != nil {
				t.Errorf("the head of the socket is described: %v", props)
			}
		}
	})
	for name := range schemas {
		if !used[name] {
			t.Errorf("schema %s is used nowhere", name)
		}
	}
	for _, want := range []string{"Event", "State", "Room", "User", "Page", "Ack", "Failure", "Error"} {
		if schemas[want] == nil {
			t.Errorf("no schema of %s", want)
		}
	}
	send := doc["paths"].(object)["/rooms/{room}/messages"].(object)["post"].(object)
	body := send["requestBody"].(object)["content"].(object)["application/json"].(object)["schema"].(object)
	props := body["properties"].(object)
	if props["room"] != nil || props["cid"] == nil || props["body"] == nil || props["reply_to"] == nil ||
		body["additionalProperties"] != false {
		t.Errorf("the body of a send is %v", body)
	}
}

func TestTheRoutesOfSigningInAreThere(t *testing.T) {
	srv := httptest.NewServer(NewIdentity(nil, Options{}))
	defer srv.Close()
	for _, r := range formTable {
		q, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, srv.URL+Prefix+r.Path, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := srv.Client().Do(q)
		if err != nil {
			t.Fatal(err)
		}
		if res.Body.Close(); res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Allow") != r.Method {
			t.Errorf("%s: PATCH is answered with %d, Allow %q; want %s allowed", r.Path, res.StatusCode, res.Header.Get("Allow"), r.Method)
		}
	}
}
