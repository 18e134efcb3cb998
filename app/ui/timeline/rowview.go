package timeline

import (
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// rowWriter turns rows into HTML. It is used with the state in hand.
type rowWriter struct {
	s    *state.State
	room *state.Room

	cites *[]cite // what the row that is being written links to
}

// html writes one row. A row that cannot be written is shown as such: a fault
// in one message must not take the page down.
func (w rowWriter) html(r row) (html string) {
	switch r.kind {
	case rowIntro:
		topic, began := w.intro()
		return rowhtml.Intro(host.RoomName(w.room.Info), topic, began)
	case rowDay:
		day := platform.LocalDay(r.at)
		return rowhtml.Day(day.String(), platform.FormatDay(r.at, day.Year != platform.LocalDay(platform.Now()).Year))
	case rowNew:
		return rowhtml.NewDivider(rowWords())
	case rowReplies:
		count := 0
		if s := r.item.Event.State; s != nil && s.Thread != nil {
			count = s.Thread.Replies
		}
		return rowhtml.RepliesLine(rowWords(), count)
	case rowSystem:
		return rowhtml.SystemLine(w.reader().System(&r.item.Event))
	case rowJoins:
		all := make([]*wire.Event, len(r.all))
		for i, it := range r.all {
			all[i] = &it.Event
		}
		return rowhtml.JoiningsLine(w.reader().Joinings(all, r.open))
	}
	m := w.frame(r)
	defer func() {
		if fault := recover(); fault != nil {
			platform.Report("a message could not be shown: " + faultText(fault))
			html = rowhtml.BrokenRow(w.frame(r))
		}
	}()
	w.fill(&m, r.item)
	return rowhtml.Row(m)
}

func faultText(fault any) string {
	switch f := fault.(type) {
	case error:
		return f.Error()
	case string:
		return f
	}
	return "unknown fault"
}

// frame is a message without its content.
func (w rowWriter) frame(r row) rowhtml.Message {
	e := &r.item.Event
	author := w.s.User(e.Author)
	m := rowhtml.Message{
		Seq: e.Seq, UserID: e.Author, Name: author.Name, Picture: author.Picture, Head: r.head, Own: e.Author == w.s.Me.ID,
		Mood: author.Emoji, MoodText: author.Status,
		Time: platform.FormatTime(e.At), DateTime: platform.MachineTime(e.At),
		AuthorLink: "#", Link: "#", Words: rowWords(),
	}
	if e.Seq > 0 {
		m.Link = linkTo(e)
	} else {
		m.Cid = e.CID
	}
	if !r.head {
		m.Time = shortTime(m.Time)
	}
	return m
}

// shortTime is a time without AM or PM: the column beside a grouped message is
// narrow, and the group's head says which.
func shortTime(t string) string {
	end := strings.LastIndexAny(t, "0123456789")
	if end < 0 {
		return t
	}
	start := strings.IndexAny(t, "0123456789")
	return t[start : end+1]
}

func (w rowWriter) fill(m *rowhtml.Message, it *state.Item) {
	w.reader().Fill(m, &it.Event)
	if rowhtml.HasCode(m.Text) {
		platform.UseScript("code.js", reportScript)
	}
	if rowhtml.Unfolds(m.Text) {
		platform.UseScript("unfold.js", reportScript)
	}
	m.Cite, m.Going = w.cite, going(it)
	for i := range m.Files {
		switch f := &m.Files[i]; {
		case f.Placeholder != "":
			platform.UseScript("blur.js", reportScript)
		case rowhtml.Plays(f):
			platform.UseScript("play.js", reportScript)
		case rowhtml.Previews(f):
			platform.UseScript("preview.js", reportScript)
		}
	}
	switch it.Status {
	case state.Pending:
		m.State = rowhtml.Pending
	case state.Failed:
		m.State = rowhtml.Failed
		if it.Fail != nil {
			m.Failure = host.Said(text.NotSentReason(host.Reason(it.Fail)))
		}
	}
	for i := range m.Reactions {
		m.Reactions[i].Waits = it.WaitsFor(m.Reactions[i].Emoji)
	}
	switch {
	case it.Waits(wire.KindEdit):
		m.Waits = rowhtml.EditWaits
	case it.Deleted() && it.Waits(wire.KindDelete), it.Waits(wire.KindPin):
		m.Waits = rowhtml.OtherWaits
	}
}

// reportScript reports that players and previews do nothing.
func reportScript(err error) {
	if err != nil {
		platform.Report(err.Error())
	}
}

// reader is the person at the page.
func (w rowWriter) reader() *rowhtml.Reader {
	room := w.room.Info
	return &rowhtml.Reader{
		Now: platform.Now(),
		Me:  w.s.Me.ID, Deletes: rights.May(rights.DeleteAny, rights.In(w.s.Me, room)), Since: room.Since,
		Emoji: w.s.Emoji.Named, User: w.s.User, Compose: platform.Compose, Fold: kit.Fold, Words: rowWords(),
		Elsewhere: func(of string, seq int64) (name, link string) {
			if in := w.s.Rooms[of]; in != nil {
				return host.RoomName(in.Info), route.To(of, seq)
			}
			return "", ""
		},
		Link: func(seq int64) string { return route.To(room.ID, seq) }, InThread: w.room.Root != 0,
		Files: func(seq int64) []wire.File {
			if it := w.room.Item(seq); it != nil {
				return it.Event.Files
			}
			return nil
		},
		Date: func(ms int64, year bool) string {
			if year {
				return platform.FormatDate(ms, true)
			}
			return host.DateText(ms)
		},
		Time: func(ms int64) (shown, machine string) { return platform.FormatTime(ms), platform.MachineTime(ms) },
	}
}

// intro is what stands under the room's name, above its first message.
func (w rowWriter) intro() (topic, began string) {
	first := int64(0)
	if len(w.room.Items) > 0 {
		first = w.room.Items[0].Event.At
	}
	return w.reader().About(&w.room.Info, first)
}

// rowWords are the words of rows in the language of the page.
func rowWords() *rowhtml.Words {
	if l := platform.Language(); rowsIn != l {
		rowsIn, wordsOfRows = l, rowhtml.WordsIn(l)
	}
	return wordsOfRows
}

var (
	rowsIn      *text.Language
	wordsOfRows *rowhtml.Words
)
