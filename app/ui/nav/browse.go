package nav

import (
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// browseSource lists the public rooms.
type browseSource struct {
	nav   *Nav
	rooms []wire.Room
}

// Label says what is looked for.
func (b *browseSource) Label() string { return host.Said(text.BrowseRooms) }

// Groups are the rooms that answer a query.
func (b *browseSource) Groups(query string) []kit.OptionGroup {
	rooms := b.rooms
	mine, _ := b.nav.h.State.Rooms()
	for _, r := range mine {
		if r.Archived > 0 && r.Kind == wire.RoomPrivate { // the server lists the public ones
			rooms = append(rooms[:len(rooms):len(rooms)], r)
		}
	}
	var options, closed []kit.Option
	for _, r := range rooms {
		if kit.Rank(r.Name, strings.TrimSpace(query)) == 0 {
			continue
		}
		to := &options
		if r.Archived > 0 {
			to = &closed
		}
		end := text.MemberCount(r.Members)
		if !r.Joined {
			end = text.MemberCountJoin(r.Members)
		}
		*to = append(*to, kit.Option{Key: r.ID, Icon: kit.RoomIcon(r), Name: r.Name, Hint: r.Topic, End: host.Said(end),
			Act: func() { b.nav.goOrJoin(r) }})
	}
	return []kit.OptionGroup{{Label: host.Said(text.Rooms), Options: options}, {Label: host.Said(text.Archived), Options: closed}}
}

// Search asks the server for rooms.
func (b *browseSource) Search(query string, found func(error)) {
	req := &wire.RoomList{Query: strings.TrimSpace(query), Limit: 50}
	host.Ask(b.nav.h, wire.ListRooms, req, func(rooms *wire.Rooms, err error) {
		if err == nil {
			b.rooms = rooms.Rooms
			fold.Sort(b.rooms, platform.Decompose, func(r wire.Room) (name, id string) { return r.Name, r.ID })
		}
		found(err)
	})
}
