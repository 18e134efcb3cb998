package nav

import (
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// group is a part of the list of rooms.
type group struct {
	label text.Text
	add   string // the id of the button in its head that adds to it; "": it has none
	rooms []wire.Room
}

// groupsOf are the parts of the list, in their order. A room is in one of them.
func groupsOf(h *host.Host) []group {
	rooms, talks := h.State.Rooms()
	list := []group{{label: text.Starred}, {label: text.Rooms, add: addRoomID}, {label: text.People, add: addTalkID}}
	for i, all := range [][]wire.Room{rooms, talks} {
		for _, r := range all {
			if r.Archived > 0 && r.ID != h.Here() {
				continue // it is among those to browse
			}
			to := &list[1+i]
			if r.Starred {
				to = &list[0]
			}
			to.rooms = append(to.rooms, r)
		}
	}
	if len(list[0].rooms) == 0 {
		return list[1:]
	}
	return list
}
