package webui

import (
	"html/template"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// rows are the rows of a timeline, without what the server does not know: the
// person's time zone and their way to write a date. web/first.js adds the headings of
// days and the times.
type rows struct {
	out   strings.Builder
	times []string // of each row, UTC milliseconds; 0: it has none
}

func (r *rows) add(html string, at int64) {
	r.out.WriteString(html)
	r.times = append(r.times, strconv.FormatInt(at, 10))
}

// html is safe: all of it is written by rowhtml.Builder, which escapes.
func (r *rows) html() template.HTML { return template.HTML(r.out.String()) }

// rowsOf writes the rows of a screen's room.
func rowsOf(s *chat.Screen, room wire.Room, l *text.Language) *rows {
	people := make(map[string]wire.User, len(s.Page.Users))
	for _, u := range s.Page.Users {
		people[u.ID] = u
	}
	user := func(id string) wire.User {
		if u, ok := people[id]; ok {
			return u
		}
		return wire.User{ID: id, Name: "…", Role: wire.RoleMember}
	}
	words := rowhtml.WordsIn(l)
	link := func(seq int64) string { return route.To(room.ID, seq) }
	reader := &rowhtml.Reader{Me: s.Me.ID, Since: room.Since, User: user, Link: link, Compose: norm.NFC.String, Fold: form.Found,
		Date: date, Words: words, Now: s.Now, Emoji: ownEmoji(s.Emoji)}
	out := &rows{}
	events := s.Page.Events
	if s.Page.From <= max(room.Since, 1) && len(events) > 0 {
		topic, began := reader.About(&room, events[0].At)
		out.add(rowhtml.Intro(rowhtml.RoomName(l, &room), topic, began), 0)
	}
	var before *wire.Event // the message that the next one may stand under
	divided := room.Unread == 0
	for i := 0; i < len(events); i++ {
		e := &events[i]
		if !divided && e.Seq > room.Read && e.Kind == wire.KindMessage && e.Author != s.Me.ID {
			out.add(rowhtml.NewDivider(words), 0)
			divided, before = true, nil
		}
		if all := joinings(events[i:]); len(all) > 1 {
			out.add(rowhtml.JoiningsLine(reader.Joinings(all, false)), e.At)
			i += len(all) - 1
			before = nil
			continue
		}
		if e.Kind != wire.KindMessage {
			out.add(rowhtml.SystemLine(reader.System(e)), e.At)
			before = nil
			continue
		}
		author := user(e.Author)
		m := rowhtml.Message{
			Seq: e.Seq, UserID: e.Author, Name: author.Name, Picture: author.Picture, Own: e.Author == s.Me.ID,
			Mood: author.Emoji, MoodText: author.Status,
			Head: before == nil || !rowhtml.Follows(before, e), AuthorLink: "#", Link: link(e.Seq), Words: words,
		}
		reader.Fill(&m, e)
		out.add(rowhtml.Row(m), e.At)
		before = e
	}
	return out
}

// joinings returns the people who come or go, one after the other, at the beginning of events.
func joinings(events []wire.Event) (all []*wire.Event) {
	for i := range events {
		if !rowhtml.Joins(&events[i]) {
			break
		}
		all = append(all, &events[i])
	}
	return all
}

// date writes a day such that web/first.js finds it and writes it as the person
// does: with seconds if the year is to be there in any case.
func date(ms int64, year bool) string {
	form := "2006-01-02T15:04Z"
	if year {
		form = "2006-01-02T15:04:05Z"
	}
	return time.UnixMilli(ms).UTC().Format(form)
}

// ownEmoji finds the workspace's own emoji by their names and aliases.
func ownEmoji(list []wire.Emoji) rowhtml.Own {
	by := make(map[string]*wire.Emoji, len(list))
	for i := range list {
		by[list[i].Name] = &list[i]
		for _, alias := range list[i].Aliases {
			by[alias] = &list[i]
		}
	}
	return func(name string) *wire.Emoji { return by[name] }
}
