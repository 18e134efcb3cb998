package ui

import (
	"slices"
	"sort"
	"strings"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// jumpMax is how many lines of a sort are shown.
const jumpMax = 8

// peopleMax is how many people are offered at once.
const peopleMax = 20

// jumpSource is what Ctrl K goes to: rooms, people and a few actions.
type jumpSource struct {
	rooms  []wire.Room // public rooms that answer, from the server
	people []wire.User // and people
}

func (v stage) openPalette() { v.choose(&jumpSource{}) }

func (j *jumpSource) label() string { return said(text.JumpTo) }

func (j *jumpSource) groups(v *view, query string) []optionGroup {
	rooms, talks := v.rooms()
	query = strings.TrimSpace(query)
	groups := []optionGroup{
		{said(text.Rooms), j.roomOptions(v, append(rooms, j.others(rooms)...), query)},
		{said(text.People), j.peopleOptions(v, talks, query)},
	}
	return append(groups, optionGroup{said(text.Actions), actionOptions(v, query)})
}

// others are the rooms from the server that the person is not in.
func (j *jumpSource) others(mine []wire.Room) []wire.Room {
	return slices.DeleteFunc(slices.Clone(j.rooms), func(r wire.Room) bool {
		return r.Joined || slices.ContainsFunc(mine, func(m wire.Room) bool { return m.ID == r.ID })
	})
}

func (j *jumpSource) roomOptions(v *view, rooms []wire.Room, query string) []option {
	rooms = slices.DeleteFunc(rooms, func(r wire.Room) bool { return rank(r.Name, query) == 0 })
	sort.SliceStable(rooms, func(i, j int) bool {
		a, b := rooms[i], rooms[j]
		switch ra, rb := rank(a.Name, query), rank(b.Name, query); {
		case ra != rb:
			return ra > rb
		case a.Joined != b.Joined:
			return a.Joined
		case badge(a) != badge(b):
			return badge(a) > badge(b)
		}
		return a.Unread > 0 && b.Unread == 0
	})
	var options []option
	for _, r := range rooms[:min(len(rooms), jumpMax)] {
		options = append(options, option{
			key: r.ID, icon: roomIcon(r), name: r.Name, hint: roomHint(r), act: func() { v.goOrJoin(r) }})
	}
	return options
}

// roomHint says what is new in a room, or that the person is not in it.
func roomHint(r wire.Room) string {
	switch n := badge(r); {
	case !r.Joined:
		return said(text.NotInThisRoom)
	case n >= limits.UnreadCount:
		return said(text.MentionsOrMore(limits.UnreadCount - 1))
	case n > 0:
		return said(text.MentionCount(n))
	case r.Unread > 0:
		return said(text.Unread)
	}
	return r.Topic
}

func (j *jumpSource) peopleOptions(v *view, talks []wire.Room, query string) []option {
	var people []wire.User
	for _, t := range talks {
		if t.Peer != nil {
			people = append(people, *t.Peer)
		}
	}
	return personOptions(v, append(people, j.people...), query, v.talk)
}

// personOptions are the people who answer a query, of those given and those
// known here; act is done with the one chosen.
func personOptions(v *view, people []wire.User, query string, act func(wire.User)) []option {
	me := v.me().ID
	people = slices.DeleteFunc(append(people, v.acquainted()...), func(u wire.User) bool { return u.ID == me })
	var options []option
	for _, s := range suggestPeople(people, strings.TrimPrefix(query, "@"), peopleMax, func(id string) bool { return v.presence(id) != wire.Offline }) {
		options = append(options, option{key: s.key, user: s.user, name: s.name, hint: s.hint, act: func() { act(s.user) }})
	}
	return options
}

func actionOptions(v *view, query string) []option {
	all := []option{
		{icon: "plus", name: said(text.CreateARoom), act: func() { v.open(newRoom()) }},
		{icon: "search", name: said(text.BrowseRooms), act: v.browse},
		{icon: "list", name: said(text.KeyboardShortcuts), end: commandKey("/"), act: func() { v.open(&keysDialog{}) }},
	}
	if rights.May(rights.Invite, rights.Of(v.me())) {
		all = append(all, option{icon: "user-add", name: said(text.InvitePeople), act: v.invitePeople})
	}
	return slices.DeleteFunc(all, func(o option) bool { return rank(o.name, query) < 2 && query != "" })
}

// search asks for rooms and people. Either failing is no reason to hide what
// the other found.
func (j *jumpSource) search(v *view, query string, found func(error)) {
	if query == "" {
		found(nil)
		return
	}
	ask(v, wire.ListRooms, &wire.RoomList{Query: query, Limit: jumpMax}, func(rooms *wire.Rooms, err error) {
		if err == nil {
			j.rooms = rooms.Rooms
		}
		found(err)
	})
	ask(v, wire.ListUsers, &wire.UserList{Query: strings.TrimPrefix(query, "@"), Limit: limits.MemberPage}, func(people *wire.Users, err error) {
		if err == nil {
			j.people = people.Users
		}
		found(err)
	})
}
