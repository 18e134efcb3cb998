package host

import (
	"cmp"
	"slices"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/wire"
)

// Reader reads the state. Each method returns a copy that may be kept.
type Reader struct {
	See func(func(*state.State)) // whatever there is no method for
}

// Me returns the person who is signed in.
func (r Reader) Me() (me wire.User) {
	r.See(func(s *state.State) { me = s.Me })
	return me
}

// Workspace returns the name of the workspace.
func (r Reader) Workspace() (name string) {
	r.See(func(s *state.State) { name = s.Workspace })
	return cmp.Or(name, "Confab")
}

// Room returns a room the person is in.
func (r Reader) Room(id string) (room wire.Room, ok bool) {
	r.See(func(s *state.State) {
		if r := s.Rooms[id]; r != nil {
			room, ok = r.Info, true
			room.Joined = true
		}
	})
	return room, ok
}

// User returns a person. If the person is not known yet, the name is an ellipsis.
func (r Reader) User(id string) (u wire.User) {
	r.See(func(s *state.State) { u = s.User(id) })
	return u
}

// Acquainted returns the people this device knows who can sign in.
func (r Reader) Acquainted() (people []wire.User) {
	r.See(func(s *state.State) {
		for _, u := range s.Users {
			if u.Handle != "" && !u.Ghost && !u.Gone {
				people = append(people, u)
			}
		}
	})
	return people
}

// Presence is how a person looks, as far as the server tells.
func (r Reader) Presence(user string) string { return r.PresenceOr(user, wire.Offline) }

// PresenceOr is Presence for somebody of whom something else is known, for as
// long as the server does not tell.
func (r Reader) PresenceOr(user, known string) (p string) {
	r.See(func(s *state.State) { p = s.Presence[user] })
	return cmp.Or(p, known, wire.Offline)
}

// Rooms returns the rooms the person is in, by name; conversations apart.
func (r Reader) Rooms() (rooms, talks []wire.Room) {
	r.See(func(s *state.State) {
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

// byName puts rooms in the order of the list: by name, and below the others what is muted.
func byName(rooms []wire.Room) {
	fold.Sort(rooms, platform.Decompose, func(r wire.Room) (name, id string) { return RoomName(r), r.ID })
	var muted []wire.Room
	n := 0
	for _, r := range rooms {
		if r.Muted {
			muted = append(muted, r)
		} else {
			rooms[n] = r
			n++
		}
	}
	copy(rooms[n:], muted)
}

// TalkWith returns the conversation with a person, if there is one.
func (r Reader) TalkWith(user string) (wire.Room, bool) {
	_, talks := r.Rooms()
	i := slices.IndexFunc(talks, func(t wire.Room) bool { return t.Peer != nil && t.Peer.ID == user })
	if i < 0 {
		return wire.Room{}, false
	}
	return talks[i], true
}

// Item returns the message of a room at seq; nil if it is not loaded.
func (r Reader) Item(room string, seq int64) (it *state.Item) {
	r.See(func(s *state.State) {
		if r := s.Rooms[room]; r != nil {
			it = r.Item(seq)
		}
		if t := s.Thread; it == nil && t != nil && t.Info.ID == room {
			it = t.Item(seq)
		}
	})
	return it
}

// Unread counts the rooms with something new, and the mentions in them. A message in a
// conversation is meant for the person as a mention is.
func (h *Host) Unread() (rooms, mentions int) {
	h.State.See(func(s *state.State) {
		for id, r := range s.Rooms {
			if !News(r.Info) || Follows(h, id) {
				continue
			}
			rooms++
			mentions += Badge(r.Info)
		}
	})
	return rooms, mentions
}

// Badge is the number on a room's entry in the list; 0: none.
func Badge(r wire.Room) int {
	if r.Kind == wire.RoomDM && !r.Muted {
		return r.Unread
	}
	return r.Mentions
}

// News reports whether something in a room asks to be read: in one that is muted, only what
// mentions the person does, and in one that is closed nothing.
func News(r wire.Room) bool { return r.Unread > 0 && r.Archived == 0 && (!r.Muted || r.Mentions > 0) }

// Follows reports whether the person reads what comes into a room as it comes. In a room
// where they have set the marker back themselves they do not, until they open it again.
func Follows(h *Host, room string) (follows bool) {
	if room != h.Here() || !h.Reading() {
		return false
	}
	follows = true
	h.State.See(func(s *state.State) {
		if r := s.Rooms[room]; r != nil {
			follows = !r.Kept
		}
	})
	return follows
}

// Peers are the other people of conversations.
func Peers(talks ...wire.Room) (people []string) {
	for _, r := range talks {
		if r.Peer != nil {
			people = append(people, r.Peer.ID)
		}
	}
	return people
}
