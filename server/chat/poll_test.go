package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// asks sends a poll.
func asks(w *chattest.World, p chattest.Person, room string, poll wire.Poll) (int64, *wire.Error) {
	ack, err := w.Do(p, &wire.Send{CID: id.New(), Room: room, Body: "When?", Poll: &poll}, wire.SendMessage.Type)
	if err != nil {
		return 0, err
	}
	return ack.(*wire.Ack).Seq, nil
}

func vote(w *chattest.World, p chattest.Person, room string, seq int64, choices int) *wire.Error {
	_, err := w.Do(p, &wire.Vote{Room: room, Seq: seq, Choices: choices}, wire.CastVote.Type)
	return err
}

// tally is a poll as a person reads it.
func tally(w *chattest.World, p chattest.Person, room string, seq int64) string {
	w.T.Helper()
	page := w.MustDo(p, &wire.Fetch{Room: room, Around: seq, Limit: 2}, wire.FetchHistory.Type).(*wire.Page)
	for _, e := range page.Events {
		if e.Seq == seq && e.State != nil && e.State.Poll != nil {
			return strings.NewReplacer(w.Hana.ID, "hana", w.Sam.ID, "sam", w.Mara.ID, "mara").Replace(fmt.Sprint(*e.State.Poll))
		}
	}
	return "none"
}

