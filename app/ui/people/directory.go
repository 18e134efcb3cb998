package people

import (
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// directory is the people of the workspace who answer a query, as many as were asked for.
type directory struct {
	h      *host.Host
	open   bool
	read   host.Once
	query  string
	people []string // ids, by handle
	titles map[string]string
	next   string // where the next page begins; "": there is none
	asking bool
	fault  string
	n      int  // counts questions: only the last one's answer counts
	due    bool // asking anew is scheduled
}

// directoryThing changes with what is known of the directory.
const directoryThing host.Thing = "directory"

// load asks for the first page.
func (d *directory) load() { d.ask("") }

// loadSoon loads again, once for many changes.
func (d *directory) loadSoon() {
	if d.due || !d.open {
		return
	}
	d.due = true
	d.h.Later(kit.SearchEvery, func() {
		d.due = false
		d.load()
	})
}

// ask asks for the page after a handle. One may be empty and not the last.
func (d *directory) ask(after string) {
	d.n++
	n := d.n
	d.asking, d.fault = true, ""
	req := &wire.UserList{Query: strings.TrimPrefix(d.query, "@"), After: after, Limit: limits.MemberPage, Titles: true}
	host.Ask(d.h, wire.ListUsers, req, func(found *wire.Users, err error) {
		if n != d.n {
			return
		}
		d.asking = false
		d.h.Raise(directoryThing)
		if err != nil {
			d.fault = host.Why(err)
			return
		}
		d.answered(after, found)
		if len(found.Users) == 0 && d.next != "" {
			d.ask(d.next)
		}
	})
	d.h.Raise(directoryThing)
}

// answered takes a page.
func (d *directory) answered(after string, found *wire.Users) {
	if after == "" {
		d.people, d.titles = nil, map[string]string{}
	}
	for _, u := range found.Users {
		d.people = append(d.people, u.ID)
		d.titles[u.ID] = found.Titles[u.ID]
	}
	d.next = found.Next
}

// told is told whom something has changed about.
func (d *directory) told(people map[string]struct{}) {
	for _, user := range d.people {
		if _, changed := people[user]; changed {
			d.loadSoon()
			return
		}
	}
}

// directoryPage shows the directory.
type directoryPage struct {
	app.Compo
	Of  *People
	Rev int
}

// Directory draws the page of everyone in the workspace.
func (p *People) Directory() app.UI {
	return &directoryPage{Of: p, Rev: p.h.Rev(directoryThing, host.People, host.Presence, host.Self, host.Place, host.Status)}
}

// OnMount begins anew.
func (v *directoryPage) OnMount(app.Context) {
	v.Of.dir = directory{h: v.Of.h, n: v.Of.dir.n, open: true}
	v.Of.dir.read.When(v.Of.h, v.Of.dir.load)
}

// OnDismount is told that another page is open.
func (v *directoryPage) OnDismount() {
	v.Of.dir.open = false
	v.Of.h.Watching.Show(host.WatchPanel)
}

// Render draws the field and the people.
func (v *directoryPage) Render() app.UI {
	h, d := v.Of.h, &v.Of.dir
	if d.open {
		d.read.When(h, d.load)
	}
	h.Watching.Show(host.WatchPanel, d.people[:min(len(d.people), limits.Watched)]...)
	var rows []app.UI
	for _, user := range d.people {
		if u := h.State.User(user); u.Handle != "" && !u.Gone {
			rows = append(rows, v.row(u))
		}
	}
	var invite, more app.UI
	if rights.May(rights.Invite, rights.Of(h.State.Me())) {
		invite = kit.El("button.btn|type=button", kit.Icon("user-add"), kit.El("span.u-wide", text.InvitePeople),
			kit.K("aria-label"), text.InvitePeople, kit.On("click", v.invite))
	}
	if d.next != "" && !d.asking {
		more = kit.El("button.btn.btn--quiet|type=button", text.ShowMore, kit.On("click", v.more))
	}
	return kit.Framed(h, kit.Frame{Title: text.People, End: invite},
		kit.El("div.input.input--group", kit.Icon("search", "icon--sm", "u-muted"),
			kit.Search("directory-search", text.NameOrHandle, v.search, kit.K("type"), "search")),
		kit.El("p.dir__count|role=status", v.count(len(rows))),
		kit.El("ul", rows), more)
}

// count says how many people are listed, or why none are.
func (v *directoryPage) count(n int) string {
	d := &v.Of.dir
	switch {
	case d.fault != "":
		return d.fault
	case d.asking && n == 0:
		return host.Said(text.Looking)
	case n == 0:
		return host.Said(text.NobodyByThatName)
	case d.next != "":
		return host.Said(text.FirstPeople(n))
	}
	return host.Said(text.CountPeople(n))
}

func (v *directoryPage) row(u wire.User) app.UI {
	h, d, presence := v.Of.h, &v.Of.dir, v.Of.h.State.Presence(u.ID)
	me := u.ID == h.State.Me().ID
	var tag, talk app.UI
	if me {
		presence, tag = wire.Online, kit.El("span.tag", text.ThatIsYou)
	} else {
		if name := memberTag(person{User: u}); !name.IsZero() {
			tag = kit.El("span.tag", name)
		}
		talk = kit.El("button.btn|type=button", kit.K("data-user"), u.ID, kit.K("aria-label"), text.MessagePerson(u.Name),
			kit.On("click", v.talk), text.Message)
	}
	return kit.El("li.dir__row", kit.Avatar(u, "avatar--lg", presence),
		kit.El("div",
			kit.El("div.dir__name",
				kit.El("button.dir__open|type=button|aria-haspopup=dialog|translate=no", kit.K("data-user"), u.ID,
					kit.On("click", v.card), kit.El("bdi", u.Name)),
				kit.Mood(h, u), tag, kit.El("small|translate=no", kit.El("bdi", "@"+u.Handle))),
			kit.El("p.dir__title", kit.El("bdi", d.titles[u.ID])),
			kit.El("p.dir__title", kit.El("bdi", u.Status))),
		kit.El("p.dir__note", text.MembersIn(presence)),
		talk)
}

func (v *directoryPage) card(e platform.Event) {
	v.Of.Card(e.Target().Closest("[data-user]"), kit.Data(e, "user"))
}

func (v *directoryPage) talk(e platform.Event) { v.Of.Talk(v.Of.h.State.User(kit.Data(e, "user"))) }
func (v *directoryPage) more(platform.Event)   { v.Of.dir.ask(v.Of.dir.next) }
func (v *directoryPage) invite(platform.Event) { v.Of.h.Verbs.Invite(false) }

func (v *directoryPage) search(e platform.Event) {
	v.Of.dir.query = strings.TrimSpace(kit.Typed(e))
	v.Of.dir.loadSoon()
}
