package ui

import (
	"testing"
	"time"

	"github.com/confab/confab/shared/wire"
)

func TestAReplyBegunBeforeAReloadStaysAReply(t *testing.T) {
	v, s := noras(t)
	v.drafts.rooms["general"] = draft{Text: "yes, ", ReplyTo: 9}
	v.write.show("general") // whose messages are not there yet
	wants(t, page(&composerView{V: v}), "Replying to an earlier message", "Cancel reply")

	v.write.keepDraft() // as typing does
	if got := v.drafts.rooms["general"].ReplyTo; got != 9 || v.write.replyTo != 9 {
		t.Errorf("it is kept as an answer to %d and will be sent as one to %d, want 9", got, v.write.replyTo)
	}

	said := wire.Event{Room: "general", Seq: 9, Author: "mara", Kind: wire.KindMessage, At: 1795175673847, Body: "shall we?", Event: "e9"}
	if err := s.Apply(&wire.Page{Room: "general", Epoch: "e", From: 1, To: 9, AsOf: 9, Events: []wire.Event{said}}, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	wants(t, page(&composerView{V: v}), "Mara Lindqvist", ": shall we?")

	v.write.show("support")
	wantsNot(t, page(&composerView{V: v}), "Cancel reply")
	v.write.show("general")
	if !v.write.cancel() || v.write.replyTo != 0 || v.drafts.rooms["general"].ReplyTo != 0 {
		t.Error("the answer cannot be given up")
	}
}
