package chattest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
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

// Case is one row of the authorization matrix: a command on one kind of object,
// by everybody.
type Case struct {
	Type wire.Type
	On   string // the object
	// Want has the outcome for each of Columns: "ok" or the code.
	Want string
	// Request makes a request for who on objects of its own.
	Request func(w *World, who Person) wire.Headed
}

// Call sends one command through a transport as p and returns the refusal, if
// any. A fault of the server or of the transport fails the test.
type Call func(t *testing.T, w *World, p Person, c *chat.Command, req wire.Headed) *wire.Error

// Run runs the matrix through call. Every cell is asserted, and compared with
// what follows from the right in the command's row. A command without a case
// fails, and a refusal must not have changed anything. Each call gets its own
// World, made by New with options.
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
		if got := c.Outcome(t, w, w.column(name), call); got != want[i] {
			t.Errorf("by %s: %s, want %s", name, got, want[i])
		}
		if name == "signedout" && want[i] != "unauthorized" {
			t.Errorf("the row lets people do this who are not signed in")
		}
	}
	who, most := w.column(Columns[0]), want[0]
	if i := slices.Index(want, "ok"); i >= 0 {
		who, most = w.column(Columns[i]), want[i]
	}
	for _, s := range reaching(command, most) {
		if got := c.Outcome(t, w, who.Through(s.change), call); got != s.want {
			t.Errorf("%s: %s, want %s", s.name, got, s.want)
		}
	}
}

// Outcome returns the outcome of the case for one person: "ok" or the code. A
// refusal must not have changed anything.
func (c Case) Outcome(t *testing.T, w *World, who Person, call Call) string {
	t.Helper()
	req := c.Request(w, who)
	derived := w.derived(who, chat.Lookup(c.Type), req)
	before := w.Commits()
	e := call(t, w, who, chat.Lookup(c.Type), req)
	outcome := "ok"
	if e != nil {
		outcome = string(e.Code)
	}
	if e != nil && w.Commits() != before {
		t.Errorf("by %s: refused with %s, yet something was changed", who.Handle, e.Code)
	}
	if derived != "" && derived != outcome {
		t.Errorf("by %s: %s, and by the right that the row names: %s", who.Handle, outcome, derived)
	}
	if derived == "" && outcome == string(wire.CodeUnauthorized) {
		t.Errorf("by %s: refused like somebody who is not signed in", who.Handle)
	}
	return outcome
}

// derived returns the code with which p is refused because they lack the right in
// the command's row; "": they have it, and the request itself decides, or they
// use a credential with less than their session's scope.
func (w *World) derived(p Person, c *chat.Command, req wire.Headed) (code string) {
	if p.narrow != nil {
		return ""
	}
	w.View(func(tx store.Tx) error {
		u, err := tx.Users().ByID(p.ID)
		if err != nil || p.Session == "" || u.Gone {
			code = string(wire.CodeUnauthorized)
			return err
		}
		standing := rights.Standing{Kind: rights.Person, Role: u.Role}
		if rights.Row(c.Right).Room {
			m, err := tx.Members().Get(wire.RoomOf(req), u.ID)
			if errors.Is(err, store.ErrNotFound) {
				code = string(wire.CodeRoomGone)
				return nil
			}
			if err != nil {
				return err
			}
			r, err := tx.Rooms().ByID(m.Room)
			if err != nil {
				return err
			}
			standing.Host, standing.Room = m.Host, r.Kind
		}
		if !rights.May(c.Right, standing) {
			code = string(wire.CodeForbidden)
		}
		return nil
	})
	return code
}

// credential is a credential that allows less than a session.
type credential struct {
	name   string
	change func(*chat.Actor)
	want   string
}

// reaching returns the additional credentials with which each case is tried: one
// that has exactly the command's scope, which must change nothing, and some that
// lack something, which must be refused. A socket needs chat.ScopeRead as well.
func reaching(c *chat.Command, most string) []credential {
	no := string(wire.CodeForbidden)
	all := []credential{
		{"with the scope alone", func(a *chat.Actor) { a.Scope = c.Scope | chat.ScopeRead }, most},
		{"with every scope but this one", func(a *chat.Actor) { a.Scope &^= c.Scope }, no},
		{"with no scope", func(a *chat.Actor) { a.Scope = 0 }, no},
		{"of no kind", func(a *chat.Actor) { a.Kind = 0 }, no},
		{"fresh", func(a *chat.Actor) { *a = chat.Actor{User: a.User, Session: a.Session} }, no},
	}
	if c.Scope&chat.ScopeAccount != 0 {
		all = append(all, credential{"made for a program", func(a *chat.Actor) { a.Origin = chat.OriginMade }, no})
	}
	return all
}

// Calls returns how often Run calls.
func Calls() (n int) {
	for _, c := range Cases {
		n += len(Columns) + len(reaching(chat.Lookup(c.Type), ""))
	}
	return n
}
