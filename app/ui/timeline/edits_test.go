package timeline

import (
	"strings"
	"testing"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/wire"
)

func TestTheTextsOfAMessageSayWhatChanged(t *testing.T) {
	h, _ := hosttest.New(t)
	d := &edits{DialogState: kit.DialogState{H: h}, list: []wire.Event{
		{Kind: wire.KindEdit, Seq: 9, Body: "say how many <fewer>, words after"},
		{Kind: wire.KindEdit, Seq: 8, Body: "say by how much, words after"},
		{Kind: wire.KindMessage, Seq: 7, Body: "say by how much, words last"},
	}}
	html := hosttest.Page(d.Draw(host.Layer{H: h}))
	hosttest.Wants(t, html, "Edited twice", "Now", "As sent", "<del>last</del>", "&lt;", "many")
	if n := strings.Count(html, "<ins>"); n != 2 {
		t.Errorf("%d places were added, want 2: %s", n, html)
	}
	d.next = 5
	if html = hosttest.Page(d.Draw(host.Layer{H: h})); strings.Contains(html, "twice") || !strings.Contains(html, "Show more") {
		t.Errorf("with earlier ones left: %s", html)
	}
}

func TestWordsAreComparedInTheirOrder(t *testing.T) {
	for _, c := range []struct{ now, other, want string }{
		{"a b c", "a c", "b| "},
		{"a c", "a b c", ""},
		{"one two", "", "one| |two"},
		{"会议在三点", "会议在四点", "三"},
	} {
		now := words(c.now)
		if strings.Join(now, "") != c.now {
			t.Errorf("%q is cut into %q", c.now, now)
		}
		var got []string
		for i, gone := range missing(now, append([]string{}, words(c.other)...)) {
			if gone {
				got = append(got, now[i])
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q is not in %q: %q, want %q", c.now, c.other, got, c.want)
		}
	}
	long := words(strings.Repeat("a b ", 2000))
	for _, gone := range missing(long, words(strings.Repeat("c d ", 2000))) {
		if gone {
			t.Fatal("very long texts are compared")
		}
	}
}

func TestAMessageThatGoesSaysSoAndCanBeKept(t *testing.T) {
	h, s := hosttest.New(t)
	hosttest.Apply(t, s, &wire.Page{Room: "general", Epoch: "e", From: 1, To: 9, AsOf: 9})
	hosttest.Apply(t, s, &wire.Event{Room: "general", Seq: 10, Event: "e10", Kind: wire.KindMessage, Author: "nora", Body: "secret"})
	var html string
	draw := func() {
		h.State.See(func(s *state.State) {
			r := s.Rooms["general"]
			it := r.Item(10)
			if it == nil {
				t.Fatal("there is no such message")
			}
			html = rowWriter{s: s, room: r}.html(row{kind: rowMessage, item: it, head: true})
			if _, going := it.Going(); going == canBeActedOn(it) && !it.Deleted() {
				t.Error("something else can be done with what goes")
			}
		})
	}
	hosttest.Apply(t, s, state.Change{ID: "c", Room: "general", Seq: 10, Kind: wire.KindDelete, Until: 8000})
	draw()
	hosttest.Wants(t, html, "is-going", "secret", `data-action="undelete"`, "Deleting in")
	hosttest.Apply(t, s, state.Change{ID: "c", Room: "general", Seq: 10, Kind: wire.KindDelete})
	draw()
	hosttest.Wants(t, html, "msg--deleted", rowhtml.English.Deleted)
	hosttest.Apply(t, s, state.Withdrawn{Room: "general", ID: "c"})
	draw()
	hosttest.WantsNot(t, html, "is-going", "msg--deleted")
	hosttest.Apply(t, s, &wire.Event{Room: "general", Seq: 11, Event: "e11", Kind: wire.KindDelete, Author: "mara", Target: 10,
		Action: wire.ActionRemoved})
	draw()
	hosttest.Wants(t, html, "msg--deleted", "Deleted by Mara Lindqvist")
}
