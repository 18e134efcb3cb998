package rowhtml

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/wire"
)

// noraReads is Nora, who may read from the seq 5 on.
func noraReads() *Reader {
	return &Reader{
		Me: noraID, Since: 5, Words: English,
		User: func(id string) wire.User {
			switch id {
			case noraID:
				return wire.User{ID: noraID, Handle: "nora", Name: "Nora"}
			case jonasID:
				return wire.User{ID: jonasID, Handle: "jonas", Name: "Jonas Weil"}
			}
			return wire.User{ID: id, Name: "…"}
		},
		Compose: strings.Clone, Fold: func(s string) string { return fold.Key(norm.NFKD.String(s)) },
		Link: func(int64) string { return "/r/x/1" },
		Date: func(ms int64, year bool) string {
			if year {
				return time.UnixMilli(ms).UTC().Format("2 January 2006")
			}
			return time.UnixMilli(ms).UTC().Format("2 January")
		},
	}
}

// heard is a message of Jonas.
func heard(seq, at int64, body string) wire.Event {
	return wire.Event{Seq: seq, Author: jonasID, Kind: wire.KindMessage, At: at, Body: body}
}

func TestMessagesOfOnePersonStandTogether(t *testing.T) {
	first, soon, late := heard(7, 0, "a"), heard(8, groupWithin, "b"), heard(9, groupWithin+1, "c")
	if !Follows(&first, &soon) || Follows(&first, &late) || !Follows(&late, &soon) {
		t.Error("five minutes are not the limit, before and after")
	}
	other, answer, gone := soon, soon, soon
	other.Author, answer.ReplyTo, gone.State = noraID, 7, &wire.State{Deleted: true}
	for what, e := range map[string]wire.Event{"another's": other, "an answer": answer, "a tombstone": gone} {
		if Follows(&first, &e) {
			t.Errorf("%s has no name of its own", what)
		}
	}
}

// filled is the row of an event.
func filled(e wire.Event) string {
	m := Message{Name: "Jonas Weil", UserID: e.Author, Words: English}
	noraReads().Fill(&m, &e)
	return Row(m)
}

func TestARowShowsWhatAnEventMeansToItsReader(t *testing.T) {
	named := heard(7, 0, "@nora and @all, not @jonas")
	named.Mentions = []string{noraID, wire.MentionAll}
	alike := heard(7, 0, "@ＮORA, @jónas, @jonass")
	alike.Mentions = []string{noraID, jonasID}
	own := named
	own.Author = noraID
	pinned := heard(8, 0, "x")
	pinned.State = &wire.State{
		EditedAt: 1, Marks: []wire.Mark{{Mark: string(wire.KindPin), By: jonasID}},
		Reactions: []wire.Reaction{{Emoji: "🌊", Count: 2, Me: true, Users: []string{jonasID, noraID}}},
	}
	answer, hidden := heard(9, 0, "x"), heard(9, 0, "x")
	answer.ReplyTo, answer.Quote = 6, &wire.Quote{Author: jonasID, Text: "Did it land?"}
	hidden.ReplyTo = 4
	for what, c := range map[string]struct {
		e    wire.Event
		want []string
	}{
		"names the reader":     {named, []string{"msg--names-you", "@Nora</span>", "@@all", "@jonas"}},
		"names written alike":  {alike, []string{"msg--names-you", "@Nora</span>", "@Jonas Weil</a>", "@jonass"}},
		"the reader's own":     {own, []string{`<article class="msg" `}},
		"pinned and reacted":   {pinned, []string{"Pinned by Jonas Weil", `aria-pressed="true"`, ">2<", English.Edited}},
		"answers":              {answer, []string{"Did it land?", `data-ref="6"`}},
		"answers what is gone": {hidden, []string{"quote--before", English.Before}},
	} {
		out := filled(c.e)
		for _, want := range c.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %s in %s", what, want, out)
			}
		}
		if err := verify(out); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWhatStandsAboveTheFirstMessage(t *testing.T) {
	day := time.Date(2004, 11, 3, 12, 0, 0, 0, time.UTC).UnixMilli()
	r := noraReads()
	for want, room := range map[string]wire.Room{
		"Money/You see messages from 3 November on. Earlier ones are not shown to you.": {Topic: "Money", Since: 5},

		"Money./Started by Jonas Weil on 3 November 2004.": {Topic: "Money.", Creator: jonasID, At: day},
		"/Started by you on 3 November 2004.":              {Creator: noraID, At: day},
		"Money/":                                           {Topic: "Money"},
	} {
		if topic, began := r.About(&room, day); topic+"/"+began != want {
			t.Errorf("%+v: %q and %q, want %q", room, topic, began, want)
		}
	}
	if topic, began := r.About(&wire.Room{Kind: wire.RoomDM, Topic: "Money"}, day); topic != "" || began == "" {
		t.Errorf("a conversation: %q, %q", topic, began)
	}
}

