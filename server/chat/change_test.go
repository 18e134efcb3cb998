package chat_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func TestAnEditIsSeenAndTheSameTextAgainIsNothing(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq := w.Say(w.Sam, room, "helo")

	same := w.MustDo(w.Sam, &wire.Edit{Room: room, Seq: seq, Body: "helo"}, wire.EditMessage.Type).(*wire.Ack)
	if !same.Dup || same.Seq != seq {
		t.Fatalf("an edit that changes nothing is acknowledged with %+v, want seq %d", same, seq)
	}
	ack := w.MustDo(w.Sam, &wire.Edit{Room: room, Seq: seq, Body: "hello @mara"}, wire.EditMessage.Type).(*wire.Ack)
	if ack.Dup || ack.Seq != seq+1 {
		t.Fatalf("the edit's ack = %+v, want seq %d", ack, seq+1)
	}
	e := at(w, room, seq)
	if e.Body != "hello @mara" || e.State == nil || e.State.V != ack.Seq || e.State.EditedAt == 0 ||
		!slices.Equal(e.Mentions, []string{w.Mara.ID}) {
		t.Fatalf("the message is now %+v", e)
	}
	same = w.MustDo(w.Sam, &wire.Edit{Room: room, Seq: seq, Body: "hello @mara"}, wire.EditMessage.Type).(*wire.Ack)
	if !same.Dup || same.Seq != ack.Seq {
		t.Fatalf("the same edit again is acknowledged with %+v, want seq %d", same, ack.Seq)
	}
	for _, body := range []string{"", " ", "\xff"} {
		_, err := w.Do(w.Sam, &wire.Edit{Room: room, Seq: seq, Body: body}, wire.EditMessage.Type)
		refused(t, err, wire.CodeInvalid)
	}
}

func TestADeletedMessageIsATombstone(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq := w.Say(w.Sam, room, "my password is hunter2")
	w.MustDo(w.Mara, &wire.React{Room: room, Seq: seq, Emoji: "😱", On: true}, wire.ReactToMessage.Type)
	w.MustDo(w.Sam, &wire.Edit{Room: room, Seq: seq, Body: "my password was hunter2"}, wire.EditMessage.Type)
	ack := w.MustDo(w.Hana, &wire.Delete{Room: room, Seq: seq}, wire.DeleteMessage.Type).(*wire.Ack)

	e := at(w, room, seq)
	if e.Body != "" || e.State == nil || !e.State.Deleted || len(e.State.Reactions) != 0 {
		t.Fatalf("the message is now %+v %+v", e, e.State)
	}
	events, err := w.Chat.Events(t.Context(), room, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if e.Body != "" {
			t.Errorf("event %d of the log still says %q", e.Seq, e.Body)
		}
	}
	again := w.MustDo(w.Hana, &wire.Delete{Room: room, Seq: seq}, wire.DeleteMessage.Type).(*wire.Ack)
	if !again.Dup || again.Seq != ack.Seq {
		t.Errorf("deleting again = %+v, want seq %d", again, ack.Seq)
	}
	_, no := w.Do(w.Sam, &wire.Edit{Room: room, Seq: seq, Body: "back"}, wire.EditMessage.Type)
	refused(t, no, wire.CodeDeleted)
	_, no = w.Do(w.Sam, &wire.React{Room: room, Seq: seq, Emoji: "👍", On: true}, wire.ReactToMessage.Type)
	refused(t, no, wire.CodeDeleted)
}

func TestAReactionIsThereOrNot(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq := w.Say(w.Sam, room, "lunch?")
	react := func(p chattest.Person, emoji string, on bool) *wire.Ack {
		t.Helper()
		return w.MustDo(p, &wire.React{Room: room, Seq: seq, Emoji: emoji, On: on}, wire.ReactToMessage.Type).(*wire.Ack)
	}
	if ack := react(w.Mara, "👍", false); !ack.Dup || ack.Seq != seq {
		t.Errorf("taking away what was never there = %+v", ack)
	}
	on := react(w.Mara, "👍", true)
	if again := react(w.Mara, "👍", true); !again.Dup || again.Seq != on.Seq {
		t.Errorf("the same reaction again = %+v, want seq %d", again, on.Seq)
	}
	react(w.Hana, "🎉", true)
	react(w.Hana, "👍", true)
	want := "[{👍 2 true [" + w.Mara.ID + " " + w.Hana.ID + "]} {🎉 1 true [" + w.Hana.ID + "]}]"
	if got := fmt.Sprint(at(w, room, seq).State.Reactions); got != want {
		t.Errorf("reactions = %s, want %s", got, want)
	}
	react(w.Mara, "👍", false)
	react(w.Hana, "👍", false)
	if got := fmt.Sprint(at(w, room, seq).State.Reactions); got != "[{🎉 1 true ["+w.Hana.ID+"]}]" {
		t.Errorf("reactions = %s, want Hana's 🎉 alone", got)
	}
}

