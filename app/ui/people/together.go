package people

import (
	"slices"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// together chooses several people for a conversation.
type together struct {
	kit.DialogState
	begun  bool // from a conversation that others are added to
	find   source
	query  string
	chosen []wire.User
}

// togetherField is the id of the field that finds people.
const togetherField = "together-with"

// together asks who is to talk, with people chosen already.
func (p *People) together(people []wire.User) {
	d := &together{DialogState: kit.DialogState{H: p.h}, begun: len(people) > 0, find: source{h: p.h}}
	for _, u := range people {
		if !p.h.State.User(u.ID).Gone {
			d.chosen = append(d.chosen, u)
		}
	}
	p.h.Overlays.Clear()
	p.h.Overlays.Open(d)
	d.search()
}

func (d *together) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }
func (d *together) Title() text.Text          { return text.NewConversation }

// Body shows the field, those chosen, and below them who else answers.
func (d *together) Body() []app.UI {
	var rows []app.UI
	add := func(u wire.User, on bool) {
		rows = append(rows, kit.Pick(u.ID, on, kit.Avatar(u, "avatar--sm", ""), u.Name))
	}
	for _, u := range d.chosen {
		add(u, true)
	}
	for _, u := range d.others() {
		add(u, false)
	}
	help := text.GroupHelp(limits.GroupMost)
	if d.begun {
		help = text.GroupAnew
	}
	return []app.UI{
		kit.El("div.field",
			kit.El("label", kit.K("for"), togetherField, text.GroupWith(len(d.chosen)+1, limits.GroupMost)),
			kit.Search(togetherField, text.NameOrHandle, d.typed, kit.Class("input"), kit.K("data-first"), "yes",
				kit.OnKey(d.key))),
		kit.El("div.picklist|role=group", kit.K("aria-label"), text.People, kit.On("click", d.pick), rows),
		kit.El("p.field__help", help),
		d.FaultLine(),
	}
}

// Buttons are no and yes.
func (d *together) Buttons() []app.UI {
	return []app.UI{kit.CancelButton(d.H, text.Cancel), kit.SubmitButton(text.StartTalking, "btn--primary", d.Busy)}
}

// others are the people who answer what is typed and are not chosen.
func (d *together) others() (people []wire.User) {
	for _, o := range kit.PersonOptions(d.H, d.find.people, strings.TrimSpace(d.query), func(wire.User) {}) {
		if d.at(o.User.ID) < 0 {
			people = append(people, o.User)
		}
	}
	return people
}

// at is the place of a person among those chosen; -1: they are not.
func (d *together) at(user string) int {
	return slices.IndexFunc(d.chosen, func(u wire.User) bool { return u.ID == user })
}

func (d *together) typed(e platform.Event) {
	d.query = kit.Typed(e)
	d.H.Raise(host.Layers)
	query := d.query
	d.H.Later(kit.SearchEvery, func() {
		if d.query == query {
			d.search()
		}
	})
}

// search asks the server who else answers. Those who are known here do anyway.
func (d *together) search() {
	d.find.Search(d.query, func(error) { d.H.Raise(host.Layers) })
}

// pick chooses the person who was pressed, or no longer.
func (d *together) pick(e platform.Event) {
	if user := kit.Data(e, "key"); user != "" {
		d.toggle(user)
	}
}

// key chooses the first who answers what is typed.
func (d *together) key(e platform.Event) {
	if others := d.others(); e.Key() == "Enter" && d.query != "" && len(others) > 0 {
		e.PreventDefault()
		d.toggle(others[0].ID)
	}
}

// toggle chooses a person or no longer, and makes room for the next name.
func (d *together) toggle(user string) {
	d.Fault = ""
	switch i := d.at(user); {
	case i >= 0:
		d.chosen = slices.Delete(d.chosen, i, i+1)
	case len(d.chosen)+1 >= limits.GroupMost:
		d.Fault = host.Said(text.GroupTooMany(limits.GroupMost))
	default:
		d.chosen = append(d.chosen, d.user(user))
	}
	d.query = ""
	platform.Field{Element: platform.ByID(togetherField)}.SetValue("")
	d.H.Raise(host.Layers)
}

// user is a person among those who are offered, of whom the page may not know otherwise.
func (d *together) user(id string) wire.User {
	for _, u := range d.find.people {
		if u.ID == id {
			return u
		}
	}
	return d.H.State.User(id)
}

// Submit opens the conversation of those chosen, made if there is none yet.
func (d *together) Submit() {
	if d.Busy {
		return
	}
	if len(d.chosen) == 0 {
		d.Failed(wire.Refused(wire.CodeInvalid, text.GroupChoose))
		return
	}
	req := &wire.DMOpen{}
	for _, u := range d.chosen {
		req.Users = append(req.Users, u.ID)
	}
	d.Wait()
	host.Ask(d.H, wire.OpenDM, req, func(info *wire.RoomInfo, err error) {
		if !d.Failed(err) && d.H.Overlays.Has(d) {
			d.H.Overlays.Drop(d)
			d.H.Go(route.To(info.Room.ID, 0))
		}
	})
}
