package nav

import (
	"slices"
	"sort"
	"strings"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// jumpMax is how many lines of a sort are shown.
const jumpMax = 8

// jumpSource is what Ctrl K goes to: rooms, people, pages and a few actions.
type jumpSource struct {
	nav    *Nav
	rooms  []wire.Room // public rooms that answer, from the server
	people []wire.User // and people
}

// Label says what it is for.
func (j *jumpSource) Label() string { return host.Said(text.JumpTo) }

// Groups are what answers a query, of each sort.
func (j *jumpSource) Groups(query string) []kit.OptionGroup {
	rooms, talks := j.nav.h.State.Rooms()
	var groups []wire.Room
	for _, t := range talks {
		if !host.Pair(t) {
			groups = append(groups, t)
		}
	}
	query = strings.TrimSpace(query)
	return []kit.OptionGroup{
		{Label: host.Said(text.Rooms), Options: j.roomOptions(append(append(rooms, j.others(rooms)...), groups...), query)},
		{Label: host.Said(text.People), Options: j.peopleOptions(talks, query)},
		{Label: host.Said(text.Actions), Options: j.actionOptions(query)},
	}
}

// others are the rooms from the server that the person is not in.
func (j *jumpSource) others(mine []wire.Room) []wire.Room {
	return slices.DeleteFunc(slices.Clone(j.rooms), func(r wire.Room) bool {
		return r.Joined || slices.ContainsFunc(mine, func(m wire.Room) bool { return m.ID == r.ID })
	})
}

func (j *jumpSource) roomOptions(rooms []wire.Room, query string) []kit.Option {
	rooms = slices.DeleteFunc(rooms, func(r wire.Room) bool { return kit.Rank(host.RoomName(r), query) == 0 })
	sort.SliceStable(rooms, func(i, j int) bool {
		a, b := rooms[i], rooms[j]
		switch ra, rb := kit.Rank(host.RoomName(a), query), kit.Rank(host.RoomName(b), query); {
		case ra != rb:
			return ra > rb
		case a.Joined != b.Joined:
			return a.Joined
		case host.Badge(a) != host.Badge(b):
			return host.Badge(a) > host.Badge(b)
		}
		return host.News(a) && !host.News(b)
	})
	var options []kit.Option
	for _, r := range rooms[:min(len(rooms), jumpMax)] {
		options = append(options, kit.Option{
			Key: r.ID, Icon: kit.RoomIcon(r), Name: host.RoomName(r), Hint: roomHint(r), Act: func() { j.nav.goOrJoin(r) }})
	}
	return options
}

// roomHint says what is new in a room, or that the person is not in it.
func roomHint(r wire.Room) string {
	switch n := host.Badge(r); {
	case !r.Joined:
		return host.Said(text.NotInThisRoom)
	case n >= limits.UnreadCount:
		return host.Said(text.MentionsOrMore(limits.UnreadCount - 1))
	case n > 0:
		return host.Said(text.MentionCount(n))
	case host.News(r):
		return host.Said(text.Unread)
	}
	return r.Topic
}

func (j *jumpSource) peopleOptions(talks []wire.Room, query string) []kit.Option {
	var people []wire.User
	for _, t := range talks {
		if t.Peer != nil {
			people = append(people, *t.Peer)
		}
	}
	return kit.PersonOptions(j.nav.h, append(people, j.people...), query, j.nav.h.Verbs.Talk)
}

func (j *jumpSource) actionOptions(query string) []kit.Option {
	do := &j.nav.h.Verbs
	all := []kit.Option{
		{Icon: "plus", Name: host.Said(text.CreateARoom), Act: do.NewRoom},
		{Icon: "search", Name: host.Said(text.BrowseRooms), Act: do.Browse},
		{Icon: "check-all", Name: host.Said(text.MarkAllRead), Act: do.ReadAll},
		{Icon: "list", Name: host.Said(text.KeyboardShortcuts), End: host.CommandKey("/"), Act: do.Shortcuts},
	}
	if rights.May(rights.Invite, rights.Of(j.nav.h.State.Me())) {
		all = append(all, kit.Option{Icon: "user-add", Name: host.Said(text.InvitePeople), Act: func() { do.Invite(false) }})
	}
	for _, p := range j.nav.places() {
		all = append(all, kit.Option{Icon: p.Icon, Name: p.Name, Act: func() { j.nav.h.Go(p.Path) }})
	}
	all = slices.DeleteFunc(all, func(o kit.Option) bool { return kit.Rank(o.Name, query) < 2 && query != "" })
	for i := range all {
		act := all[i].Act
		all[i].Act = func() {
			j.nav.h.Overlays.Close()
			act()
		}
	}
	return all
}

// Search asks for rooms and people. Either failing is no reason to hide what
// the other found.
func (j *jumpSource) Search(query string, found func(error)) {
	if query == "" {
		found(nil)
		return
	}
	h := j.nav.h
	host.Ask(h, wire.ListRooms, &wire.RoomList{Query: query, Limit: jumpMax}, func(rooms *wire.Rooms, err error) {
		if err == nil {
			j.rooms = rooms.Rooms
		}
		found(err)
	})
	who := &wire.UserList{Query: strings.TrimPrefix(query, "@"), Limit: limits.MemberPage}
	host.Ask(h, wire.ListUsers, who, func(people *wire.Users, err error) {
		if err == nil {
			j.people = people.Users
		}
		found(err)
	})
}
