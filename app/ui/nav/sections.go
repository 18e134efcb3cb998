package nav

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// sections are how the person has set up the list of rooms. The server keeps it for all their
// devices; this one remembers it, so that the list looks right before there is a connection.
type sections struct {
	kept  []wire.Section
	asked host.Once
	read  bool
	// dragged is the room that the pointer carries, and over the section that it is over.
	dragged, over string
}

// sectionsPref is where the device remembers them.
const sectionsPref = "confab.sections"

// remembered is what it remembers.
type remembered struct {
	User     string         `json:"user"`
	Sections []wire.Section `json:"sections"`
}

// follow is called whenever the list is drawn.
func (n *Nav) follow() {
	s := &n.sections
	if me := n.h.State.Me().ID; me != "" && !s.read {
		s.read = true
		var was remembered
		if wire.Unmarshal([]byte(platform.Pref(sectionsPref)), &was) == nil && was.User == me {
			s.kept = was.Sections
		}
	}
	s.asked.When(n.h, n.ask)
}

// ask asks the server for the sections.
func (n *Nav) ask() {
	host.Ask(n.h, wire.ListSections, &wire.SectionList{}, func(answer *wire.Sections, err error) {
		if err == nil {
			n.take(answer.Sections)
		}
	})
}

func (n *Nav) take(list []wire.Section) {
	n.sections.kept = list
	n.h.Raise(host.List)
	platform.SetPref(sectionsPref, string(wire.Marshal(remembered{n.h.State.Me().ID, list})))
}

// told is called when they were changed on another device, or on this one.
func (n *Nav) told(state.Own) { n.ask() }

// set shows the sections so and tells the server.
func (n *Nav) set(list []wire.Section) {
	n.take(list)
	host.Ask(n.h, wire.SetSections, &wire.Sections{Sections: list}, func(_ *wire.Sections, err error) {
		if err != nil {
			n.h.Complain(err)
			n.ask()
		}
	})
}

// change changes one section.
func (n *Nav) change(id string, do func(*wire.Section)) {
	list := n.all()
	for i := range list {
		if list[i].ID == id {
			do(&list[i])
		}
	}
	n.set(list)
}

// shift moves a section by one place.
func (n *Nav) shift(id string, by int) {
	list := n.all()
	for i := range list {
		if list[i].ID == id && i+by >= 0 && i+by < len(list) {
			list[i], list[i+by] = list[i+by], list[i]
			break
		}
	}
	n.set(list)
}

// remove removes a section of the person's own; its rooms stand where they would without it.
func (n *Nav) remove(id string) {
	var list []wire.Section
	for _, s := range n.all() {
		if s.ID != id {
			list = append(list, s)
		}
	}
	n.set(list)
}

// put puts a room into a section.
func (n *Nav) put(room, section string) {
	starred, own := section == starredID, ""
	if i := n.at(section); i >= 0 && n.sections.kept[i].Name != "" {
		own = section
	}
	q := &wire.RoomMine{Room: room, Starred: &starred, Section: &own}
	if starred {
		q.Section = nil
	}
	host.Tell(n.h, wire.SetRoomMine, q)
}

// Move offers the sections for a room.
func (n *Nav) Move(r wire.Room) {
	var lines []kit.MenuItem
	usual := text.NoSection
	for _, s := range n.all() {
		if s.Name != "" {
			lines = append(lines, kit.MenuItem{Icon: "list", Label: text.Named(s.Name), Choice: true,
				Checked: s.ID == r.Section && !r.Starred, Act: func() { n.put(r.ID, s.ID) }})
		}
	}
	if len(lines) > 0 {
		lines = append(lines, kit.MenuItem{Icon: "close", Label: usual, Act: func() { n.put(r.ID, "") }}, kit.MenuItem{})
	}
	lines = append(lines, kit.MenuItem{Icon: "plus", Label: text.NewSection, Act: func() { n.name(wire.Section{}, r.ID) }})
	n.h.Overlays.Open(&kit.Menu{Label: host.Said(text.MoveToSection), Items: lines,
		At: platform.Query(`.roomlink[data-room="` + r.ID + `"]`)})
}

// name asks for the name of a section: of a new one if it has no id, into which a room is put.
func (n *Nav) name(s wire.Section, room string) {
	n.h.Overlays.Open(&sectionDialog{DialogState: kit.DialogState{H: n.h}, nav: n, section: s, room: room})
}

// sectionDialog asks for the name of a section.
type sectionDialog struct {
	kit.DialogState
	nav     *Nav
	section wire.Section
	room    string
}

// Draw shows the dialog.
func (d *sectionDialog) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

// Title says which it is.
func (d *sectionDialog) Title() text.Text {
	if d.section.ID == "" {
		return text.NewSection
	}
	return text.RenameSection
}

// Body has the field.
func (d *sectionDialog) Body() []app.UI {
	return []app.UI{d.Field(kit.Field{ID: "section-name", Label: text.SectionName, Value: d.section.Name, Limit: limits.NameRunes,
		First: true, Required: text.GiveSectionName})}
}

// Buttons are cancel and save.
func (d *sectionDialog) Buttons() []app.UI {
	return []app.UI{kit.CancelButton(d.H, text.Cancel), kit.SubmitButton(text.Save, "btn--primary", d.Busy)}
}

// Submit names the section.
func (d *sectionDialog) Submit() {
	n, name := d.nav, kit.FieldText("section-name")
	d.H.Overlays.Drop(d)
	if d.section.ID != "" {
		n.change(d.section.ID, func(s *wire.Section) { s.Name = name })
		return
	}
	made := wire.Section{ID: id.New(), Name: name}
	list := n.all()
	at := 0
	for i := range list { // below the others of the person's own
		if list[i].Name != "" || list[i].ID == starredID {
			at = i + 1
		}
	}
	n.set(append(list[:at:at], append([]wire.Section{made}, list[at:]...)...))
	if d.room != "" {
		n.put(d.room, made.ID)
	}
}
