package compose

import (
	"context"
	"testing"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/ui/host"
)

// puts changes a draft, and reports whether the list of rooms shows that.
func puts(d *Drafts, room string, now draft) bool {
	was := d.h.Rev(host.Drafts)
	d.put(Target{Room: room}, now)
	return d.h.Rev(host.Drafts) != was
}

func TestADraftBelongsToItsRoom(t *testing.T) {
	d := NewDrafts(host.New())
	if !puts(d, "a", draft{Text: "half a"}) {
		t.Error("a draft that begins is shown in the list of rooms")
	}
	if puts(d, "a", draft{Text: "half a thought"}) {
		t.Error("a draft that goes on changes nothing there")
	}
	if d.In("b") || !d.In("a") {
		t.Error("the draft is in the wrong room")
	}
	if puts(d, "b", draft{Text: "  "}) || d.In("b") {
		t.Error("blanks are no draft")
	}
	if !puts(d, "a", draft{}) || d.In("a") {
		t.Error("a sent draft is gone")
	}
}

func TestADraftIsShownToWhoWroteItAlone(t *testing.T) {
	kept := func(own Kept) *Drafts {
		d := NewDrafts(host.New())
		d.Keep(nil, own)
		return d
	}
	annas := Kept{"anna", map[string]draft{"general": {Text: "private"}}}
	d := kept(annas)
	if d.In("general") {
		t.Error("shown before it is known who is here")
	}
	if !d.Meet("anna") || !d.In("general") {
		t.Error("not shown to her")
	}
	if d.Meet("anna") {
		t.Error("met twice")
	}
	if !d.Meet("ben") || d.In("general") {
		t.Error("shown to whoever came after her")
	}
	d = kept(annas)
	d.Meet("ben")
	if d.In("general") {
		t.Error("shown to the next person at this browser")
	}
	d = kept(annas)
	d.put(Target{Room: "general"}, draft{Text: "typed early"})
	if d.Meet("anna"); d.begun["general"].Text != "typed early" {
		t.Error("what was typed meanwhile is gone")
	}
}

func TestDraftsKeptBeforeTheyHadAnOwnerAreNotLost(t *testing.T) {
	store := engine.NewMemory()
	if err := store.Write(context.Background(), []engine.Record{{Key: draftsBefore, Value: `{"general":{"t":"half"}}`}}, nil); err != nil {
		t.Fatal(err)
	}
	d := NewDrafts(host.New())
	d.Keep(nil, Load(store))
	d.Meet("anna")
	if d.begun["general"].Text != "half" {
		t.Errorf("has %v", d.begun)
	}
}
