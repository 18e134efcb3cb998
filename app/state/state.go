package state

import (
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// State is everything a client knows. Make one with New.
type State struct {
	Me        wire.User
	Workspace string
	UserTop   int64 // the useq of the last inbox entry applied
	Emoji     Emoji

	Rooms    map[string]*Room
	Thread   *Room                // the thread that the person looks at; nil: none
	Users    map[string]wire.User // all people who are known so far
	Presence map[string]string    // of watched people: wire.Online, wire.Away or wire.Offline; absent: not known

	// Rev increases with every change.
	Rev int64

	changes  Changes
	newUntil int64               // the inbox up to here tells of rooms that are new to this device alone
	over     int64               // when the first status of somebody is over, UTC milliseconds; 0: none will be
	unknown  map[string]struct{} // people who are referred to and not in Users
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

// User returns a person. If the person is not known yet, the name is the id.
func (s *State) User(id string) wire.User {
	if u, ok := s.Users[id]; ok {
		return u
	}
	return wire.User{ID: id, Name: "…", Role: wire.RoleMember}
}

// Resume returns the resume of a hello: up to where this state is.
func (s *State) Resume() wire.Resume {
	rooms := make(map[string]wire.Cursor, len(s.Rooms))
	for id, r := range s.Rooms {
		rooms[id] = wire.Cursor{Epoch: r.Info.Epoch, Seq: r.Info.Top}
	}
	return wire.Resume{User: s.UserTop, Rooms: rooms}
}

// TakeUnknown returns up to limit ids of people who are referred to and not known, and
// removes them from the list of unknown people: the caller asks the server for them.
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

// Mention records that people are referred to, so that unknown ones are fetched.
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
