package ui

import (
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// The sheet of a message stays open when the person goes back to another room, in
// which the message's seq is that of another message.
func TestAnActionIsAboutItsMessageWhateverRoomIsShown(t *testing.T) {
	v, _ := noras(t)
	it := &state.Item{Key: "k", Event: wire.Event{Room: "general", Seq: 7, Author: "nora", Kind: wire.KindMessage, Body: "hello"}}
	v.route.room, v.line.room, v.write.room = "board", "board", "board"

	v.line.act("delete", it, platform.Element{})
	c, ok := v.over.(*confirm)
	if !ok {
		t.Fatalf("asked before deleting: %T", v.over)
	}
	if want := text.DeletesForAll(general.Members).String(); c.detail.String() != want {
		t.Errorf("the dialog says %q, want %q", c.detail, want)
	}
	v.line.act("reply", it, platform.Element{})
	if v.write.replyTo != 0 {
		t.Errorf("the composer of board answers %d, which is a message of general", v.write.replyTo)
	}
	v.write.room = "general"
	v.line.act("reply", it, platform.Element{})
	if v.write.replyTo != 7 {
		t.Errorf("in its own room it answers %d", v.write.replyTo)
	}
}
