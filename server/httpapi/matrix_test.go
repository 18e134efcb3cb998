package httpapi

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/wire"
)

// The same cells as in server/chat, over HTTP.
func TestAuthorizationMatrixOverHTTP(t *testing.T) {
	var srv *httptest.Server
	chattest.Run(t, func(t *testing.T, w *chattest.World, p chattest.Person, c *chat.Command, req wire.Headed) *wire.Error {
		if srv == nil {
			srv = httptest.NewServer(New(Options{Chat: w.Chat, Authenticate: byName}))
		}
		_, e := ask(t, srv.URL, p, c, req)
		return e
	})
	if srv != nil {
		srv.Close()
	}
}

// byName trusts an Authorization header with a Person's Token.
func byName(r *http.Request) (chat.Actor, error) {
	who, ok := chattest.ActorOf(r.Header.Get("Authorization"))
	if !ok {
		return chat.Actor{}, wire.Fail(wire.CodeUnauthorized, "Please sign in.")
	}
	return who, nil
}

// ask sends a command over HTTP the way a client does: fields go into the path,
// the query or the body by their tags.
func ask(t *testing.T, base string, p chattest.Person, c *chat.Command, req wire.Headed) ([]byte, *wire.Error) {
	t.Helper()
	r := newRequest(t, base, c, req)
	if p.Session != "" {
		r.Header.Set("Authorization", p.Token())
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("%s: Cache-Control = %q", c.Type, got)
	}
	if res.StatusCode == http.StatusOK {
		if !json.Valid(body) {
			t.Errorf("%s: the answer is no JSON: %s", c.Type, body)
		}
		return body, nil
	}
	var failure struct{ Error *wire.Error }
	if err := json.Unmarshal(body, &failure); err != nil || failure.Error == nil {
		t.Fatalf("%s: status %d with body %q", c.Type, res.StatusCode, body)
	}
	if want := statusOf(failure.Error.Code); res.StatusCode != want {
		t.Errorf("%s: %s came with status %d, want %d", c.Type, failure.Error.Code, res.StatusCode, want)
	}
	return nil, failure.Error
}

// newRequest is the HTTP form of a command.
func newRequest(t *testing.T, base string, c *chat.Command, req wire.Headed) *http.Request {
	t.Helper()
	text, err := json.Marshal(req)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		t.Fatal(err)
	}
	path, query := c.Path, url.Values{}
	for _, f := range reflect.VisibleFields(reflect.TypeOf(req).Elem()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		value, given := fields[name]
		if name == "" || !given {
			continue
		}
		if in := f.Tag.Get("path"); in != "" {
			path = strings.ReplaceAll(path, "{"+in+"}", url.PathEscape(inAddress(value)))
			delete(fields, name)
		} else if in := f.Tag.Get("query"); in != "" && c.Method == http.MethodGet {
			query.Set(in, inAddress(value))
			delete(fields, name)
		}
	}
	var body io.Reader
	if c.Method != http.MethodGet {
		text, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		body = strings.NewReader(string(text))
	}
	address := base + Prefix + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	r, err := http.NewRequestWithContext(context.Background(), c.Method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// inAddress writes one value for a path or query.
func inAddress(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		var parts []string
		for _, p := range v {
			parts = append(parts, inAddress(p))
		}
		return strings.Join(parts, ",")
	}
	panic("a field that is no text, number, truth or list of texts cannot be in an address")
}
