package broker

import (
	"reflect"
	"strings"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// FuzzOpen passes arbitrary text to open. What open accepts must mean the same
// after it is encoded again.
func FuzzOpen(f *testing.F) {
	f.Add("{}")
	f.Add("{\"look\":true}")
	f.Add("{\"room\":\"\\ud83d\"}\n{\"seq\":1}\n\n{\"seq\":2}")
	f.Add("[]")
	m := Message{
		Room: "lobby", First: 3, Last: 4, Events: []wire.Event{{Room: "lobby", Seq: 3, Body: "ä\n\"", Quote: &wire.Quote{Author: "ada"}},
			{Seq: 4}},
		Inbox: []store.InboxEntry{{User: "ada", Useq: 9, Kind: wire.InboxRead, Room: "lobby", Seq: 4}},
		Users: []wire.User{{ID: "ada", Gone: true}},
		Ended: []string{"session"}, Typing: &wire.Typing{Room: "lobby"}, Presence: map[string]string{"ada": wire.Away},
		Replaced: &Replaced{Conn: "old", Session: "session"},
	}
	for _, e := range envelopes(&m) {
		f.Add(string(e))
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, look, err := open([]byte(text))
		if err != nil || look || len(m.Inbox) > maxEntries {
			return
		}
		all := envelopes(&m)
		again, _, err := open(all[0])
		if err != nil || len(all) != 1 {
			t.Fatalf("%q cannot be sent on: %v", text, err)
		}
		if len(again.Events) == 0 { // perhaps too long for an envelope
			m.Events = nil
		}
		if !same(m, again) {
			t.Errorf("%q was\n%+v\nand is\n%+v", text, m, again)
		}
	})
}

// same reports whether two messages mean the same; an empty list equals none.
func same(a, b Message) bool {
	var x, y strings.Builder
	for _, e := range envelopes(&a) {
		x.Write(e)
	}
	for _, e := range envelopes(&b) {
		y.Write(e)
	}
	return a.Room == b.Room && a.First == b.First && a.Last == b.Last && len(a.Events) == len(b.Events) &&
		(x.String() == y.String() || reflect.DeepEqual(a, b)) // a map has no order
}
