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
	var options []kit.Option
	for _, r := range b.rooms {
		if kit.Rank(r.Name, strings.TrimSpace(query)) == 0 {
			continue
		}
		end := text.MemberCount(r.Members)
		if !r.Joined {
			end = text.MemberCountJoin(r.Members)
		}
		options = append(options, kit.Option{Key: r.ID, Icon: kit.RoomIcon(r), Name: r.Name, Hint: r.Topic, End: host.Said(end),
			Act: func() { b.nav.goOrJoin(r) }})
	}
	return []kit.OptionGroup{{Label: host.Said(text.Rooms), Options: options}}
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
