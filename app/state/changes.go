package state

import (
	"slices"

	"github.com/confab/confab/shared/wire"
)

// Changes says what has changed since the last Take, so that the interface redraws only
// that. The zero Changes means nothing.
type Changes struct {
	Status   bool                // the connection; set by the engine
	Self     bool                // Me or Workspace
	Emoji    bool                // the workspace's own emoji
	List     bool                // the list of rooms: entries, names, badges
	Presence bool                // who is online
	Outbox   bool                // the outbox: what waits or could not be sent; set by the engine
	Refused  []Refused           // what the server has refused for good; set by the engine
	People   map[string]struct{} // people who have become known or changed
	Came     []wire.Room         // rooms that are new to this person, not only to this device
	Lost     []wire.Room         // rooms that the person is no longer in
	Own      []Own               // what else of the person's own has changed, each once
	Rooms    map[string]Part     // room -> the parts of it that have changed
}

// Own is something of the person's own that has changed, see wire.InboxOwn.
type Own struct {
	Item string
	Room string // "": it is of no room
}

// Refused is a message, or a change to one, that the server has refused for good.
type Refused struct {
	Room string
	Kind wire.Kind // KindMessage, or that of the change
	Fail *wire.Error
}

// Part says which parts of a room have changed; they are combined with |.
type Part uint8

// The parts of a room.
const (
	PartInfo     Part = 1 << iota // name, topic, number of members, divider, loading
	PartTimeline                  // Timeline returns other rows
	PartTyping
	PartMembers // someone came or went
	PartGone    // the room is not in the state any more
	PartRead    // how far it goes, how far it is read, and what of it is unread
)

// None reports whether nothing has changed.
func (c *Changes) None() bool {
	return !c.Status && !c.Self && !c.Emoji && !c.List && !c.Presence && !c.Outbox &&
		len(c.Refused) == 0 && len(c.Came) == 0 && len(c.Lost) == 0 && len(c.Own) == 0 && len(c.People) == 0 && len(c.Rooms) == 0
}

// Merge adds other to c.
func (c *Changes) Merge(other Changes) {
	c.Status = c.Status || other.Status
	c.Self = c.Self || other.Self
	c.Emoji = c.Emoji || other.Emoji
	c.List = c.List || other.List
	c.Presence = c.Presence || other.Presence
	c.Outbox = c.Outbox || other.Outbox
	c.Refused = append(c.Refused, other.Refused...)
	c.Came = append(c.Came, other.Came...)
	c.Lost = append(c.Lost, other.Lost...)
	for _, o := range other.Own {
		c.own(o)
	}
	for id := range other.People {
		c.person(id)
	}
	for id, part := range other.Rooms {
		c.room(id, part)
	}
}

func (c *Changes) own(o Own) {
	if !slices.Contains(c.Own, o) {
		c.Own = append(c.Own, o)
	}
}

func (c *Changes) person(id string) {
	if c.People == nil {
		c.People = map[string]struct{}{}
	}
	c.People[id] = struct{}{}
}

func (c *Changes) room(id string, part Part) {
	if c.Rooms == nil {
		c.Rooms = map[string]Part{}
	}
	c.Rooms[id] |= part
}

// Take returns what has changed since the last call of Take.
func (s *State) Take() Changes {
	c := s.changes
	s.changes = Changes{}
	return c
}

// touch records a change of a room.
func (s *State) touch(r *Room, part Part) {
	if part&PartTimeline != 0 && (len(r.changes) > 0 || len(r.overlays) > 0) {
		r.redraw(s.Me.ID)
	}
	s.Rev++
	r.Rev = s.Rev
	s.changes.room(r.Info.ID, part)
}

// badge records a change of a room that its entry in the list of rooms shows.
func (s *State) badge(r *Room, part Part) {
	s.touch(r, part)
	s.changes.List = true
}
