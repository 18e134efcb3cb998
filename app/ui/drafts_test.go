package ui

import (
	"context"
	"testing"

	"github.com/confab/confab/app/engine"
)

func TestADraftBelongsToItsRoom(t *testing.T) {
	var d drafts
	d.init()
	if !d.set("a", draft{Text: "half a"}) {
		t.Error("a draft that begins is shown in the list of rooms")
	}
	if d.set("a", draft{Text: "half a thought"}) {
		t.Error("a draft that goes on changes nothing there")
	}
	if d.has("b") || !d.has("a") {
		t.Error("the draft is in the wrong room")
	}
	if d.set("b", draft{Text: "  "}) || d.has("b") {
		t.Error("blanks are no draft")
	}
	if !d.set("a", draft{}) || d.has("a") {
		t.Error("a sent draft is gone")
	}
}

func TestADraftIsShownToWhoWroteItAlone(t *testing.T) {
	kept := func(own ownDrafts) (d drafts) {
		d.init()
		d.kept = own
		return d
	}
	annas := ownDrafts{"anna", map[string]draft{"general": {Text: "private"}}}
	d := kept(annas)
	if d.has("general") {
		t.Error("shown before it is known who is here")
	}
	if !d.meet("anna") || !d.has("general") {
		t.Error("not shown to her")
	}
	if d.meet("anna") {
		t.Error("met twice")
	}
	if !d.meet("ben") || d.has("general") {
		t.Error("shown to whoever came after her")
	}
	d = kept(annas)
	d.meet("ben")
	if d.has("general") {
		t.Error("shown to the next person at this browser")
	}
	d = kept(annas)
	d.set("general", draft{Text: "typed early"})
	if d.meet("anna"); d.rooms["general"].Text != "typed early" {
		t.Error("what was typed meanwhile is gone")
	}
}

func TestDraftsKeptBeforeTheyHadAnOwnerAreNotLost(t *testing.T) {
	store := engine.NewMemory()
	if err := store.Write(context.Background(), []engine.Record{{Key: draftsBefore, Value: `{"general":{"t":"half"}}`}}, nil); err != nil {
		t.Fatal(err)
	}
	var d drafts
	d.init()
	d.kept = loadDrafts(store)
	d.meet("anna")
	if d.rooms["general"].Text != "half" {
		t.Errorf("has %v", d.rooms)
	}
}
