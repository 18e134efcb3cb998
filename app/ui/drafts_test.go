package ui

import "testing"

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
