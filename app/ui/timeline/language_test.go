//go:build !js

package timeline

import (
	"testing"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

func TestEverySentenceOfMessagesIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	h, s := hosttest.New(t)
	it := &state.Item{Key: "k", Event: wire.Event{Room: "general", Seq: 7, Author: "nora", Kind: wire.KindMessage, Body: "hello"}}
	line := New(h, Of(h, "general"))
	line.at.end = false
	drawing := &state.Item{Key: "p", Event: wire.Event{Room: "general", Seq: 8, Author: "nora", Kind: wire.KindMessage, Files: []wire.File{
		{ID: "p", Name: "hello", Type: "image/png", Size: 2 << 20, Width: 9, Height: 9}, {ID: "q", Name: "hello", Size: 7},
		{ID: "r", Name: "hello", Type: "audio/ogg", Size: 7}, {ID: "s", Name: "hello", Type: "audio/ogg", Size: 7, Wave: "0"},
		{ID: "t", Name: "hello", Type: "video/mp4", Size: 7},
	}}}
	line.items = []*state.Item{drawing}
	for what, over := range map[string]host.Overlay{
		"the sheet": &actionSheet{t: line, item: it},
		"a picture": &lightbox{t: line, at: "p"},
		"the texts": &edits{DialogState: kit.DialogState{H: h}, next: 1, list: []wire.Event{
			{Kind: wire.KindEdit, Body: "hello"}, {Kind: wire.KindEdit, Body: "hello"}, {Kind: wire.KindMessage, Body: "hello"},
		}},
	} {
		hosttest.Translated(t, what, hosttest.Page(over.Draw(host.Layer{H: h})))
	}
	hosttest.Translated(t, "the pins", hosttest.Page(&pinsPanel{H: h, Room: "general"}))
	hosttest.Translated(t, "the way to the end", hosttest.Page(line.JumpBar(false)))
	hosttest.Translated(t, "the tools", toolbar())
	w := rowWriter{s: s, room: s.Rooms["general"]}
	for _, r := range []row{
		{kind: rowIntro}, {kind: rowNew}, {kind: rowMessage, item: it, head: true}, {kind: rowMessage, item: pinnedByMara},
		{kind: rowMessage, item: drawing},
		{kind: rowMessage, item: &state.Item{Event: it.Event, Waiting: []state.Change{{Kind: wire.KindDelete, Until: 8000}}}},
		{kind: rowMessage, item: &state.Item{Event: wire.Event{Kind: wire.KindMessage, Author: "nora", Seq: 9,
			State: &wire.State{Deleted: true, DeletedBy: "mara"}}}},
		{kind: rowMessage, item: &state.Item{Status: state.Pending, Event: it.Event}},
		{kind: rowMessage, item: &state.Item{Status: state.Failed, Event: it.Event, Fail: wire.Refused(wire.CodeForbidden, text.NoRight)}},
		{kind: rowSystem, item: &state.Item{Event: wire.Event{
			Kind: wire.KindMember, Action: wire.ActionAdded, Author: "nora", User: "mara", History: wire.HistoryNone}}},
		{kind: rowSystem, item: &state.Item{Event: wire.Event{Kind: wire.KindRoom, Author: "nora", Name: "board", Topic: "Floats"}}},
	} {
		hosttest.Translated(t, "a row", w.html(r))
	}
}
