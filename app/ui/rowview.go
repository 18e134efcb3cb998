package ui

import (
	"slices"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/rowhtml"
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
		return rowhtml.Intro(roomName(w.room.Info), w.introText())
	case rowDay:
		day := platform.LocalDay(r.at)
		return rowhtml.Day(day.String(), platform.FormatDay(r.at, day.Year != platform.LocalDay(platform.Now()).Year))
	case rowNew:
		return rowhtml.NewDivider(nil)
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
		AuthorLink: "#", Link: "#",
	}
	if e.Seq > 0 {
		m.Link = roomPath(w.room.Info.ID, e.Seq)
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
	m.NamesYou = it.Mentions(w.s.Me.ID) || it.Mentions(wire.MentionAll)
	m.NamesYou = m.NamesYou && e.Author != w.s.Me.ID
	m.Resolve = func(handle string) (id, name string, you bool) { return w.resolve(e, handle) }
	switch it.Status {
	case state.Pending:
		m.State = rowhtml.Pending
	case state.Failed:
		m.State = rowhtml.Failed
		if it.Fail != nil {
			m.Failure = "Not sent. " + it.Fail.Message
		}
	}
	if e.Quote == nil && e.ReplyTo > 0 && e.ReplyTo < w.room.Info.Since {
		m.Reply = &rowhtml.Reply{Before: true}
	}
	if q := e.Quote; q != nil && e.ReplyTo > 0 {
		m.Reply = &rowhtml.Reply{
			Seq: e.ReplyTo, Name: w.s.User(q.Author).Name, Text: q.Text, Link: roomPath(w.room.Info.ID, e.ReplyTo),
		}
		if q.Deleted {
			m.Reply.Text = rowhtml.English.Deleted
		}
	}
	for _, r := range it.Reactions() {
		m.Reactions = append(m.Reactions, rowhtml.Reaction{Emoji: r.Emoji, Count: len(r.Users), Mine: slices.Contains(r.Users, w.s.Me.ID)})
	}
}

// resolve finds whom a handle in a message names: the server has said which
// people the message names.
func (w rowWriter) resolve(e *wire.Event, handle string) (id, name string, you bool) {
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

func (w rowWriter) introText() string {
	r := w.room.Info
	if r.Kind == wire.RoomDM {
		return "This is the beginning of your conversation. Only the two of you can see it."
	}
	text := r.Topic
	if text != "" && !strings.HasSuffix(text, ".") {
		text += "."
	}
	if r.Since > 0 {
		return strings.TrimSpace(text + " " + w.sinceText())
	}
	if r.Creator != "" && r.At > 0 {
		name := w.s.User(r.Creator).Name
		if r.Creator == w.s.Me.ID {
			name = "you"
		}
		text += " Started by " + name + " on " + platform.FormatDate(r.At, true) + "."
	}
	return strings.TrimSpace(text)
}

// sinceText says to somebody who came later where the room begins for them.
func (w rowWriter) sinceText() string {
	if len(w.room.Items) == 0 {
		return "What was said here before you came is not shown to you."
	}
	return "You see messages from " + dateText(w.room.Items[0].Event.At) + " on. What was said before is not shown to you."
}

// system says what happened to the room.
func (w rowWriter) system(e *wire.Event) rowhtml.System {
	line := rowhtml.System{Seq: e.Seq}
	author, user := w.s.User(e.Author).Name, w.s.User(e.User).Name
	switch {
	case e.Kind == wire.KindRoom && e.History != "":
		line.Icon, line.Name, line.After = rowhtml.IconLock, author, newcomersText(e.History)
	case e.Kind == wire.KindRoom:
		line.Icon, line.Name = rowhtml.IconEdit, author
		line.After = " changed the room to “" + e.Name + "”"
		if e.Topic != "" {
			line.After += " with the topic “" + e.Topic + "”"
		}
	case e.Action == wire.ActionAdded:
		line.Icon, line.Before, line.Name = rowhtml.IconJoin, author+" added ", user
		if sees := seesText(e.History, e.From); sees != "" {
			line.After = ", who " + sees
		}
	case e.Action == wire.ActionRemoved:
		line.Icon, line.Before, line.Name = rowhtml.IconLeave, author+" removed ", user
	case e.Action == wire.ActionLeft:
		line.Icon, line.Name, line.After = rowhtml.IconLeave, user, " left"
	default:
		line.Icon, line.Name, line.After = rowhtml.IconJoin, user, " joined"
		if sees := seesText(e.History, e.From); sees != "" {
			line.After += " and " + sees
		}
	}
	return line
}
