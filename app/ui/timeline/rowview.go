package timeline

import (
	"slices"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// rowWriter turns rows into HTML. It is used with the state in hand.
type rowWriter struct {
	s    *state.State
	room *state.Room
}

// html writes one row. A row that cannot be written is shown as such: a fault
// in one message must not take the page down.
func (w rowWriter) html(r row) (html string) {
	switch r.kind {
	case rowIntro:
		return rowhtml.Intro(host.RoomName(w.room.Info), w.introText())
	case rowDay:
		day := platform.LocalDay(r.at)
		return rowhtml.Day(day.String(), platform.FormatDay(r.at, day.Year != platform.LocalDay(platform.Now()).Year))
	case rowNew:
		return rowhtml.NewDivider(rowWords())
	case rowSystem:
		return rowhtml.SystemLine(w.system(&r.item.Event))
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
		Seq: e.Seq, UserID: e.Author, Name: author.Name, Head: r.head, Own: e.Author == w.s.Me.ID,
		Time: platform.FormatTime(e.At), DateTime: platform.MachineTime(e.At),
		AuthorLink: "#", Link: "#", Words: rowWords(),
	}
	if e.Seq > 0 {
		m.Link = route.To(w.room.Info.ID, e.Seq)
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
	e := &it.Event
	m.Text, m.Edited, m.Deleted = e.Body, it.Edited(), it.Deleted()
	m.Pinned = pinnedBy(w.s, e)
	m.NamesYou = it.Mentions(w.s.Me.ID) || it.Mentions(wire.MentionAll)
	m.NamesYou = m.NamesYou && e.Author != w.s.Me.ID
	m.Resolve = func(handle string) (id, name string, you bool) { return w.resolve(e, handle) }
	switch it.Status {
	case state.Pending:
		m.State = rowhtml.Pending
	case state.Failed:
		m.State = rowhtml.Failed
		if it.Fail != nil {
			m.Failure = host.Said(text.NotSentReason(host.Reason(it.Fail)))
		}
	}
	if e.Quote == nil && e.ReplyTo > 0 && e.ReplyTo < w.room.Info.Since {
		m.Reply = &rowhtml.Reply{Before: true}
	}
	if q := e.Quote; q != nil && e.ReplyTo > 0 {
		m.Reply = &rowhtml.Reply{
			Seq: e.ReplyTo, Name: w.s.User(q.Author).Name, Text: q.Text, Link: route.To(w.room.Info.ID, e.ReplyTo),
		}
		if q.Deleted {
			m.Reply.Text = rowWords().Deleted
		}
	}
	for _, r := range it.Reactions() {
		m.Reactions = append(m.Reactions, rowhtml.Reaction{
			Emoji: r.Emoji, Count: len(r.Users), Mine: slices.Contains(r.Users, w.s.Me.ID), Waits: it.WaitsFor(r.Emoji),
		})
	}
	switch {
	case it.Waits(wire.KindEdit):
		m.Waits = rowhtml.EditWaits
	case it.Waits(wire.KindDelete), it.Waits(wire.KindPin):
		m.Waits = rowhtml.OtherWaits
	}
}

// resolve finds whom a handle in a message names: the server has said which
// people the message names.
func (w rowWriter) resolve(e *wire.Event, handle string) (id, name string, you bool) {
	handle = platform.Compose(handle)
	for _, user := range e.Mentions {
		if user == wire.MentionAll {
			if handle == wire.MentionAll || handle == "here" {
				return "", "@" + handle, e.Author != w.s.Me.ID
			}
			continue
		}
		if u := w.s.User(user); u.Handle == handle {
			return u.ID, u.Name, u.ID == w.s.Me.ID
		}
	}
	return "", "", false
}

// introText is what stands under the room's name, above its first message: what it
// is for, and how it began.
func (w rowWriter) introText() string {
	r := w.room.Info
	if r.Kind == wire.RoomDM {
		return host.Said(text.TalkBegins)
	}
	topic, began := r.Topic, w.beganText()
	if topic != "" && !strings.HasSuffix(topic, ".") {
		topic = host.Said(text.TopicSentence(topic))
	}
	if topic == "" || began.IsZero() {
		return topic + host.Said(began)
	}
	return host.Said(text.TwoSentences(topic, host.Said(began)))
}

// beganText says how the room began, or to somebody who came later where it begins
// for them.
func (w rowWriter) beganText() text.Text {
	switch r := w.room.Info; {
	case r.Since > 0 && len(w.room.Items) == 0:
		return text.EarlierHidden
	case r.Since > 0:
		return text.EarlierHiddenFrom(host.DateText(w.room.Items[0].Event.At))
	case r.Creator == "" || r.At == 0:
		return text.Text{}
	case r.Creator == w.s.Me.ID:
		return text.StartedByYou(platform.FormatDate(r.At, true))
	default:
		return text.StartedBy(w.s.User(r.Creator).Name, platform.FormatDate(r.At, true))
	}
}

// system says what happened to the room.
func (w rowWriter) system(e *wire.Event) rowhtml.System {
	icon, what := w.happened(e)
	return rowhtml.System{Seq: e.Seq, Icon: icon, Text: platform.Language().Parts(what)}
}

func (w rowWriter) happened(e *wire.Event) (rowhtml.Icon, text.Text) {
	author, user := w.s.User(e.Author).Name, w.s.User(e.User).Name
	sees, from := string(e.History), ""
	if e.History == wire.HistoryFrom {
		from = host.DateText(e.From)
	}
	switch {
	case e.Kind == wire.KindRoom && e.History == wire.HistoryAll:
		return rowhtml.IconLock, text.NewcomersSeeNow(author)
	case e.Kind == wire.KindRoom && e.History != "":
		return rowhtml.IconLock, text.NewcomersSeeNoLonger(author)
	case e.Kind == wire.KindRoom && e.Topic != "":
		return rowhtml.IconEdit, text.RoomRenamedTopic(author, e.Name, e.Topic)
	case e.Kind == wire.KindRoom:
		return rowhtml.IconEdit, text.RoomRenamed(author, e.Name)
	case e.Action == wire.ActionAdded:
		return rowhtml.IconJoin, text.PersonAdded(sees, author, user, from)
	case e.Action == wire.ActionRemoved:
		return rowhtml.IconLeave, text.PersonRemoved(author, user)
	case e.Action == wire.ActionLeft:
		return rowhtml.IconLeave, text.PersonLeft(user)
	}
	return rowhtml.IconJoin, text.PersonJoined(sees, user, from)
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
