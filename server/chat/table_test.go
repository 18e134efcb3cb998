package chat_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/wire"
)

func TestTheTableIsComplete(t *testing.T) {
	routes, types := map[string]bool{}, map[wire.Type]bool{}
	for _, c := range chat.Table() {
		if routes[c.Method+" "+c.Path] || types[c.Type] {
			t.Errorf("%s: %s %s is there twice", c.Type, c.Method, c.Path)
		}
		routes[c.Method+" "+c.Path], types[c.Type] = true, true
		if chat.Lookup(c.Type) == nil || chat.Lookup(c.Type).Type != c.Type {
			t.Errorf("%s cannot be looked up", c.Type)
		}
		if !strings.HasSuffix(c.Doc, ".") {
			t.Errorf("%s: %q is no sentence", c.Type, c.Doc)
		}
		if c.Scope.Name() == "" {
			t.Errorf("%s needs no scope, or several", c.Type)
		}
		switch c.Answer {
		case wire.TypeAck, wire.TypePage, wire.TypeOK:
		default:
			t.Errorf("%s is answered with %q", c.Type, c.Answer)
		}
		_, isAck := c.Result().(*wire.Ack)
		_, isPage := c.Result().(*wire.Page)
		if isAck != (c.Answer == wire.TypeAck) || isPage != (c.Answer == wire.TypePage) {
			t.Errorf("%s is answered with %q, a %T", c.Type, c.Answer, c.Result())
		}
		if c.Changes() != (c.Method != http.MethodGet) {
			t.Errorf("%s %s: changes: %v", c.Method, c.Type, c.Changes())
		}
		inLanes(t, &c)
		for _, f := range reflect.VisibleFields(reflect.TypeOf(c.New()).Elem()) {
			in := f.Tag.Get("path")
			if in != "" && c.Method != http.MethodGet && strings.Contains(c.Path, "{"+in+"}") &&
				strings.Contains(f.Tag.Get("json"), "omitempty") {
				t.Errorf("%s: %s is needed, yet may be left out", c.Type, in)
			}
		}
	}
	if chat.Lookup("hello") != nil || chat.Lookup("") != nil {
		t.Error("something that is no command can be looked up")
	}
}

// inLanes checks that a row's requests are ordered by the room that they name, if
// they change something in it.
func inLanes(t *testing.T, c *chat.Command) {
	t.Helper()
	req := c.New()
	room := reflect.ValueOf(req).Elem().FieldByName("Room")
	named := room.IsValid() && room.Kind() == reflect.String
	if ordered := c.Lane == wire.LaneRoom; ordered != (named && c.Changes()) {
		t.Errorf("%s: in lanes by room: %v", c.Type, ordered)
	} else if ordered {
		room.SetString("r")
		if c.LaneOf(req) != "r" {
			t.Errorf("%s: a request about r is in lane %q", c.Type, c.LaneOf(req))
		}
	}
}
