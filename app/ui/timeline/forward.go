package timeline

import (
	"strings"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// forwarding is the dialog that forwards a message to rooms and people, with a note.
type forwarding struct {
	kit.DialogState
	of     wire.Event
	query  string
	chosen []string // the keys of places, in the order of choosing
}

// place is where a message can be forwarded to.
type place struct {
	key  string
	name string
	room wire.Room // of a person with whom there is no conversation: none
	user wire.User // of a conversation or person
}

const (
	forwardTo   = "forward-to"
	forwardNote = "forward-note"
	placesShown = 30
)

func forward(h *host.Host, it *state.Item, _ platform.Element) {
	h.Overlays.Open(&forwarding{DialogState: kit.DialogState{H: h}, of: it.Event})
}

// Draw shows the dialog.
func (d *forwarding) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

// Title says what it does.
func (d *forwarding) Title() text.Text { return text.ForwardMessage }

// places are all of them: rooms, conversations, and people whom the page knows.
func (d *forwarding) places() (all []place) {
	rooms, talks := d.H.State.Rooms()
	for _, r := range append(rooms, talks...) {
		p := place{key: r.ID, name: host.RoomName(r), room: r}
		if r.Peer != nil {
			p.user = *r.Peer
		}
		all = append(all, p)
	}
	for _, u := range d.H.State.Acquainted() {
		if _, talks := d.H.State.TalkWith(u.ID); !talks && u.ID != d.H.State.Me().ID {
			all = append(all, place{key: u.ID, name: u.Name, user: u})
		}
	}
	return all
}

func (d *forwarding) has(key string) bool {
	for _, c := range d.chosen {
		if c == key {
			return true
		}
	}
	return false
}

// Body shows what is forwarded, where to, and the field for a note.
func (d *forwarding) Body() []app.UI {
	var rows []app.UI
	query := kit.Fold(d.query)
	for _, p := range d.places() {
		if on := d.has(p.key); len(rows) < placesShown && (on || strings.Contains(kit.Fold(p.name), query)) {
			rows = append(rows, d.row(p, on))
		}
	}
	author := d.H.State.User(d.of.Author)
	said := effect.Excerpt(d.of.Body)
	if f, is := effect.ForwardedBy(&d.of); is && said == "" {
		said = effect.Excerpt(f.Body)
	}
	if said == "" {
		said = host.Said(rowhtml.About(d.of.Files))
	}
	return []app.UI{
		kit.El("div.excerpt", kit.Avatar(author, "", ""),
			kit.El("div", kit.El("strong", author.Name), kit.El("p|dir=auto", said))),
		kit.El("div.field", kit.El("label", kit.K("for"), forwardTo, text.ForwardTo),
			kit.Search(forwardTo, text.RoomOrPerson, d.typed, kit.Class("input"), kit.K("data-first"), "yes")),
		kit.El("div.picklist|role=group", kit.K("aria-label"), text.ForwardTo, kit.On("click", d.pick), rows),
		kit.El("div.field", kit.El("label", kit.K("for"), forwardNote, text.ForwardNote),
			kit.TextArea(forwardNote, kit.Class("input"), kit.K("rows"), "2", kit.K("dir"), "auto", kit.K("placeholder"), text.ForwardWhy)),
		kit.El("p.field__help", text.ForwardNames(d.where())),
		d.FaultLine(),
	}
}

func (d *forwarding) where() string {
	r, _ := d.H.State.Room(d.of.Room)
	return host.RoomName(r)
}

func (d *forwarding) row(p place, on bool) app.UI {
	mark := kit.Icon("hash")
	if p.room.ID != "" {
		mark = kit.Icon(kit.RoomIcon(p.room))
	}
	if p.user.ID != "" {
		mark = kit.Avatar(p.user, "", "")
	}
	return kit.Pick(p.key, on, mark, p.name)
}

func (d *forwarding) typed(e platform.Event) {
	d.query = kit.Typed(e)
	d.H.Raise(host.Layers)
}

func (d *forwarding) pick(e platform.Event) {
	key := kit.Data(e, "key")
	if key == "" {
		return
	}
	var left []string
	for _, c := range d.chosen {
		if c != key {
			left = append(left, c)
		}
	}
	if len(left) == len(d.chosen) {
		left = append(left, key)
	}
	d.chosen, d.Fault = left, ""
	d.H.Raise(host.Layers)
}

// Buttons are no and yes, which says to how many.
func (d *forwarding) Buttons() []app.UI {
	label := text.ForwardMessage
	if n := len(d.chosen); n > 0 {
		label = text.ForwardToSo(n)
	}
	return []app.UI{kit.CancelButton(d.H, text.Cancel), kit.SubmitButton(label, "btn--primary", d.Busy)}
}

// Submit puts a message into the outbox for each place.
func (d *forwarding) Submit() {
	if len(d.chosen) == 0 {
		d.Failed(wire.Refused(wire.CodeInvalid, text.ForwardWhere))
		return
	}
	note := strings.TrimSpace(kit.FieldText(forwardNote))
	for _, p := range d.places() {
		switch {
		case !d.has(p.key):
		case p.room.ID != "":
			send(d.H, p.room.ID, note, &d.of)
		default:
			host.Ask(d.H, wire.OpenDM, &wire.DMOpen{User: p.user.ID}, func(got *wire.RoomInfo, err error) {
				if err != nil {
					d.H.Complain(err)
					return
				}
				send(d.H, got.Room.ID, note, &d.of)
			})
		}
	}
	d.H.Overlays.Drop(d)
	d.H.Say("check", text.Forwarded)
}

// send forwards a message to a room.
func send(h *host.Host, room, note string, of *wire.Event) {
	f, is := effect.ForwardedBy(of)
	if !is || of.Body != "" {
		f = wire.Forwarded{Author: of.Author, At: of.At, Body: of.Body}
	}
	f.Room, f.Seq = of.Room, of.Seq
	_, err := h.Eng.SendMessage(engine.Message{Room: room, Body: note, Files: of.Files, Forward: &f})
	if err != nil {
		h.Complain(err)
	}
}
