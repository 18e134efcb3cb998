package state

// Changes says what is different since the last time they were taken, so that
// only what shows it is drawn again. The zero Changes is "nothing".
type Changes struct {
	Status   bool                // the connection; set by the engine
	Self     bool                // Me or Workspace
	List     bool                // the list of rooms: entries, names, badges
	Presence bool                // who is here
	People   map[string]struct{} // people who have become known or changed
	Rooms    map[string]Part     // room -> what of it
}

// Part says what of a room is different; parts are or-ed.
type Part uint8

// The parts of a room.
const (
	PartInfo     Part = 1 << iota // name, topic, counts, divider, loading
	PartTimeline                  // Timeline gives other rows
	PartTyping
	PartMembers // someone came or went
	PartGone    // the room is not in the state any more
)

// None reports whether nothing is different.
func (c *Changes) None() bool {
	return !c.Status && !c.Self && !c.List && !c.Presence && len(c.People) == 0 && len(c.Rooms) == 0
}

// Merge adds other to c.
func (c *Changes) Merge(other Changes) {
	c.Status = c.Status || other.Status
	c.Self = c.Self || other.Self
	c.List = c.List || other.List
	c.Presence = c.Presence || other.Presence
	for id := range other.People {
		c.person(id)
	}
	for id, part := range other.Rooms {
		c.room(id, part)
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

// Take returns what has changed since the last Take.
func (s *State) Take() Changes {
	c := s.changes
	s.changes = Changes{}
	return c
}

// touch notes a change of a room.
func (s *State) touch(r *Room, part Part) {
	s.Rev++
	r.Rev = s.Rev
	s.changes.room(r.Info.ID, part)
}

// badge notes a change of a room that its entry in the list shows.
func (s *State) badge(r *Room, part Part) {
	s.touch(r, part|PartInfo)
	s.changes.List = true
}