// What looks the same is the same reaction, whichever form a keyboard writes.
func TestAPersonReactsOnceWithWhatLooksTheSame(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq := w.Say(w.Sam, room, "lunch?")
	react := func(p chattest.Person, emoji string, on bool) *wire.Ack {
		t.Helper()
		return w.MustDo(p, &wire.React{Room: room, Seq: seq, Emoji: emoji, On: on}, wire.ReactToMessage.Type).(*wire.Ack)
	}
	react(w.Mara, "❤\ufe0f", true)
	react(w.Mara, "👍", true)
	if again := react(w.Mara, "❤", true); !again.Dup {
		t.Errorf("a second heart of the same person = %+v", again)
	}
	react(w.Hana, "❤", true)
	react(w.Hana, "👍\ufe0f", true)
	want := "[{❤\ufe0f 2 true [" + w.Mara.ID + " " + w.Hana.ID + "]} {👍 2 true [" + w.Mara.ID + " " + w.Hana.ID + "]}]"
	if got := fmt.Sprint(at(w, room, seq).State.Reactions); got != want {
		t.Errorf("reactions = %s, want %s", got, want)
	}
	react(w.Mara, "❤", false)
	react(w.Hana, "👍\ufe0f", false)
	want = "[{❤\ufe0f 1 true [" + w.Hana.ID + "]} {👍 1 false [" + w.Mara.ID + "]}]"
	if got := fmt.Sprint(at(w, room, seq).State.Reactions); got != want {
		t.Errorf("reactions = %s, want %s", got, want)
	}
}

func TestWhoReactedIsListed(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq := w.Say(w.Sam, room, "lunch?")
	list := func(p chattest.Person, emoji string, after int64, limit int) *wire.Reactors {
		t.Helper()
		q := &wire.ReactionList{Room: room, Seq: seq, Emoji: emoji, After: after, Limit: limit}
		return w.MustDo(p, q, wire.ListReactions.Type).(*wire.Reactors)
	}
	if got := list(w.Sam, "❤", 0, 2); len(got.Users) != 0 || got.Next != 0 {
		t.Errorf("nobody has reacted: %+v", got)
	}
	for _, p := range []chattest.Person{w.Mara, w.Hana, w.Sam} {
		w.MustDo(p, &wire.React{Room: room, Seq: seq, Emoji: "❤\ufe0f", On: true}, wire.ReactToMessage.Type)
	}
	first := list(w.Sam, "❤", 0, 2)
	if len(first.Users) != 2 || first.Users[0].ID != w.Mara.ID || first.Users[1].ID != w.Hana.ID || first.Next == 0 {
		t.Errorf("the first page is %+v", first)
	}
	if rest := list(w.Sam, "❤", first.Next, 2); len(rest.Users) != 1 || rest.Users[0].ID != w.Sam.ID || rest.Next != 0 {
		t.Errorf("the second page is %+v", rest)
	}
	_, e := w.Do(w.Sam, &wire.ReactionList{Room: room, Seq: seq + 99, Emoji: "❤"}, wire.ListReactions.Type)
	refused(t, e, wire.CodeNotFound)
}

func TestAMessageTakesSoManyKindsOfReactions(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq := w.Say(w.Sam, room, "look")
	emoji := func(i int) string { return string(rune(0x1F600 + i)) }
	for i := range limits.ReactionKinds {
		w.MustDo(w.Sam, &wire.React{Room: room, Seq: seq, Emoji: emoji(i), On: true}, wire.ReactToMessage.Type)
	}
	_, e := w.Do(w.Mara, &wire.React{Room: room, Seq: seq, Emoji: emoji(limits.ReactionKinds), On: true}, wire.ReactToMessage.Type)
	refused(t, e, wire.CodeConflict)
	w.MustDo(w.Mara, &wire.React{Room: room, Seq: seq, Emoji: emoji(3), On: true}, wire.ReactToMessage.Type)
}

