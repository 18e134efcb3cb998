package compose

import (
	"testing"
	"time"

	"github.com/confab/confab/app/draft"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

var general = draft.Target{Room: "general"}

// opened is the composer of a room on Nora's page.
func opened(t *testing.T, room string) (*Composer, *state.State) {
	h, s := hosttest.New(t)
	c := New(h, NewDrafts(h), Target{})
	c.mount()
	c.drafts.put(general, "yes, ", 9)
	c.Turn(Target{Room: room})
	return c, s
}

func TestAReplyBegunBeforeAReloadStaysAReply(t *testing.T) {
	c, s := opened(t, "general") // whose messages are not there yet
	hosttest.Wants(t, hosttest.Page(c.View()), "Replying to an earlier message", "Cancel reply")

	c.keepDraft() // as typing does
	if got := c.drafts.Book.Get(general).ReplyTo; got != 9 || c.replyTo != 9 {
		t.Errorf("it is kept as an answer to %d and will be sent as one to %d, want 9", got, c.replyTo)
	}

	said := wire.Event{Room: "general", Seq: 9, Author: "mara", Kind: wire.KindMessage, At: 1795175673847, Body: "shall we?", Event: "e9"}
	hosttest.Apply(t, s, &wire.Page{Room: "general", Epoch: "e", From: 1, To: 9, AsOf: 9, Events: []wire.Event{said}})
	hosttest.Wants(t, hosttest.Page(c.View()), "Mara Lindqvist", ": shall we?")

	c.Turn(Target{Room: "support"})
	hosttest.WantsNot(t, hosttest.Page(c.View()), "Cancel reply")
	c.Turn(Target{Room: "general"})
	if !c.cancel() || c.replyTo != 0 || c.drafts.Book.Get(general).ReplyTo != 0 {
		t.Error("the answer cannot be given up")
	}
}

func TestOnlyMessagesOfTheRoomAreAnswered(t *testing.T) {
	c, _ := opened(t, "board")
	it := &state.Item{Key: "k", Event: wire.Event{Room: "general", Seq: 7, Author: "nora", Kind: wire.KindMessage, Body: "hello"}}
	c.Reply(it)
	if c.replyTo != 0 {
		t.Errorf("the composer of board answers %d, which is a message of general", c.replyTo)
	}
	c.Turn(Target{Room: "general"})
	c.Reply(it)
	if c.replyTo != 7 {
		t.Errorf("in its own room it answers %d", c.replyTo)
	}
}

func TestADraftOutlivesAPageWithoutTheComposer(t *testing.T) {
	c, _ := opened(t, "general")
	c.unmount() // another page stands in the place of the room
	c.drafts.put(general, "kept", 0)
	c.Turn(Target{Room: "board"})
	c.mount()
	if got := c.drafts.Book.Get(general).Text; got != "kept" {
		t.Errorf("the draft is %q now", got)
	}
}

func TestTwoComposersShareNoDraftAndNoID(t *testing.T) {
	h, _ := hosttest.New(t)
	d := NewDrafts(h)
	room, thread := New(h, d, Target{Room: "general"}), New(h, d, Target{Room: "general", Thread: 7})
	d.put(room.to.draft(""), "to all", 0)
	d.put(thread.to.draft(""), "to the thread", 0)
	d.put(room.to.draft("7"), "changed", 0)
	if d.Book.Get(room.to.draft("")).Text != "to all" || d.Book.Get(thread.to.draft("")).Text != "to the thread" || d.Book.Count() != 3 {
		t.Error("the drafts are not apart")
	}
	if room.to.fieldID() != "composer" || thread.to.fieldID() == "composer" || room.Thing() == thread.Thing() {
		t.Errorf("the fields are %s and %s", room.to.fieldID(), thread.to.fieldID())
	}
}

func TestTheFirstLineKeepsItsIndentation(t *testing.T) {
	for typed, want := range map[string]string{
		"    if x {\n    }\n": "    if x {\n    }", "\n \n\ta\n\n": "\ta", " a ": " a", " \n\t": "", "": "", "a\n\nb": "a\n\nb",
	} {
		if got := trimmed(typed); got != want {
			t.Errorf("%q is sent as %q, want %q", typed, got, want)
		}
	}
}

func TestWhoMayNotNameEveryoneIsToldSo(t *testing.T) {
	c, s := opened(t, "general")
	for text, want := range map[string]bool{
		"@all hello": true, "@here": true, "请@all看": true, "@allan": false, "mail a@all.example": false, "`@all`": false,
	} {
		s.Me.Role = wire.RoleMember
		if got := c.inVain(text); got != want {
			t.Errorf("%s names everyone in vain: %v", text, got)
		}
		s.Me.Role = wire.RoleOwner
		if c.inVain(text) {
			t.Errorf("an owner is told that %s is in vain", text)
		}
	}
	c.vain = true
	hosttest.Wants(t, hosttest.Page(c.View()), "only hosts and admins can name everyone")
}

func TestTheMessageJustSentIsTheOneThatIsChangedNext(t *testing.T) {
	c, s := opened(t, "general")
	var marked string
	var shown bool
	c.h.Verbs.Editing = func(message string, show bool) { marked, shown = message, show }
	older := wire.Event{Room: "general", Seq: 9, Author: "nora", Kind: wire.KindMessage, At: 1795175673847, Body: "older", Event: "e9"}
	hosttest.Apply(t, s, &wire.Page{Room: "general", Epoch: "e", From: 1, To: 9, AsOf: 9, Events: []wire.Event{older}})
	last := func() string {
		if it := c.lastOwn(); it != nil {
			return it.Event.Body
		}
		return ""
	}
	c.sent = sent{room: "general", cid: "c1", body: "newest", at: time.Now()}
	if got := last(); got != "newest" {
		t.Errorf("before the engine has taken it up, %q would be changed", got)
	}
	hosttest.Apply(t, s, state.Queued{Room: "general", CID: "c1", Body: "newest", At: 1795175673848})
	if got := last(); got != "newest" {
		t.Errorf("while it is on its way, %q would be changed", got)
	}
	hosttest.Apply(t, s, &wire.Ack{Room: "general", CID: "c1", Seq: 10, Event: "e10"})
	if got := last(); got != "newest" {
		t.Errorf("before its event has come, %q would be changed", got)
	}
	c.Edit(c.lastOwn())
	if marked != "10" || !shown {
		t.Errorf("marked is %q, and shown: %v", marked, shown)
	}
	c.cancel()
	if marked != "" {
		t.Errorf("after that %q is still marked", marked)
	}
	hosttest.Apply(t, s, state.Discarded{Room: "general", CID: "c1"})
	c.sent.at = time.Time{}
	if got := last(); got != "older" {
		t.Errorf("when it is gone, %q would be changed", got)
	}
}