func TestAPersonHasOneVote(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq, err := asks(w, w.Sam, room, wire.Poll{Choices: []string{"06:30", "08:00", "11:00"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := tally(w, w.Sam, room, seq); got != "none" {
		t.Error("before anybody votes:", got)
	}
	for _, step := range []struct {
		by      chattest.Person
		choices int
		want    string // as Sam reads it
	}{
		{w.Hana, 1, "{[{1 false [hana]} {0 false []} {0 false []}] 1 0}"},
		{w.Sam, 2, "{[{1 false [hana]} {1 true [sam]} {0 false []}] 2 0}"},
		{w.Sam, 2, "{[{1 false [hana]} {1 true [sam]} {0 false []}] 2 0}"},
		{w.Sam, 1, "{[{2 true [hana sam]} {0 false []} {0 false []}] 2 0}"},
		{w.Hana, 0, "{[{1 true [sam]} {0 false []} {0 false []}] 1 0}"},
	} {
		if err := vote(w, step.by, room, seq, step.choices); err != nil {
			t.Fatal(err)
		}
		if got := tally(w, w.Sam, room, seq); got != step.want {
			t.Errorf("after %d: %s, want %s", step.choices, got, step.want)
		}
	}
	refused(t, vote(w, w.Hana, room, seq, 3), wire.CodeInvalid)
	refused(t, vote(w, w.Hana, room, seq, 8), wire.CodeInvalid)
	refused(t, vote(w, w.Hana, room, seq, -1), wire.CodeInvalid)
	refused(t, vote(w, w.Hana, room, w.Say(w.Sam, room, "no poll"), 1), wire.CodeConflict)
	refused(t, vote(w, w.Hana, room, seq+99, 1), wire.CodeNotFound)

	list := w.MustDo(w.Hana, &wire.VoteList{Room: room, Seq: seq}, wire.ListVotes.Type).(*wire.Voters)
	if len(list.Users) != 1 || list.Users[0].ID != w.Sam.ID || list.Next != "" {
		t.Errorf("who chose the first: %+v", list)
	}
	_, err = w.Do(w.Hana, &wire.VoteList{Room: room, Seq: seq, Choice: 3}, wire.ListVotes.Type)
	refused(t, err, wire.CodeInvalid)

	w.MustDo(w.Sam, &wire.Delete{Room: room, Seq: seq}, wire.DeleteMessage.Type)
	refused(t, vote(w, w.Hana, room, seq, 1), wire.CodeDeleted)
	if got := tally(w, w.Sam, room, seq); got != "none" {
		t.Error("of what was erased:", got)
	}
}

// Nobody but the server knows who chose what in a hidden poll, not even from the log.
func TestAHiddenPollNamesNobody(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq, err := asks(w, w.Sam, room, wire.Poll{Choices: []string{"Monday", "Tuesday"}, Many: true, Hidden: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, choices := range []int{3, 2} {
		if err := vote(w, w.Mara, room, seq, choices); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := tally(w, w.Sam, room, seq), "{[{0 false []} {1 false []}] 1 0}"; got != want {
		t.Errorf("the others read %s, want %s", got, want)
	}
	if got, want := tally(w, w.Mara, room, seq), "{[{0 false []} {1 true []}] 1 0}"; got != want {
		t.Errorf("she reads %s, want %s", got, want)
	}
	var log []wire.Event
	w.View(func(tx store.Tx) (err error) {
		log, err = tx.Events().After(room, seq, 9)
		return err
	})
	if len(log) != 2 {
		t.Errorf("%d votes in the log", len(log))
	}
	for _, e := range log {
		said := string(wire.Marshal(&e))
		if e.Kind == wire.KindVote && (e.Author != "" || e.User != "" || e.CID != "" || strings.Contains(said, w.Mara.ID)) {
			t.Errorf("the log says %s", said)
		}
	}
	_, err = w.Do(w.Sam, &wire.VoteList{Room: room, Seq: seq}, wire.ListVotes.Type)
	refused(t, err, wire.CodeForbidden)
}

func TestAPollCloses(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	byHand, err := asks(w, w.Hana, room, wire.Poll{Choices: []string{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	timed, err := asks(w, w.Sam, room, wire.Poll{Choices: []string{"a", "b"}, Closes: w.Now().Add(time.Hour).UnixMilli()})
	if err != nil {
		t.Fatal(err)
	}
	if err := vote(w, w.Mara, room, timed, 1); err != nil {
		t.Fatal(err)
	}
	w.Advance(time.Hour)
	refused(t, vote(w, w.Mara, room, timed, 2), wire.CodeConflict)
	_, err = w.Do(w.Sam, &wire.PollClose{Room: room, Seq: byHand}, wire.ClosePoll.Type)
	refused(t, err, wire.CodeForbidden)
	for range 2 { // closing it again is the same
		w.MustDo(w.Hana, &wire.PollClose{Room: room, Seq: byHand}, wire.ClosePoll.Type)
	}
	err = vote(w, w.Mara, room, byHand, 1)
	refused(t, err, wire.CodeConflict)
	if !strings.Contains(err.Message, "closed") {
		t.Error(err.Message)
	}
	_, err = asks(w, w.Sam, room, wire.Poll{Choices: []string{"a", "b"}, Closes: w.Now().UnixMilli()})
	refused(t, err, wire.CodeInvalid)
}

func TestAPollIsOneThatCanBeAnswered(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	many := func(n int) (choices []string) {
		for i := range n {
			choices = append(choices, fmt.Sprint("choice ", i))
		}
		return choices
	}
	for _, choices := range [][]string{
		nil, many(limits.PollFewest - 1), many(limits.PollMost + 1), {"a", " A "}, {"a", ""}, {"a", "\u200b"},
		{"a", strings.Repeat("x", limits.ChoiceRunes+1)}, {"a", "\xff"},
	} {
		_, err := asks(w, w.Sam, room, wire.Poll{Choices: choices})
		if err == nil || err.Code != wire.CodeInvalid && err.Code != wire.CodeTooLarge {
			t.Errorf("%q: %v", choices, err)
		}
	}
	for _, choices := range [][]string{many(limits.PollFewest), many(limits.PollMost), {"a", strings.Repeat("x", limits.ChoiceRunes)}} {
		if _, err := asks(w, w.Sam, room, wire.Poll{Choices: choices}); err != nil {
			t.Errorf("%q: %v", choices, err)
		}
	}
	_, err := w.Do(w.Sam, &wire.Send{CID: id.New(), Room: room, Poll: &wire.Poll{Choices: many(2)}}, wire.SendMessage.Type)
	refused(t, err, wire.CodeInvalid)
}
