package httpapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/wire"
)

// socketSchemas compiles the schema of every message of the socket, by its name.
func socketSchemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(DescribeSocket("1"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource("socket.json", doc); err != nil {
		t.Fatal(err)
	}
	all := map[string]*jsonschema.Schema{}
	for name := range doc.(map[string]any)["components"].(map[string]any)["messages"].(map[string]any) {
		all[name], err = compiler.Compile("socket.json#/components/messages/" + name + "/payload")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return all
}

// Every object of the protocol's golden files matches its schema, and no longer
// does once it is damaged.
func TestTheGoldenFilesAreAsTheSocketIsDescribed(t *testing.T) {
	all := socketSchemas(t)
	files, err := filepath.Glob("../../shared/wire/testdata/*.json")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d golden files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		object, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		fields := object.(map[string]any)
		typ := fields["type"].(string)
		var refusals []string
		for name, schema := range all {
			if name != "client."+typ && name != "server."+typ && !strings.HasPrefix(name, "server."+typ+".") {
				continue
			}
			err := schema.Validate(object)
			if err == nil {
				refusals = nil
				break
			}
			refusals = append(refusals, fmt.Sprintf("%s: %v", name, err))
		}
		if len(refusals) > 0 {
			t.Errorf("%s is not as described:\n%s", filepath.Base(file), strings.Join(refusals, "\n"))
		}
		fields["no such field"] = true
		if schema := all["client."+typ]; schema != nil && schema.Validate(object) == nil {
			t.Errorf("client.%s takes any field", typ)
		}
		delete(fields, "no such field")
		delete(fields, "type")
		for name, schema := range all {
			if schema.Validate(object) == nil {
				t.Errorf("%s without a type is taken for %s", filepath.Base(file), name)
			}
		}
	}
}

// Every type of shared/wire is in the description: as an object of clients, of
// the server, or both.
func TestEveryTypeOfTheSocketIsDescribed(t *testing.T) {
	all := socketSchemas(t)
	types := 0
	files, err := filepath.Glob("../../shared/wire/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		syntax, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(syntax, func(n ast.Node) bool {
			if besideTheSocket(n) {
				return false
			}
			literal := typeNamed(n)
			if literal == nil {
				return true
			}
			value, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			types++
			found := all["client."+value] != nil || all["server."+value] != nil
			for name := range all {
				found = found || strings.HasPrefix(name, "server."+value+".")
			}
			if !found {
				t.Errorf("%s is not described", value)
			}
			return true
		})
	}
	if types < 40 {
		t.Errorf("found %d types only", types)
	}
	operations := DescribeSocket("1")["operations"].(object)
	for _, c := range chat.Table() {
		if operations[string(c.Type)] == nil {
			t.Errorf("%s is no operation", c.Type)
		}
	}
}

// typeNamed returns the literal of the type that a constant or a command of
// shared/wire declares, if n is such a declaration.
func typeNamed(n ast.Node) *ast.BasicLit {
	switch n := n.(type) {
	case *ast.ValueSpec:
		if of, ok := n.Type.(*ast.Ident); !ok || of.Name != "Type" || len(n.Values) != 1 {
			return nil
		}
		return n.Values[0].(*ast.BasicLit)
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); !ok || key.Name != "Type" {
			return nil
		}
		literal, _ := n.Value.(*ast.BasicLit)
		return literal
	}
	return nil
}

// besideTheSocket reports whether n is a value whose Type is not that of an object: a
// file, or an upload or a download, which exist over HTTP only.
func besideTheSocket(n ast.Node) bool {
	literal, ok := n.(*ast.CompositeLit)
	if !ok {
		return false
	}
	of := literal.Type
	if list, ok := of.(*ast.ArrayType); ok {
		of = list.Elt
	}
	switch generic := of.(type) {
	case *ast.IndexExpr:
		of = generic.X
	case *ast.IndexListExpr:
		of = generic.X
	}
	name, ok := of.(*ast.Ident)
	return ok && (name.Name == "File" || name.Name == "Upload" || name.Name == "Download")
}

// Every reference in the description has a target.
func TestTheSocketsDescriptionHoldsTogether(t *testing.T) {
	text, err := json.Marshal(DescribeSocket(""))
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	refs := 0
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if to, ok := v["$ref"].(string); ok {
				refs++
				if at := resolve(doc, to); at == nil {
					t.Errorf("%s leads nowhere", to)
				}
			}
			for _, child := range v {
				walk(child)
			}
		case []any:
			for _, child := range v {
				walk(child)
			}
		}
	}
	walk(doc)
	if refs < 100 {
		t.Errorf("%d references", refs)
	}
}

func resolve(doc any, ref string) any {
	for _, step := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
		m, ok := doc.(map[string]any)
		if !ok {
			return nil
		}
		doc = m[step]
	}
	return doc
}

func TestTheSocketsDescriptionIsServed(t *testing.T) {
	w := httptest.NewRecorder()
	serveDescription(Options{Authenticate: byName}, DescribeSocket).ServeHTTP(w, httptest.NewRequest("GET", Prefix+"/asyncapi.json", nil))
	var doc map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d, %v", w.Code, err)
	}
	if doc["asyncapi"] != "3.0.0" || !strings.Contains(doc["info"].(map[string]any)["description"].(string), wire.Subprotocol) {
		t.Errorf("begins %v", doc["info"])
	}
}
