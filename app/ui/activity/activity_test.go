//go:build !js

package activity

import (
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

var entries = []wire.ActivityEntry{
	{Num: 9, Kind: wire.ActivityNamed, Room: "general", Seq: 7, At: 2000, Users: []string{"sam"}, Count: 1, Text: "ask <Nora>",
		Unread: true},
	{Num: 8, Kind: wire.ActivityEveryone, Room: "board", Seq: 6, At: 2000, Users: []string{"mara"}, Count: 1, Text: "lunch"},
	{Num: 7, Kind: wire.ActivityReply, Room: "general", Seq: 5, At: 1000, Users: []string{"mara"}, Count: 1, Text: "yes", Own: "soup?"},
	{Num: 6, Kind: wire.ActivityReaction, Room: "general", Seq: 4, At: 1000, Users: []string{"mara"}, Count: 1, Emoji: "🎉", Own: "soup?"},
	{Num: 5, Kind: wire.ActivityReaction, Room: "general", Seq: 3, At: 1000, Users: []string{"mara", "sam"}, Count: 2, Emoji: "🎉"},
	{Num: 4, Kind: wire.ActivityReaction, Room: "general", Seq: 2, At: 1000, Users: []string{"mara", "sam"}, Count: 9, Emoji: "🎉"},
	{Num: 3, Kind: wire.ActivityReaction, Room: "general", Seq: 1, At: 1000, Users: []string{"mara"}, Count: 9, Emoji: "🎉"},
}

// listed is the page with the entries on it.
func listed(t *testing.T) *Activity {
	h, _ := hosttest.New(t)
	a := New(h)
	a.open = true
	a.answered(0, &wire.Activity{
		Entries: append([]wire.ActivityEntry{}, entries...), Unread: wire.ActivityCounts{All: 3, Mentions: 2, Reactions: 1}, Next: 3,
	})
	return a
}

func TestThePageSaysWhoDidWhat(t *testing.T) {
	a := listed(t)
	html := hosttest.Page(a.Page())
	hosttest.Wants(t, html, "<b>Sam &lt;Okafor&gt;</b>named you in general", `href="/r/general/7"`, "ask &lt;Nora&gt;",
		"<b>Mara Lindqvist</b>addressed everyone in board", "<b>Mara Lindqvist</b>answered you in general", "feed__text--own",
		"<b>Mara Lindqvist</b>reacted to your message in general", "and<b>Sam &lt;Okafor&gt;</b>reacted to your message",
		"and 7 others reacted to your message", "and 8 others reacted to your message", "is-unread", ", unread", "Show more")
	if l, shown := a.Line(); !shown || l.Count != 2 || !l.Strong {
		t.Errorf("the line above the rooms: %+v, %v", l, shown)
	}
}

func TestWhoIsNotKnownOtherwiseHasTheirName(t *testing.T) {
	h, _ := hosttest.New(t)
	a := New(h)
	a.open = true
	a.answered(0, &wire.Activity{
		Entries: []wire.ActivityEntry{{Num: 1, Kind: wire.ActivityNamed, Room: "general", Seq: 7, At: 1, Users: []string{"ben"}, Count: 1}},
		Users:   []wire.User{{ID: "ben", Name: "Ben Ode"}},
	})
	hosttest.Wants(t, hosttest.Page(a.Page()), "<b>Ben Ode</b>named you in general")
}

func TestWhatIsMarkedIsReadAtOnce(t *testing.T) {
	a := listed(t)
	a.mark(&a.list[1])
	if !a.list[1].Unread {
		t.Error("what was read is not unread again")
	}
	a.mark(&a.list[0])
	if a.list[0].Unread {
		t.Error("what was unread still is")
	}
	listed := listed(t)
	listed.list[2].Unread = true
	for i := range listed.list {
		if listed.list[i].Unread {
			listed.mark(&listed.list[i])
		}
	}
	hosttest.WantsNot(t, hosttest.Page(listed.Page()), "is-unread")
}

func TestALateAnswerAddsToTheList(t *testing.T) {
	a := listed(t)
	a.answered(3, &wire.Activity{Entries: entries[:1]})
	if len(a.list) != len(entries)+1 || a.next != 0 {
		t.Errorf("%d entries, next %d", len(a.list), a.next)
	}
}

func TestEverySentenceOfThePageIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	a := listed(t)
	for i := range a.list {
		a.list[i].Text, a.list[i].Own = "", "" // what people write is in any language
	}
	hosttest.Translated(t, "the list", hosttest.Page(a.Page()))
	a.list = nil
	hosttest.Translated(t, "nothing", hosttest.Page(a.Page()))
}
