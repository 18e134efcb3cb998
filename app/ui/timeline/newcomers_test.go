package timeline

import (
	"testing"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/wire"
)

// boards is a row of the room hosttest.Board, as Nora's page draws it.
func boards(t *testing.T, since int64, r row) string {
	t.Helper()
	_, s := hosttest.New(t)
	room := s.Rooms["board"]
	room.Info.Since = since
	if r.item != nil {
		room.Items = []*state.Item{r.item}
	}
	return rowWriter{s: s, room: room}.html(r)
}

func TestTheRoomSaysWhatANewcomerSees(t *testing.T) {
	day := time.Date(2004, 11, 3, 12, 0, 0, 0, time.UTC).UnixMilli()
	const member, room, added, joined = wire.KindMember, wire.KindRoom, wire.ActionAdded, wire.ActionJoined
	for _, c := range []struct {
		want  string
		event wire.Event
	}{
		{"Nora Vance added <b>Mara Lindqvist</b>, who sees messages from here on",
			wire.Event{Kind: member, Action: added, History: wire.HistoryNone}},
		{"Nora Vance added <b>Mara Lindqvist</b>, who sees everything from the beginning",
			wire.Event{Kind: member, Action: added, History: wire.HistoryAll}},
		{"Nora Vance added <b>Mara Lindqvist</b>, who sees messages from 3 November 2004 on",
			wire.Event{Kind: member, Action: added, History: wire.HistoryFrom, From: day}},
		{"<b>Mara Lindqvist</b> joined and sees messages from here on",
			wire.Event{Kind: member, Action: joined, History: wire.HistoryNone}},
		{"Nora Vance added <b>Mara Lindqvist</b></span>",
			wire.Event{Kind: member, Action: added}},
		{"<b>Nora Vance</b> changed the room: newcomers now see earlier messages",
			wire.Event{Kind: room, Name: "board", History: wire.HistoryAll}},
		{"<b>Nora Vance</b> changed the room: newcomers no longer see earlier messages",
			wire.Event{Kind: room, Name: "board", History: wire.HistoryNone}},
		{"<b>Nora Vance</b> changed the room to “board”",
			wire.Event{Kind: room, Name: "board"}},
		{"<b>Nora Vance</b> changed the room to “board” with the topic “Money”",
			wire.Event{Kind: room, Name: "board", Topic: "Money"}},
		{"<b>Nora Vance</b> changed the room to “board”</span>",
			wire.Event{Kind: room, Name: "board", Topic: "Money", Action: wire.ActionNamed}},
		{"<b>Nora Vance</b> changed the topic to “Money”",
			wire.Event{Kind: room, Name: "board", Topic: "Money", Action: wire.ActionTopic}},
		{"<b>Nora Vance</b> removed the topic",
			wire.Event{Kind: room, Name: "board", Action: wire.ActionTopic}},
	} {
		c.event.Room, c.event.Seq, c.event.Author, c.event.User = "board", 7, "nora", "mara"
		hosttest.Wants(t, boards(t, 0, row{kind: rowSystem, item: &state.Item{Event: c.event}}), c.want)
	}
}

func TestANewcomerIsToldWhereTheRoomBeginsForThem(t *testing.T) {
	_, s := hosttest.New(t)
	room := s.Rooms["board"]
	room.Info.Since, room.Info.Topic, room.Info.Creator, room.Info.At = 5, "Money", "mara", 1
	first := time.Date(2004, 11, 3, 12, 0, 0, 0, time.UTC).UnixMilli()
	room.Items = []*state.Item{{Event: wire.Event{Seq: 5, At: first}}}
	html := rowWriter{s: s, room: room}.html(row{kind: rowIntro})
	hosttest.Wants(t, html, "<p>Money</p><p>You see messages from 3 November 2004 on. Earlier ones are not shown to you.")
	hosttest.WantsNot(t, html, "Started")
}

func TestAQuoteOfWhatIsHiddenSaysSo(t *testing.T) {
	answer := row{kind: rowMessage, item: &state.Item{Event: wire.Event{
		Room: "board", Seq: 9, Author: "mara", Kind: wire.KindMessage, Body: "yes", ReplyTo: 3}}}
	hidden := boards(t, 5, answer)
	hosttest.Wants(t, hidden, "quote--before", rowhtml.English.Before)
	hosttest.WantsNot(t, hidden, "data-ref", "undefined")
	hosttest.WantsNot(t, boards(t, 3, answer), "quote--before")
}
