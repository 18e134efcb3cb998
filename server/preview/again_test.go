package preview

import (
	"testing"
	"time"

	"github.com/confab/confab/shared/wire"
)

func TestWhoRemovedAPreviewCanBringItBack(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	soup := w.site.soup(t)
	seq := w.Say(w.Sam, room, soup)
	w.work(room)
	before := w.shown(room, seq)
	dismiss := wire.PreviewDismiss{Room: room, Seq: seq, Address: soup}
	undo := dismiss
	undo.Undo = true
	if dup := w.MustDo(w.Sam, &undo, wire.DismissPreview.Type).(*wire.Ack); !dup.Dup {
		t.Errorf("brought back what is there: %+v", dup)
	}
	w.MustDo(w.Nora, &dismiss, wire.DismissPreview.Type) // an admin, whose decision it is
	if dup := w.MustDo(w.Sam, &undo, wire.DismissPreview.Type).(*wire.Ack); !dup.Dup {
		t.Errorf("brought back what somebody else has removed: %+v", dup)
	}
	w.MustDo(w.Nora, &undo, wire.DismissPreview.Type)
	if shown := w.shown(room, seq); len(shown) != 0 {
		t.Errorf("shown before it is fetched: %s", asJSON(t, shown))
	}
	w.work(room)
	after := w.shown(room, seq)
	if len(before) != 1 || len(after) != 1 || after[0].Title != before[0].Title || after[0].Picture == nil {
		t.Errorf("shown was %s, and is %s", asJSON(t, before), asJSON(t, after))
	}

	// A page that has gone meanwhile can be asked for again.
	w.MustDo(w.Sam, &dismiss, wire.DismissPreview.Type)
	w.Advance(25 * time.Hour)
	delete(w.site.pages, "/soup")
	w.MustDo(w.Sam, &undo, wire.DismissPreview.Type)
	w.work(room)
	if shown := w.shown(room, seq); len(shown) != 0 {
		t.Errorf("shown of a page that is gone: %s", asJSON(t, shown))
	}
	w.site.soup(t)
	w.Advance(25 * time.Hour)
	w.MustDo(w.Sam, &undo, wire.DismissPreview.Type)
	w.work(room)
	if shown := w.shown(room, seq); len(shown) != 1 {
		t.Errorf("shown once the page is back: %s", asJSON(t, shown))
	}
}
