package ui

import (
	"cmp"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// peopleSource finds one person, to talk to or to add to a room.
type peopleSource struct {
	title  string
	people []wire.User
	taken  map[string]string // what is said of people already chosen
	chosen func(wire.User)
}

func (p *peopleSource) label() string { return p.title }

func (p *peopleSource) groups(v *view, query string) []optionGroup {
	options := personOptions(v, p.people, strings.TrimSpace(query), p.chosen)
	for i := range options {
		options[i].end = p.taken[options[i].key]
	}
	return []optionGroup{{said(text.People), options}}
}

func (p *peopleSource) search(v *view, query string, found func(error)) {
	req := &wire.UserList{Query: strings.TrimPrefix(strings.TrimSpace(query), "@"), Limit: limits.MemberPage}
	ask(v, wire.ListUsers, req, func(people *wire.Users, err error) {
		if err == nil {
			p.people = people.Users
		}
		found(err)
	})
}

// newConversation finds somebody to talk to.
func (v stage) newConversation() {
	v.choose(&peopleSource{title: said(text.FindToTalk), chosen: v.talk})
}

// addPeople finds people to add to a room, one after the other. Of a private
// room it is asked, or told, what they see of before.
func (v stage) addPeople(r wire.Room) {
	p := &peopleSource{title: said(text.AddPeopleTo(roomName(r))), taken: map[string]string{}}
	// Those who are in it already are marked; if that cannot be had, adding one of
	// them again changes nothing.
	ask(v.view, wire.ListMembers, &wire.MemberList{Room: r.ID, Real: true, Limit: limits.MemberPage}, func(inside *wire.Members, err error) {
		if err != nil {
			return
		}
		for _, m := range inside.Members {
			p.taken[m.User.ID] = cmp.Or(p.taken[m.User.ID], said(text.InTheRoom))
		}
		v.touch(partOverlay)
	})
	see, day := r.History, ""
	p.chosen = func(u wire.User) {
		if p.taken[u.ID] != "" {
			return
		}
		if r.Kind == wire.RoomPrivate {
			v.open(&addMember{room: r, user: u, share: rights.May(rights.ShareHistory, rights.In(v.me(), r)),
				see: cmp.Or(see, wire.HistoryNone), day: day,
				done: func(given wire.History, from string) {
					p.taken[u.ID] = said(text.Added)
					see, day = cmp.Or(given, see), from // most likely the next one is to see the same
					v.choose(p)
				}})
			return
		}
		p.taken[u.ID] = said(text.Adding)
		v.touch(partOverlay)
		ask(v.view, wire.AddMember, &wire.MemberAdd{Room: r.ID, User: u.ID}, func(_ *wire.OK, err error) {
			p.taken[u.ID] = said(text.Added)
			if err != nil {
				p.taken[u.ID] = words(err)
			}
			v.touch(partOverlay)
			v.roster.load(v.view)
		})
	}
	v.choose(p)
}

// talk opens the conversation with a person, made if there is none yet.
func (v guide) talk(u wire.User) {
	v.close()
	if r, ok := v.talkWith(u.ID); ok {
		v.openRoom(r.ID)
		return
	}
	ask(v.view, wire.OpenDM, &wire.DMOpen{User: u.ID}, func(info *wire.RoomInfo, err error) {
		if err != nil {
			v.complain(err)
			return
		}
		v.openRoom(info.Room.ID)
	})
}

// personMenu offers what can be done with a person who is named somewhere.
func (v stage) personMenu(at platform.Element, user string) {
	u := v.user(user)
	if u.Handle == "" {
		return
	}
	m := &menuSpec{label: u.Name, at: at}
	if u.ID != v.me().ID && !u.Ghost && !u.Gone {
		m.items = append(m.items, menuItem{icon: "send", label: text.MessagePerson(u.Name), act: func() { v.talk(u) }})
	}
	m.items = append(m.items,
		menuItem{icon: "at", label: text.Mention, end: "@" + u.Handle, act: func() { v.write.put("@" + u.Handle + " ") }})
	v.open(m)
}

// browseSource lists the public rooms.
type browseSource struct {
	rooms []wire.Room
}

func (v stage) browse() { v.choose(&browseSource{}) }

func (b *browseSource) label() string { return said(text.BrowseRooms) }

func (b *browseSource) groups(v *view, query string) []optionGroup {
	var options []option
	for _, r := range b.rooms {
		if rank(r.Name, strings.TrimSpace(query)) == 0 {
			continue
		}
		end := text.MemberCount(r.Members)
		if !r.Joined {
			end = text.MemberCountJoin(r.Members)
		}
		options = append(options, option{key: r.ID, icon: roomIcon(r), name: r.Name, hint: r.Topic, end: said(end), act: func() { v.goOrJoin(r) }})
	}
	return []optionGroup{{said(text.Rooms), options}}
}

func (b *browseSource) search(v *view, query string, found func(error)) {
	ask(v, wire.ListRooms, &wire.RoomList{Query: strings.TrimSpace(query), Limit: 50}, func(rooms *wire.Rooms, err error) {
		if err == nil {
			b.rooms = rooms.Rooms
		}
		found(err)
	})
}

// goOrJoin opens a room, entering it first if need be.
func (v guide) goOrJoin(r wire.Room) {
	v.close()
	if r.Joined {
		v.openRoom(r.ID)
		return
	}
	v.join(r)
}