func TestPeopleWhoJoinOneAfterTheOtherStandInOneLine(t *testing.T) {
	r := noraReads()
	r.Time = func(int64) (shown, machine string) { return "09:24", "2004-11-03T09:24Z" }
	said := func(open bool, actions ...string) string {
		var es []*wire.Event
		for i, a := range actions {
			who := []string{jonasID, noraID, "x", "y"}[i%4]
			es = append(es, &wire.Event{Kind: wire.KindMember, Action: a, User: who, Author: who, Seq: int64(i + 5)})
		}
		out := JoiningsLine(r.Joinings(es, open))
		if err := verify(out); err != nil {
			t.Error(err)
		}
		return out
	}
	const in, out = wire.ActionJoined, wire.ActionLeft
	for want, got := range map[string]string{
		"<b>Jonas Weil</b> and <b>Nora</b> joined<svg":                        said(false, in, in),
		"<b>Jonas Weil</b>, <b>Nora</b> and 1 other joined<svg":               said(false, in, wire.ActionAdded, in),
		"<b>Jonas Weil</b>, <b>Nora</b> and 2 others joined<svg":              said(false, in, in, in, in, in, in),
		"<b>Jonas Weil</b> and <b>Nora</b> left<svg":                          said(false, out, out),
		"<b>Nora</b> joined · <b>Jonas Weil</b> left<svg":                     said(true, out, in),
		`<li><b>Jonas Weil</b> left <time datetime="2004-11-03T09:24Z">09:24`: said(true, out, in),
		`data-seq="7"`: said(false, in, in, in),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func TestARowIsCalledByItsAuthorTimeAndState(t *testing.T) {
	for want, m := range map[string]Message{
		"Mara, 09:24":           {},
		"Mara, 09:24, edited":   {Edited: true},
		"Mara, 09:24, deleted":  {Deleted: true, Edited: true},
		"Mara, 09:24, Sending":  {State: Pending},
		"Mara, 09:24, not sent": {State: Failed, Head: true},
	} {
		m.Name, m.Time = "Mara", "09:24"
		if out := Row(m); !strings.Contains(out, ` aria-label="`+want+`"`) {
			t.Errorf("no %s in %s", want, out)
		}
	}
}

func TestAReactionSaysWhoReacted(t *testing.T) {
	people := map[string]string{"me": "Nora", "m": "Mara", "j": "Jonas", "x": `<b>"&`}
	r := Reader{
		Me: "me", Words: English, Compose: func(s string) string { return s },
		User: func(id string) wire.User { return wire.User{ID: id, Name: people[id]} },
	}
	for want, of := range map[string]wire.Reaction{
		"Mara reacted with tada":                        {Count: 1, Users: []string{"m"}},
		"You and Mara reacted with tada":                {Count: 2, Me: true, Users: []string{"m", "me"}},
		"You, Mara and Jonas reacted with tada":         {Count: 3, Me: true, Users: []string{"m", "j", "me"}},
		"Mara, Jonas and 2 others reacted with tada":    {Count: 4, Users: []string{"m", "j", "x", "u"}},
		"&lt;b&gt;&#34;&amp; reacted with tada":         {Count: 1, Users: []string{"x"}},
		"Mara, Jonas and 9998 others reacted with tada": {Count: 10_000, Users: []string{"m", "j", "x", "u"}},
		"You, Mara and 9999 others reacted with tada":   {Count: 10_001, Me: true, Users: []string{"m", "j", "x", "u"}},
		"You, Mara and 2 others reacted with tada":      {Count: 4, Me: true, Users: []string{"m"}},
		"tada, 7": {Count: 7, Users: []string{"m"}},
	} {
		m := Message{Words: English}
		of.Emoji = "🎉"
		r.Fill(&m, &wire.Event{Kind: wire.KindMessage, State: &wire.State{Reactions: []wire.Reaction{of}}})
		if out := Row(m); !strings.Contains(out, `aria-label="`+want+`"`) {
			t.Errorf("%q is not in %s", want, out)
		}
	}
}
