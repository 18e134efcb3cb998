package ui

import (
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// suggestEvery is how long typing must pause before the server is asked.
const suggestEvery = 120 * time.Millisecond

// suggestions is the list over the composer: people for @, emoji for a colon.
type suggestions struct {
	at     trigger
	found  []suggestion
	active int
	closed trigger // dismissed with Escape: not offered again

	room   string            // whose members the server has told of
	asked  string            // the query it was asked
	heard  []wire.User       // what it said
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
	case emoji && l.at.query != "":
		return text.EmojiMatching(l.at.query)
	case emoji:
		return text.Emoji
	case l.at.query != "":
		return text.PeopleMatching(l.at.query)
	}
	return text.People
}

// activeID is the id of the option the arrow keys are on.
func (l *suggestions) activeID() string {
	if !l.open() {
		return ""
	}
	return "suggestion-" + l.found[l.active].key
}

func (l *suggestions) close(v *view) {
	if l.open() {
		v.touch(partComposer)
	}
	l.found, l.at, l.active = nil, trigger{}, 0
}

// update looks at the word before the caret.
func (l *suggestions) update(c *composer) {
	now := c.field.Value()
	from, to := c.field.Caret()
	at := trigger{}
	if from == to {
		at = triggerAt(now, platform.ByteOffset(now, from))
	}
	if at.mark == 0 || at == l.closed {
		l.close(c.v)
		return
	}
	l.closed = trigger{}
	if at != l.at {
		l.active = 0
	}
	l.at = at
	l.fill(c)
	if at.mark == '@' {
		l.ask(c)
	}
}

func (l *suggestions) fill(c *composer) {
	v := c.v
	if l.at.mark == ':' {
		l.found = suggestEmojis(l.at.query)
	} else {
		l.found = suggestPeople(l.known(v, c.room), l.at.query, suggestMax, func(id string) bool { return v.presenceOr(id, l.states[id]) != wire.Offline })
		if r, ok := v.room(c.room); ok && rights.May(rights.MentionAll, rights.In(v.me(), r)) && len(l.found) < suggestMax {
			l.found = append(l.found, suggestEveryone(r, l.at.query)...)
		}
	}
	l.active = min(l.active, max(len(l.found)-1, 0))
	v.touch(partComposer)
}

// known are the members of the room that this device knows of: what the server
// said last, and who has written lately.
func (l *suggestions) known(v *view, room string) []wire.User {
	var people []wire.User
	if l.room == room {
		people = append(people, l.heard...)
	}
	v.see(func(s *state.State) {
		r := s.Rooms[room]
		if r == nil {
			return
		}
		if r.Info.Peer != nil {
			people = append(people, *r.Info.Peer)
		}
		for i := len(r.Items) - 1; i >= 0; i-- {
			if u, ok := s.Users[r.Items[i].Event.Author]; ok && u.ID != s.Me.ID {
				people = append(people, u)
			}
		}
	})
	return people
}

// ask has the server name members, once typing pauses.
func (l *suggestions) ask(c *composer) {
	query, room := l.at.query, c.room
	if l.room == room && l.asked == query {
		return
	}
	v := c.v
	v.later(suggestEvery, func() {
		if l.at.mark != '@' || l.at.query != query || c.room != room {
			return
		}
		l.asked = query
		req := &wire.MemberList{Room: room, Query: query, Limit: suggestMax, Real: true}
		ask(v, wire.ListMembers, req, func(members *wire.Members, err error) {
			if err != nil || c.room != room {
				return // what is known here is offered all the same
			}
			if l.room != room {
				l.room, l.heard, l.states = room, nil, map[string]string{}
			}
			me := v.me().ID
			for _, m := range members.Members {
				if m.User.ID != me {
					l.heard = append(l.heard, m.User)
					l.states[m.User.ID] = m.State
				}
			}
			if l.at.mark == '@' && l.at.query == query {
				l.fill(c)
			}
		})
	})
}

// key takes the keys that belong to the open list, and reports whether it did.
func (l *suggestions) key(c *composer, e platform.Event) bool {
	if !l.open() {
		return false
	}
	switch e.Key() {
	case "ArrowDown":
		l.active = (l.active + 1) % len(l.found)
	case "ArrowUp":
		l.active = (l.active + len(l.found) - 1) % len(l.found)
	case "Enter", "Tab":
		if e.Key() == "Enter" && l.found[l.active].text == l.at.text()+" " {
			return false // it is written out already: Enter sends
		}
		l.choose(c, l.active)
	case "Escape":
		l.closed = l.at
		l.close(c.v)
	default:
		return false
	}
	e.PreventDefault()
	e.StopPropagation()
	c.v.touch(partComposer)
	c.v.afterFrame(func() { platform.ByID(l.activeID()).Show("nearest") })
	return true
}

// choose puts a suggestion in the place of the word that asked for it.
func (l *suggestions) choose(c *composer, i int) {
	if i < 0 || i >= len(l.found) {
		return
	}
	now := c.field.Value()
	from := platform.UTF16Len(now[:min(l.at.from, len(now))])
	_, to := c.field.Caret()
	c.field.Replace(from, to, l.found[i].text)
	l.close(c.v)
	c.keepDraft()
}
