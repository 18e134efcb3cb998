package state

import (
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// State is all a client knows. The zero State is not ready; use New.
type State struct {
	Me        wire.User
	Workspace string
	UserTop   int64 // the useq of the last inbox entry applied

	Rooms    map[string]*Room
	Users    map[string]wire.User // everyone heard of so far
	Presence map[string]string    // of those watched: wire.Online, wire.Away or wire.Offline; absent: not known

	// Rev rises with every change.
	Rev int64

	changes Changes
	unknown map[string]struct{} // people spoken of and not in Users
}

// New returns a State that knows nothing.
func New() *State {
	return &State{
		Rooms:    map[string]*Room{},
		Users:    map[string]wire.User{},
		Presence: map[string]string{},
		unknown:  map[string]struct{}{},
	}
}

// User returns a person, with the id for a name if nothing is known of them yet.
func (s *State) User(id string) wire.User {
	if u, ok := s.Users[id]; ok {
		return u
	}
	return wire.User{ID: id, Name: "…", Role: wire.RoleMember}
}

// Resume is what a hello says: how far this state has come.
func (s *State) Resume() wire.Resume {
	rooms := make(map[string]wire.Cursor, len(s.Rooms))
	for id, r := range s.Rooms {
		rooms[id] = wire.Cursor{Epoch: r.Info.Epoch, Seq: r.Info.Top}
	}
	return wire.Resume{User: s.UserTop, Rooms: rooms}
}

// TakeUnknown returns up to limit ids of people who are spoken of and not
// known, and forgets that they are not: the caller asks the server for them.
func (s *State) TakeUnknown(limit int) []string {
	var ids []string
	for id := range s.unknown {
		if len(ids) == limit {
			break
		}
		ids = append(ids, id)
		delete(s.unknown, id)
	}
	return ids
}

// Mention notes that people are spoken of, so that unknown ones are asked for.
func (s *State) Mention(ids ...string) {
	for _, id := range ids {
		if id == "" || id == wire.MentionAll {
			continue
		}
		if _, ok := s.Users[id]; !ok {
			s.unknown[id] = struct{}{}
		}
	}
}

func (s *State) mentionEvent(e *wire.Event) {
	effect.SpeaksOf(e, func(user string) { s.Mention(user) })
}
