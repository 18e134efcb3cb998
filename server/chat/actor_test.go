package chat_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

func TestANewCredentialMayDoNothing(t *testing.T) {
	w := chattest.New(t)
	fresh := chat.Actor{User: w.Nora.ID, Session: w.Nora.Session}
	for _, c := range chat.Table() {
		_, err := w.Chat.Do(t.Context(), fresh, &c, c.New())
		if e, fault := chat.Public(err); fault || e.Code != wire.CodeForbidden {
			t.Errorf("%s: %v", c.Type, err)
		}
	}
	for _, o := range w.Chat.DoAll(t.Context(), fresh, chat.Lookup(wire.SendMessage.Type), []wire.Headed{&wire.Send{}, &wire.Send{}}) {
		if o.Err == nil {
			t.Error("a send among others was carried out")
		}
	}
	if _, err := w.Chat.Resume(t.Context(), fresh, wire.Resume{}); err == nil {
		t.Error("it was caught up")
	}
}

func TestACredentialReachesWhatItNamesAndNoMore(t *testing.T) {
	for _, held := range chat.Scopes {
		a := chat.SignedIn("somebody", "session")
		a.Scope = held.Scope
		for _, asked := range chat.Scopes {
			if got := a.Need(asked.Scope) == nil; got != (held == asked) {
				t.Errorf("with %s for %s: %v", held.Name, asked.Name, got)
			}
		}
		if a.Need(0) == nil {
			t.Error("something without a scope is open to all")
		}
	}
	made := chat.SignedIn("somebody", "session")
	made.Origin = chat.OriginMade
	if made.Need(chat.ScopeAccount) == nil {
		t.Error("what was made for a program may end the sessions of who made it")
	}
	if made.Need(chat.ScopeWrite) != nil {
		t.Error("what was made for a program may not write")
	}
}

var update = flag.Bool("update", false, "write testdata/*.txt anew")

// A program of an owner is not an owner: it has the rights of its kind. A change
// to what a kind may do has to change this file too.
func TestWhatEachKindMayDo(t *testing.T) {
	w := chattest.New(t)
	call := func(t *testing.T, w *chattest.World, p chattest.Person, c *chat.Command, req wire.Headed) *wire.Error {
		_, e := w.Do(p, req, c.Type)
		return e
	}
	var b strings.Builder
	line := func(what string, cells []string) {
		for _, cell := range cells {
			what += fmt.Sprintf(" %-12s", cell)
		}
		b.WriteString(strings.TrimRight(what, " ") + "\n")
	}
	var names []string
	for _, k := range rights.Kinds {
		names = append(names, k.Name)
	}
	line(fmt.Sprintf("%-44s", "by a host, through a"), names)
	for _, c := range chattest.Cases {
		var cells []string
		for _, k := range rights.Kinds {
			p := w.Hana.Through(func(a *chat.Actor) { a.Kind = k.Kind })
			cells = append(cells, c.Outcome(t, w, p, call))
		}
		line(fmt.Sprintf("%-44s", string(c.Type)+" "+c.On), cells)
	}
	isFile(t, "testdata/kinds.txt", b.String())
}

func TestAProgramOfAnAdminCannotCallEverybody(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	for _, k := range rights.Kinds {
		p := w.Mara.Through(func(a *chat.Actor) { a.Kind = k.Kind })
		q := &wire.Send{CID: id.New(), Room: room, Body: "@all come here"}
		seq := w.MustDo(p, q, wire.SendMessage.Type).(*wire.Ack).Seq
		page := w.MustDo(w.Sam, &wire.Fetch{Room: room, After: seq - 1, Limit: 1}, wire.FetchHistory.Type).(*wire.Page)
		called := len(page.Events) == 1 && len(page.Events[0].Mentions) == 1
		if called != (k.Kind == rights.Person) {
			t.Errorf("through a %s: everybody was called: %v", k.Name, called)
		}
	}
}

// isFile compares text with a golden file, which shows a reviewer what changed.
func isFile(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + text)
	if text != string(want) {
		t.Errorf("this is no longer %s:\n%s", file, want)
	}
}
