package timeline

import (
	"testing"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

// written is a message in hosttest.General as a row.
func written(s *state.State, change func(*state.Item)) string {
	it := &state.Item{Key: "k", Event: wire.Event{
		Room: "general", Seq: 7, Author: "mara", Kind: wire.KindMessage, At: 1795175673847, Body: "hello"}}
	change(it)
	return rowWriter{s: s, room: s.Rooms["general"]}.html(row{key: it.Key, kind: rowMessage, item: it, head: true})
}

func TestAMessageThatNamesThePersonIsMarked(t *testing.T) {
	_, s := hosttest.New(t)
	html := written(s, func(it *state.Item) {
		it.Event.Body, it.Event.Mentions = "@nora and @sam, see @nobody", []string{"nora", "sam"}
	})
	hosttest.Wants(t, html, "msg--names-you", `mention--you`, "@Nora Vance", "@Sam &lt;Okafor&gt;", "@nobody")
	hosttest.WantsNot(t, html, "<Okafor>")

	all := written(s, func(it *state.Item) { it.Event.Body, it.Event.Mentions = "@all", []string{wire.MentionAll} })
	hosttest.Wants(t, all, "msg--names-you")
	own := written(s, func(it *state.Item) {
		it.Event.Author, it.Event.Body, it.Event.Mentions = "nora", "@nora", []string{"nora"}
	})
	hosttest.WantsNot(t, own, "msg--names-you")
}

func TestAMessageSaysHowFarItHasCome(t *testing.T) {
	_, s := hosttest.New(t)
	pending := written(s, func(it *state.Item) { it.Status, it.Event.Seq, it.Event.CID = state.Pending, 0, "cid" })
	hosttest.Wants(t, pending, "is-pending", "Sending", `data-cid="cid"`)
	failed := written(s, func(it *state.Item) {
		it.Status, it.Event.Seq, it.Event.CID = state.Failed, 0, "cid"
		it.Fail = wire.Fail(wire.CodeForbidden, "You may not write here.")
	})
	hosttest.Wants(t, failed, "is-failed", "Not sent. You may not write here.", "Try again", `data-action="retry"`, `data-action="discard"`)
	sent := written(s, func(*state.Item) {})
	hosttest.Wants(t, sent, `data-seq="7"`, `href="/r/general/7"`)
	hosttest.WantsNot(t, sent, "is-pending", "data-cid")
}

func TestReactionsSayWhoseTheyAre(t *testing.T) {
	_, s := hosttest.New(t)
	html := written(s, func(it *state.Item) {
		it.Event.State = &wire.State{V: 9, Reactions: []wire.Reaction{
			{Emoji: "🎉", Count: 2, Me: true, Users: []string{"nora", "sam"}}, {Emoji: "👀", Count: 1, Users: []string{"sam"}}}}
	})
	hosttest.Wants(t, html, `data-emoji="🎉"`, `aria-pressed="true"`, `aria-pressed="false"`, ">2<")
}

func TestAQuoteFollowsWhatBecameOfItsMessage(t *testing.T) {
	_, s := hosttest.New(t)
	quote := func(q wire.Quote) string {
		return written(s, func(it *state.Item) { it.Event.ReplyTo, it.Event.Quote = 3, &q })
	}
	hosttest.Wants(t, quote(wire.Quote{Author: "sam", Text: "412 frames"}), "412 frames", `data-ref="3"`, "Sam &lt;Okafor&gt;")
	hosttest.Wants(t, quote(wire.Quote{Author: "sam", Deleted: true}), "This message was deleted")
}

func TestTimesBesideGroupedMessagesAreShort(t *testing.T) {
	for long, short := range map[string]string{"09:24": "09:24", "9:24 AM": "9:24", "上午9:24": "9:24", "": ""} {
		if got := shortTime(long); got != short {
			t.Errorf("%q is shortened to %q, want %q", long, got, short)
		}
	}
}
