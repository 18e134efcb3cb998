package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/wire"
)

// boards is a row of the room board, as Nora's page draws it.
func boards(t *testing.T, since int64, r row) string {
	t.Helper()
	_, s := noras(t)
	room := s.Rooms["board"]
	room.Info.Since = since
	if r.item != nil {
		room.Items = []*state.Item{r.item}
	}
	return rowWriter{s, room}.html(r)
}

func TestTheRoomSaysWhatANewcomerSees(t *testing.T) {
	day := time.Date(2004, 11, 3, 12, 0, 0, 0, time.UTC).UnixMilli()
	for want, e := range map[string]wire.Event{
		"Nora Vance added <b>Mara Lindqvist</b>, who sees messages from here on":            {Kind: wire.KindMember, Action: wire.ActionAdded, History: wire.HistoryNone},
		"Nora Vance added <b>Mara Lindqvist</b>, who sees everything from the beginning":    {Kind: wire.KindMember, Action: wire.ActionAdded, History: wire.HistoryAll},
		"Nora Vance added <b>Mara Lindqvist</b>, who sees messages from 3 November 2004 on": {Kind: wire.KindMember, Action: wire.ActionAdded, History: wire.HistoryFrom, From: day},
		"<b>Mara Lindqvist</b> joined and sees messages from here on":                       {Kind: wire.KindMember, Action: wire.ActionJoined, History: wire.HistoryNone},
		"Nora Vance added <b>Mara Lindqvist</b></span>":                                     {Kind: wire.KindMember, Action: wire.ActionAdded},
		"<b>Nora Vance</b> changed the room: newcomers now see earlier messages":            {Kind: wire.KindRoom, Name: "board", History: wire.HistoryAll},
		"<b>Nora Vance</b> changed the room: newcomers no longer see earlier messages":      {Kind: wire.KindRoom, Name: "board", History: wire.HistoryNone},
		"<b>Nora Vance</b> changed the room to “board”":                                     {Kind: wire.KindRoom, Name: "board"},
	} {
		e.Room, e.Seq, e.Author, e.User = "board", 7, "nora", "mara"
		wants(t, boards(t, 0, row{kind: rowSystem, item: &state.Item{Event: e}}), want)
	}
}

func TestANewcomerIsToldWhereTheRoomBeginsForThem(t *testing.T) {
	_, s := noras(t)
	room := s.Rooms["board"]
	room.Info.Since, room.Info.Topic, room.Info.Creator, room.Info.At = 5, "Money", "mara", 1
	first := time.Date(2004, 11, 3, 12, 0, 0, 0, time.UTC).UnixMilli()
	room.Items = []*state.Item{{Event: wire.Event{Seq: 5, At: first}}}
	html := rowWriter{s, room}.html(row{kind: rowIntro})
	wants(t, html, "Money. You see messages from 3 November 2004 on. Earlier ones are not shown to you.")
	wantsNot(t, html, "Started")
}

func TestAQuoteOfWhatIsHiddenSaysSo(t *testing.T) {
	answer := row{kind: rowMessage, item: &state.Item{Event: wire.Event{
		Room: "board", Seq: 9, Author: "mara", Kind: wire.KindMessage, Body: "yes", ReplyTo: 3}}}
	hidden := boards(t, 5, answer)
	wants(t, hidden, "quote--before", rowhtml.English.Before)
	wantsNot(t, hidden, "data-ref", "undefined")
	wantsNot(t, boards(t, 3, answer), "quote--before")
}

func TestWhoAddsSomebodyChoosesOrIsToldWhatTheySee(t *testing.T) {
	v, _ := noras(t)
	dialog := func(d *addMember) string {
		d.user = mara
		html := ""
		for _, part := range d.body(v) {
			html += page(part)
		}
		return html
	}
	html := dialog(&addMember{room: board, share: true, see: wire.HistoryNone})
	wants(t, html, "From now on", "Everything", "From a day on", `type="date"`)
	if got := chosenIn(html); got != seeNothing {
		t.Errorf("chosen at first: %q", got)
	}
	if got := chosenIn(dialog(&addMember{room: board, share: true, see: wire.HistoryAll})); got != seeAll {
		t.Errorf("chosen at first in a room that shows newcomers everything: %q", got)
	}
	wants(t, dialog(&addMember{room: wire.Room{Since: 4}, share: true}), "All that you see here yourself.")

	told := dialog(&addMember{room: board})
	wants(t, told, "They see messages from now on, none of those before.")
	wantsNot(t, told, "radio")
	wants(t, dialog(&addMember{room: wire.Room{History: wire.HistoryAll}}), "They see all earlier messages.")
	wants(t, dialog(&addMember{room: wire.Room{History: wire.HistoryAll, Since: 4}}), "the earlier messages that you see yourself")
}

// chosenIn is the id of the radio button that is on, if it is the only one.
func chosenIn(html string) (id string) {
	for _, tag := range strings.Split(html, "<input")[1:] {
		tag, _, _ = strings.Cut(tag, ">")
		if strings.Contains(tag, " checked") {
			_, rest, _ := strings.Cut(tag, `id="`)
			name, _, _ := strings.Cut(rest, `"`)
			id += name
		}
	}
	return id
}

func TestOnlyHostsAndAdminsOfAPrivateRoomShareItsHistory(t *testing.T) {
	member := wire.User{ID: "m", Role: wire.RoleMember}
	private := wire.Room{Kind: wire.RoomPrivate, Joined: true}
	hosted := wire.Room{Kind: wire.RoomPrivate, Joined: true, Host: true}
	for what, right := range map[string]bool{
		"an admin":                   editRoom(wire.User{Role: wire.RoleAdmin}, private).share,
		"a host":                     editRoom(member, hosted).share,
		"not: a member":              !editRoom(member, private).share,
		"not: the owner, of another": !editRoom(nora, general).share,
	} {
		if !right {
			t.Error(what)
		}
	}
}
