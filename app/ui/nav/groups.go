package nav

import (
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// The ids of the sections that everybody has.
const (
	starredID = "starred"
	roomsID   = "rooms"
	peopleID  = "people"
)

// group is a section of the list with the rooms that stand in it.
type group struct {
	wire.Section
	rooms []wire.Room
}

// own reports whether the person has made the section.
func (g *group) own() bool { return g.Name != "" }

// label is what the section is called.
func (g *group) label() string {
	switch g.ID {
	case starredID:
		return host.Said(text.Starred)
	case roomsID:
		return host.Said(text.Rooms)
	case peopleID:
		return host.Said(text.People)
	}
	return g.Name
}

// all are the sections in their order: as the person set them up, and those that they did not
// name.
func (n *Nav) all() []wire.Section {
	list := append([]wire.Section(nil), n.sections.kept...)
	for _, id := range [...]string{starredID, roomsID, peopleID} {
		if n.at(id) < 0 {
			list = append(list, wire.Section{ID: id})
		}
	}
	return list
}

// at is the place of a section among those that the person set up; -1: they did not.
func (n *Nav) at(id string) int {
	for i := range n.sections.kept {
		if n.sections.kept[i].ID == id {
			return i
		}
	}
	return -1
}

// groups are the sections of the list, in their order, without those of the stars if nothing
// is starred. A room is in one of them.
func (n *Nav) groups() []group {
	sections := n.all()
	list := make([]group, len(sections))
	place := make(map[string]*group, len(sections))
	for i, s := range sections {
		list[i].Section = s
		place[s.ID] = &list[i]
	}
	rooms, talks := n.h.State.Rooms()
	for i, usual := range [...]string{roomsID, peopleID} {
		for _, r := range [...][]wire.Room{rooms, talks}[i] {
			to := place[usual]
			switch own := place[r.Section]; {
			case r.Archived > 0 && r.ID != n.h.Here():
				continue // it is among those to browse
			case r.Starred:
				to = place[starredID]
			case own != nil && own.own():
				to = own
			}
			to.rooms = append(to.rooms, r)
		}
	}
	shown := list[:0]
	for _, g := range list {
		if g.ID != starredID || len(g.rooms) > 0 {
			shown = append(shown, g)
		}
	}
	return shown
}
