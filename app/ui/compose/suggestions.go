package compose

import (
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// suggestEvery is how long typing must pause before the server is asked.
const suggestEvery = 120 * time.Millisecond

// suggestions is the list over the composer: people for @, emoji for a colon, commands for a slash.
type suggestions struct {
	c      *Composer
	at     trigger
	found  []suggestion
	active int
	moved  bool    // the arrow keys chose the active one
	closed trigger // dismissed with Escape: not offered again

	room   string            // whose members the server has told of
	asked  string            // the query it was asked
	heard  []string          // whom it named
	states map[string]string // and how they look
}

func (l *suggestions) open() bool { return len(l.found) > 0 }

// people are those in the list.
func (l *suggestions) people() (people []string) {
	for _, s := range l.found {
		people = append(people, s.user.ID)
	}
	return people
}

// head says what is in the list.
func (l *suggestions) head() text.Text {
	switch emoji := l.at.mark == ':'; {
	case l.at.mark == '/':
		return text.Commands
	case emoji && l.at.query != "":
		return text.EmojiMatching(l.at.query)
	case emoji:
		return text.Emoji
	case l.at.query != "":
		return text.PeopleMatching(l.at.query)
	}
	return text.People
}

// id is the id of an option.
func (l *suggestions) id(s suggestion) string { return l.c.to.id("suggestion") + "-" + s.key }

// activeID is the id of the option the arrow keys are on.
func (l *suggestions) activeID() string {
	if !l.open() {
		return ""
	}
	return l.id(l.found[l.active])
}

func (l *suggestions) close() {
	if l.open() {
		l.c.changed()
	}
	l.found, l.at, l.active, l.moved = nil, trigger{}, 0, false
}

// update looks at the word before the caret.
func (l *suggestions) update() {
	c := l.c
	now := c.field.Value()
	from, to := c.field.Caret()
	at := trigger{}
	if from == to {
		at = triggerAt(now, platform.ByteOffset(now, from))
	}
	if at.mark == 0 || at == l.closed {
		l.close()
		return
	}
	l.closed = trigger{}
	if at != l.at {
		l.active, l.moved = 0, false
	}
	l.at = at
	l.fill()
	if at.mark == '@' {
		l.ask()
		return
	}
	if at.mark == '/' {
		return
	}
	c.h.Emoji.Load(func() {
		if l.at.mark == ':' {
			l.fill()
		}
	})
}

func (l *suggestions) fill() {
	h, room := l.c.h, l.c.to.Room
	if l.at.mark == '/' {
		if l.found = suggestSlashes(l.c, l.at.query); l.c.edit != "" {
			l.found = nil
		}
	} else if l.at.mark == ':' {
		l.found = suggestEmojis(h, l.at.query)
	} else {
		here := func(id string) bool { return h.State.PresenceOr(id, l.states[id]) != wire.Offline }
		l.found = suggestPeople(l.known(room), l.at.query, suggestMax, here)
		if r, ok := h.State.Room(room); ok && rights.May(rights.MentionAll, rights.In(h.State.Me(), r)) && len(l.found) < suggestMax {
			l.found = append(l.found, suggestEveryone(r, l.at.query)...)
		}
	}
	l.active = min(l.active, max(len(l.found)-1, 0))
	l.c.changed()
}

// known are the members of the room that this device knows of: what the server
// said last, and who has written lately.
func (l *suggestions) known(room string) []wire.User {
	var people []wire.User
	l.c.h.State.See(func(s *state.State) {
		if l.room == room {
			for _, id := range l.heard {
				people = append(people, s.User(id))
			}
		}
		r := s.Rooms[room]
		if r == nil {
			return
		}
		if r.Info.Peer != nil {
			people = append(people, *r.Info.Peer)
		}
		people = append(people, r.Info.Peers...)
		for i := len(r.Items) - 1; i >= 0; i-- {
			if u, ok := s.Users[r.Items[i].Event.Author]; ok && u.ID != s.Me.ID {
				people = append(people, u)
			}
		}
	})
	return people
}

// ask has the server name members, once typing pauses.
func (l *suggestions) ask() {
	c, query, room := l.c, l.at.query, l.c.to.Room
	if l.room == room && l.asked == query {
		return
	}
	c.h.Later(suggestEvery, func() {
		if l.at.mark != '@' || l.at.query != query || c.to.Room != room {
			return
		}
		l.asked = query
		req := &wire.MemberList{Room: room, Query: query, Limit: suggestMax, Real: true}
		host.Ask(c.h, wire.ListMembers, req, func(members *wire.Members, err error) {
			if err == nil && c.to.Room == room { // otherwise what is known here is offered all the same
				l.hear(room, query, members.Members)
			}
		})
	})
}

// hear takes note of members that the server has named.
func (l *suggestions) hear(room, query string, members []wire.Member) {
	if l.room != room {
		l.room, l.heard, l.states = room, nil, map[string]string{}
	}
	me := l.c.h.State.Me().ID
	for _, m := range members {
		if m.User.ID != me {
			l.heard = append(l.heard, m.User.ID)
			l.states[m.User.ID] = m.State
		}
	}
	if l.at.mark == '@' && l.at.query == query {
		l.fill()
	}
}

// key takes the keys that belong to the open list, and reports whether it did.
func (l *suggestions) key(e platform.Event) bool {
	if !l.open() {
		return false
	}
	switch e.Key() {
	case "ArrowDown":
		l.active, l.moved = (l.active+1)%len(l.found), true
	case "ArrowUp":
		l.active, l.moved = (l.active+len(l.found)-1)%len(l.found), true
	case "Enter", "Tab":
		if e.Key() == "Enter" && l.at.mark != '/' && !l.moved &&
			(l.found[l.active].text == l.at.text()+" " || l.at.complete(l.known(l.c.to.Room))) {
			return false // it is written out already: Enter sends
		}
		l.choose(l.active)
	case "Escape":
		l.closed = l.at
		l.close()
	default:
		return false
	}
	e.PreventDefault()
	e.StopPropagation()
	l.c.changed()
	l.c.h.AfterFrame(func() { platform.ByID(l.activeID()).Show("nearest") })
	return true
}

// choose puts a suggestion in the place of the word that asked for it.
func (l *suggestions) choose(i int) {
	c := l.c
	if i < 0 || i >= len(l.found) {
		return
	}
	if l.found[i].emoji != "" {
		c.h.Emoji.Use(l.found[i].emoji)
	}
	now := c.field.Value()
	from := platform.UTF16Len(now[:min(l.at.from, len(now))])
	_, to := c.field.Caret()
	c.field.Replace(from, to, l.found[i].text)
	l.close()
	c.keepDraft()
}
