package ui

import (
	"cmp"
	"slices"
	"sort"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// reader reads the state.
type reader struct{ *view }

// What the components read of the state. Each returns a copy that may be kept.

func (v reader) me() (me wire.User) {
	v.see(func(s *state.State) { me = s.Me })
	return me
}

func (v reader) workspace() (name string) {
	v.see(func(s *state.State) { name = s.Workspace })
	if name == "" {
		return "Confab"
	}
	return name
}

// room returns a room the person is in.
func (v reader) room(id string) (room wire.Room, ok bool) {
	v.see(func(s *state.State) {
		if r := s.Rooms[id]; r != nil {
			room, ok = r.Info, true
			room.Joined = true
		}
	})
	return room, ok
}

// here returns the room on the page.
func (v reader) here() (wire.Room, bool) { return v.room(v.route.room) }

func (v reader) user(id string) (u wire.User) {
	v.see(func(s *state.State) { u = s.User(id) })
	return u
}

// acquainted returns the people this device knows who can sign in.
func (v reader) acquainted() (people []wire.User) {
	v.see(func(s *state.State) {
		for _, u := range s.Users {
			if u.Handle != "" && !u.Ghost && !u.Gone {
				people = append(people, u)
			}
		}
	})
	return people
}

// presence is how a person looks, as far as the server tells.
func (v reader) presence(user string) (p string) { return v.presenceOr(user, wire.Offline) }

// presenceOr is presence for somebody of whom something else is known, for as
// long as the server does not tell.
func (v reader) presenceOr(user, known string) (p string) {
	v.see(func(s *state.State) { p = s.Presence[user] })
	if p == "" {
		return cmp.Or(known, wire.Offline)
	}
	return p
}

// authors returns who has written lately in the room on the page.
func (v reader) authors() (people []string) {
	const rows, most = 60, 20
	v.see(func(s *state.State) {
		r := s.Rooms[v.route.room]
		if r == nil {
			return
		}
		for i := len(r.Items) - 1; i >= max(0, len(r.Items)-rows) && len(people) < most; i-- {
			if author := r.Items[i].Event.Author; !slices.Contains(people, author) {
				people = append(people, author)
			}
		}
	})
	return people
}

// rooms returns the rooms the person is in, by name; conversations apart.
func (v reader) rooms() (rooms, talks []wire.Room) {
	v.see(func(s *state.State) {
		for _, r := range s.Rooms {
			info := r.Info
			info.Joined = true
			if info.Kind == wire.RoomDM {
				talks = append(talks, info)
			} else {
				rooms = append(rooms, info)
			}
		}
	})
	byName(rooms)
	byName(talks)
	return rooms, talks
}

func byName(rooms []wire.Room) {
	sort.Slice(rooms, func(i, j int) bool {
		a, b := fold(roomName(rooms[i])), fold(roomName(rooms[j]))
		return a < b || a == b && rooms[i].ID < rooms[j].ID
	})
}

// talkWith returns the conversation with a person, if there is one.
func (v reader) talkWith(user string) (wire.Room, bool) {
	_, talks := v.rooms()
	for _, r := range talks {
		if r.Peer != nil && r.Peer.ID == user {
			return r, true
		}
	}
	return wire.Room{}, false
}

// typists returns the names of those who are writing in the room on the page.
func (v reader) typists() (names []string) {
	v.see(func(s *state.State) {
		if r := s.Rooms[v.route.room]; r != nil {
			for _, t := range r.Typing {
				names = append(names, s.User(t.User).Name)
			}
		}
	})
	return names
}

// unreadRooms counts the rooms with something new, and the mentions in them. A
// message in a conversation of two is meant for the person as a mention is.
func (v reader) unreadRooms() (rooms, mentions int) {
	v.see(func(s *state.State) {
		for id, r := range s.Rooms {
			if r.Info.Unread == 0 || id == v.route.room && v.reading() {
				continue
			}
			rooms++
			mentions += badge(r.Info)
		}
	})
	return rooms, mentions
}

// badge is the number on a room's entry in the list; 0: none.
func badge(r wire.Room) int {
	if r.Kind == wire.RoomDM {
		return r.Unread
	}
	return r.Mentions
}

// selfPresence is how others see the person.
func (v reader) selfPresence() string {
	switch {
	case !v.connected:
		return wire.Offline
	case !platform.Visible():
		return wire.Away
	}
	return wire.Online
}

// selfNote says it in words.
func (v reader) selfNote() string {
	switch {
	case v.connected:
		return "@" + v.me().Handle
	case v.eng == nil || !v.lost:
		return said(text.Connecting)
	}
	return said(text.NotConnected)
}

// data reads a data attribute of the element a handler is attached to. Lists
// have one handler for all their entries, told apart by it, because go-app
// compares handlers by code and would keep a closure over an old entry.
func data(ctx app.Context, name string) string {
	value := ctx.JSSrc().Get("dataset").Get(name)
	if !value.Truthy() {
		return ""
	}
	return value.String()
}
