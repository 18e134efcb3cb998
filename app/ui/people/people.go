package people

import (
	"cmp"
	"strings"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// People is the feature.
type People struct {
	h    *host.Host
	list roster
	me   wire.User // as heard last

	told  map[string]*wire.Profile // the profiles that were read, by person
	hover hover
	dir   directory

	Status Status
}

// New returns the feature.
func New(h *host.Host) *People {
	p := &People{h: h, told: map[string]*wire.Profile{}}
	p.list.h, p.hover.p, p.dir.h, p.Status.h = h, p, h, h
	return p
}

// Turn is told that another room is on the page.
func (p *People) Turn() {
	if p.h.Panel == host.PanelMembers {
		p.list.open(p.h.Here())
	}
}

// Myself is told that something about the person has changed. A role is told them: what they may do
// is another now.
func (p *People) Myself() {
	was, now := p.me, p.h.State.Me()
	p.me = now
	if was.ID == now.ID && was.Role != now.Role {
		p.h.Keep("role", "shield", text.YourRole(string(now.Role), p.h.State.Workspace()), text.Text{}, nil)
	}
}

// reload loads the list of members again, for those who look at it.
func (p *People) reload() { p.list.load() }

// Talk opens the conversation with a person, made if there is none yet.
func (p *People) Talk(u wire.User) {
	h := p.h
	h.Overlays.Clear()
	if r, ok := h.State.TalkWith(u.ID); ok {
		h.Go(route.To(r.ID, 0))
		return
	}
	host.Ask(h, wire.OpenDM, &wire.DMOpen{User: u.ID}, func(info *wire.RoomInfo, err error) {
		if err != nil {
			h.Complain(err)
			return
		}
		h.Go(route.To(info.Room.ID, 0))
	})
}

// Find finds somebody to talk to.
func (p *People) Find() {
	kit.Choose(p.h, &source{h: p.h, title: host.Said(text.FindToTalk), chosen: p.Talk, several: func() { p.together(nil) }})
}

// Add finds people to add to a room, one after the other, or to talk to together with those of
// a conversation: that is another one then. Of a private room it is asked, or told, what they see of before.
func (p *People) Add(r wire.Room) {
	h := p.h
	if r.Kind == wire.RoomDM {
		with := r.Peers
		if r.Peer != nil {
			with = []wire.User{*r.Peer}
		}
		p.together(with)
		return
	}
	s := &source{h: h, title: host.Said(text.AddPeopleTo(host.RoomName(r))), taken: map[string]string{}}
	// Those who are in it already are marked; if that cannot be had, adding one of
	// them again changes nothing.
	inside := &wire.MemberList{Room: r.ID, Real: true, Limit: limits.MemberPage}
	host.Ask(h, wire.ListMembers, inside, func(inside *wire.Members, err error) {
		if err != nil {
			return
		}
		for _, m := range inside.Members {
			s.take(m.User.ID, cmp.Or(s.taken[m.User.ID], host.Said(text.InTheRoom)))
		}
	})
	see, day := r.History, ""
	s.chosen = func(u wire.User) {
		switch {
		case s.taken[u.ID] != "":
		case r.Kind == wire.RoomPrivate:
			h.Overlays.Open(&addMember{
				DialogState: kit.DialogState{H: h}, people: p, room: r, user: u,
				share: rights.May(rights.ShareHistory, rights.In(h.State.Me(), r)),
				see:   cmp.Or(see, wire.HistoryNone), day: day,
				done: func(given wire.History, from string) {
					see, day = cmp.Or(given, see), from // most likely the next one is to see the same
					s.take(u.ID, host.Said(text.Added))
					s.again()
				}})
		default:
			p.add(s, r, u)
		}
	}
	s.again()
}

// add brings somebody into a public room.
func (p *People) add(s *source, r wire.Room, u wire.User) {
	s.take(u.ID, host.Said(text.Adding))
	host.Ask(p.h, wire.AddMember, &wire.MemberAdd{Room: r.ID, User: u.ID}, func(_ *wire.OK, err error) {
		if err != nil {
			s.take(u.ID, host.Why(err))
		} else {
			s.take(u.ID, host.Said(text.Added))
		}
		p.reload()
	})
}

// source finds one person, to talk to or to add to a room.
type source struct {
	h      *host.Host
	title  string
	people []wire.User
	taken  map[string]string // what is said of people already chosen
	chosen func(wire.User)
	open   *kit.Palette

	several func() // chooses more than one person; nil: that is not offered
}

// again opens the palette anew, in the place of the one that is open.
func (s *source) again() {
	if s.open != nil {
		s.h.Overlays.Drop(s.open)
	}
	s.open = kit.Choose(s.h, s)
}

// take says something of a person who was chosen.
func (s *source) take(user, note string) {
	s.taken[user] = note
	s.h.Raise(host.Layers)
}

// Label says what is looked for.
func (s *source) Label() string { return s.title }

// Groups are the people who answer a query.
func (s *source) Groups(query string) []kit.OptionGroup {
	options := kit.PersonOptions(s.h, s.people, strings.TrimSpace(query), s.chosen)
	for i := range options {
		options[i].End = s.taken[options[i].Key]
	}
	groups := []kit.OptionGroup{{Label: host.Said(text.People), Options: options}}
	if s.several == nil || len(options) < 2 {
		return groups
	}
	several := kit.OptionGroup{Label: host.Said(text.NewConversation), Options: []kit.Option{{
		Icon: "users", Name: host.Said(text.SeveralPeople), Act: s.several}}}
	if query == "" {
		return append([]kit.OptionGroup{several}, groups...)
	}
	return append(groups, several)
}

// Search asks the server for people.
func (s *source) Search(query string, found func(error)) {
	req := &wire.UserList{Query: strings.TrimPrefix(strings.TrimSpace(query), "@"), Limit: limits.MemberPage}
	host.Ask(s.h, wire.ListUsers, req, func(people *wire.Users, err error) {
		if err == nil {
			s.people = people.Users
		}
		found(err)
	})
}