func TestReactionsAreEmoji(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq := w.Say(w.Sam, room, "look")
	for _, good := range []string{"👍", "👍🏽", "❤️", "👩‍👩‍👧‍👦", "🇩🇪", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "#️⃣", "©️", "ℹ️", "‼️", "↔️", "〰️", "🏳️‍🌈", "⌚",
		"❤", "👍\ufe0f", "1\u20e3", "©", "👩🏽\u200d🚀", "❤️\u200d🔥", "🏴\u200d☠️", "🧑🏻\u200d🤝\u200d🧑🏿", "🫠", "\U0001FAE9"} {
		if _, e := w.Do(w.Sam, &wire.React{Room: room, Seq: seq, Emoji: good, On: true}, wire.ReactToMessage.Type); e != nil {
			t.Errorf("%s %+q: %v", good, good, e)
		}
		w.Do(w.Sam, &wire.React{Room: room, Seq: seq, Emoji: good}, wire.ReactToMessage.Type)
	}
	for _, bad := range []string{"", " ", "a", "lol", "1", "#", "<b>", "<script>", "ä", "日", "\u200d", "\ufe0f", "👍 ", "👍\n", "👍\u202e",
		"\x00", "\xff", "👍x", "\U000E0041",
		"👍👎", "№", "🅵🆄", "∑≤", "→", "🇩", "🇩🇪🇫🇷", "1️", "👍\u200d", "\u200d👍", "👍🏽🏽", "❤️❤️", "é\ufe0f", "👩\u200dx"} {
		_, e := w.Do(w.Sam, &wire.React{Room: room, Seq: seq, Emoji: bad, On: true}, wire.ReactToMessage.Type)
		if e == nil || e.Code != wire.CodeInvalid {
			t.Errorf("%+q: %v, want invalid", bad, e)
		}
	}
	long := ""
	for len(long) <= limits.EmojiBytes {
		long += "👍"
	}
	_, e := w.Do(w.Sam, &wire.React{Room: room, Seq: seq, Emoji: long, On: true}, wire.ReactToMessage.Type)
	refused(t, e, wire.CodeTooLarge)
}

func TestTheReadMarkerOnlyMovesForward(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	look := func() wire.Room {
		return w.MustDo(w.Sam, &wire.RoomRef{Room: room}, wire.GetRoom.Type).(*wire.RoomInfo).Room
	}
	joined := look()
	if joined.Unread != 0 || joined.Mentions != 0 {
		t.Fatalf("a room just entered has %d unread, %d mentions", joined.Unread, joined.Mentions)
	}
	w.Say(w.Hana, room, "one @sam")
	two := w.Say(w.Hana, room, "two")
	w.Say(w.Sam, room, "one's own is not unread")
	if r := look(); r.Unread != 2 || r.Mentions != 1 {
		t.Fatalf("unread %d, mentions %d, want 2 and 1", r.Unread, r.Mentions)
	}
	read := func(seq int64) { w.MustDo(w.Sam, &wire.Read{Room: room, Seq: seq}, wire.MarkRead.Type) }
	read(two)
	if r := look(); r.Read != two || r.Unread != 0 || r.Mentions != 0 {
		t.Fatalf("read %d unread %d mentions %d, want %d 0 0", r.Read, r.Unread, r.Mentions, two)
	}
	before := w.Commits()
	read(two - 1)
	read(0)
	read(two)
	if r := look(); r.Read != two || w.Commits() != before {
		t.Fatalf("reading what was read moved the marker to %d in %d commits", r.Read, w.Commits()-before)
	}
	read(1 << 50)
	if r := look(); r.Read != r.Top {
		t.Fatalf("reading beyond the end left the marker at %d, top %d", r.Read, r.Top)
	}
	_, e := w.Do(w.Sam, &wire.Read{Room: room, Seq: -1}, wire.MarkRead.Type)
	refused(t, e, wire.CodeInvalid)
}
