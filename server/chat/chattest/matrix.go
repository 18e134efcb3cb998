package chattest

import (
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/wire"
)

// Columns are the kinds of people of the matrix, in the order of Case.Want.
var Columns = []string{"owner", "admin", "host", "member", "former", "stranger", "banned", "signedout"}

// column returns the person of a column.
func (w *World) column(name string) Person {
	return map[string]Person{
		"owner": w.Nora, "admin": w.Mara, "host": w.Hana, "member": w.Sam,
		"former": w.Finn, "stranger": w.Stan, "banned": w.Bo, "signedout": w.Olga,
	}[name]
}

// Case is one row of the authorization matrix: a command on one sort of thing,
// by everyone.
type Case struct {
	Type wire.Type
	On   string // what it is done to
	// Want is the outcome for each of Columns: "ok" or the code.
	Want string
	// Request makes a request of who on things of its own.
	Request func(w *World, who Person) wire.Headed
}

// Call gives one command to a transport as p and returns the refusal, if any.
// A fault of ours or of the transport fails the test.
type Call func(t *testing.T, w *World, p Person, c *chat.Command, req wire.Headed) *wire.Error

// Run runs the matrix through call: every cell is asserted, a command without
// a row fails, and a refusal must not have changed anything. Each call gets
// the World of its own that New made with options.
func Run(t *testing.T, call Call, options ...Option) {
	covered := map[wire.Type]bool{}
	for _, c := range Cases {
		covered[c.Type] = true
	}
	for _, c := range chat.Table() {
		if !covered[c.Type] {
			t.Errorf("command %s has no row in the authorization matrix", c.Type)
		}
	}
	w := New(t, options...)
	for _, c := range Cases {
		t.Run(string(c.Type)+" "+c.On, func(t *testing.T) {
			w.T = t
			runCase(t, w, c, call)
		})
	}
}

func runCase(t *testing.T, w *World, c Case, call Call) {
	command := chat.Lookup(c.Type)
	if command == nil {
		t.Fatalf("there is no command %s", c.Type)
	}
	want := strings.Fields(c.Want)
	if len(want) != len(Columns) {
		t.Fatalf("%d outcomes, want one for each of %v", len(want), Columns)
	}
	for i, name := range Columns {
		who := w.column(name)
		req := c.Request(w, who)
		before := w.Commits()
		got := "ok"
		if e := call(t, w, who, command, req); e != nil {
			got = string(e.Code)
		}
		if got != want[i] {
			t.Errorf("by %s: %s, want %s", name, got, want[i])
		}
		if got != "ok" && w.Commits() != before {
			t.Errorf("by %s: refused with %s, yet something was changed", name, got)
		}
		if name == "signedout" && !slices.Contains([]string{"unauthorized"}, want[i]) {
			t.Errorf("the row lets people do this who are not signed in")
		}
	}
}
