package room

import (
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// createRoom asks for a new room's name, topic and kind.
type createRoom struct{ kit.DialogState }

func newRoom(h *host.Host) *createRoom { return &createRoom{kit.DialogState{H: h}} }

func (d *createRoom) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }
func (d *createRoom) Title() text.Text          { return text.CreateARoom }

func (d *createRoom) Body() []app.UI {
	return []app.UI{
		d.Field(kit.Field{ID: "room-new-name", Label: text.RoomName, Help: text.RoomNameHelp, Limit: limits.NameRunes, First: true,
			Required: text.GiveRoomName}),
		d.Field(kit.Field{ID: "room-new-topic", Label: text.TopicOptional, Limit: limits.TopicRunes}),
		kindChoices("room-new", wire.RoomPublic),
		newcomersSwitch("room-new-history", false),
		d.FaultLine(),
	}
}

// kindChoices asks who can find a room.
func kindChoices(id string, kind wire.RoomKind) app.UI {
	return kit.El("fieldset.field",
		kit.El("legend.label", text.WhoCanFindIt),
		kit.El("div.seg",
			kindChoice(id+"-public", "hash", text.Everyone, kind == wire.RoomPublic),
			kindChoice(id+"-private", "lock", text.OnlyMembers, kind == wire.RoomPrivate)))
}

func kindChoice(id, iconName string, label text.Text, checked bool) app.UI {
	return kit.El("label", kit.El("input|type=radio|name=kind", kit.K("id"), id, kit.K("checked"), checked),
		kit.Icon(iconName, "icon--sm"), label)
}

func (d *createRoom) Buttons() []app.UI {
	return []app.UI{kit.CancelButton(d.H, text.Cancel), kit.SubmitButton(text.CreateRoom, "btn--primary", d.Busy)}
}

func (d *createRoom) Submit() {
	if d.Busy {
		return
	}
	name := strings.TrimSpace(kit.FieldText("room-new-name"))
	req := &wire.RoomCreate{Name: name, Topic: strings.TrimSpace(kit.FieldText("room-new-topic")), Kind: wire.RoomPublic}
	if platform.Checked("room-new-private") {
		req.Kind, req.History = wire.RoomPrivate, newcomersChoice("room-new-history")
	}
	d.Wait()
	host.Ask(d.H, wire.CreateRoom, req, func(made *wire.RoomInfo, err error) {
		if !d.FailedAt("room-new-name", err) {
			d.H.Overlays.Drop(d)
			d.H.Go(route.To(made.Room.ID, 0))
		}
	})
}

// roomEdit changes a room's topic and, for those who may, its name, who can find it and
// what newcomers see of before.
type roomEdit struct {
	kit.DialogState
	room   wire.Room
	rename bool
	share  bool
	turn   bool // make it private or public
	rules  bool // who may write, address everyone, and how often
}

func editRoom(h *host.Host, r wire.Room) *roomEdit {
	in := rights.In(h.State.Me(), r)
	return &roomEdit{DialogState: kit.DialogState{H: h}, room: r, rename: rights.May(rights.Rename, in),
		share: r.Kind == wire.RoomPrivate && rights.May(rights.ShareHistory, in), // in other rooms everyone sees everything
		turn:  r.ID != h.Main && rights.May(rights.Visibility, in), rules: rights.May(rights.Rules, in)}
}

func (d *roomEdit) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

func (d *roomEdit) Title() text.Text {
	if d.rename {
		return text.RoomSettings
	}
	return text.TopicOf(host.RoomName(d.room))
}

func (d *roomEdit) Body() []app.UI {
	if !d.rename {
		return []app.UI{d.topic(true), d.FaultLine()}
	}
	var kinds, newcomers app.UI
	if d.turn {
		kinds = kindChoices("room-kind", d.room.Kind)
	}
	if d.share {
		newcomers = newcomersSwitch("room-history", d.room.History == wire.HistoryAll)
	}
	return []app.UI{
		d.portrait(),
		d.Field(kit.Field{ID: "room-rename", Label: text.RoomName, Value: d.room.Name, Limit: limits.NameRunes, First: true,
			Required: text.GiveRoomName}),
		d.topic(false),
		kinds,
		newcomers,
		ruleFields(d.room, d.rules),
		roomSwitch("room-previews", text.LinksPreviewed, text.LinksPreviewedHelp, !d.room.NoPreviews),
		d.FaultLine(),
	}
}

// portrait is the room's picture, which everyone there sees at once.
func (d *roomEdit) portrait() app.UI {
	r := d.room
	if now, ok := d.H.State.Room(r.ID); ok {
		r = now
	}
	return kit.Portrait{H: d.H, ID: "room-picture", Room: host.RoomName(r), Has: r.Picture != "", Face: kit.RoomFace(r, "avatar--xl"),
		Set: func(file string, done func(error)) {
			q := &wire.RoomSet{Room: r.ID, Picture: &file}
			host.Ask(d.H, wire.SetRoom, q, func(_ *wire.RoomInfo, err error) {
				d.H.Raise(host.Layers)
				done(err)
			})
		}}.Draw()
}

func (d *roomEdit) topic(first bool) app.UI {
	return d.Field(kit.Field{ID: "room-topic", Label: text.Topic, Value: d.room.Topic, Help: text.TopicHelp, Limit: limits.TopicRunes,
		First: first})
}

func (d *roomEdit) Buttons() []app.UI {
	return []app.UI{kit.CancelButton(d.H, text.Cancel), kit.SubmitButton(text.Save, "btn--primary", d.Busy)}
}

func (d *roomEdit) Submit() {
	kind := wire.RoomPublic
	if platform.Checked("room-kind-private") {
		kind = wire.RoomPrivate
	}
	switch {
	case d.Busy:
	case d.turn && kind != d.room.Kind:
		d.H.Overlays.Open(newTurning(d, kind))
	default:
		d.save(d.changes())
	}
}

// changes is what is different now. What newcomers see and whether links are
// previewed are asked for by themselves, so that the room tells of them by themselves.
func (d *roomEdit) changes() (asked []*wire.RoomSet) {
	face := &wire.RoomSet{Room: d.room.ID}
	if topic := strings.TrimSpace(kit.FieldText("room-topic")); topic != d.room.Topic {
		face.Topic = &topic
	}
	if name := strings.TrimSpace(kit.FieldText("room-rename")); d.rename && name != d.room.Name {
		face.Name = &name
	}
	if face.Name != nil || face.Topic != nil {
		asked = append(asked, face)
	}
	if see := newcomersChoice("room-history"); d.share && (see == wire.HistoryAll) != (d.room.History == wire.HistoryAll) {
		asked = append(asked, &wire.RoomSet{Room: d.room.ID, History: &see})
	}
	if show := platform.Checked("room-previews"); d.rename && show == d.room.NoPreviews {
		asked = append(asked, &wire.RoomSet{Room: d.room.ID, Previews: &show})
	}
	if rules := rulesChosen(d.room); d.rules && rules != nil {
		asked = append(asked, rules)
	}
	return asked
}

// save asks for one change after the other.
func (d *roomEdit) save(changes []*wire.RoomSet) {
	if len(changes) == 0 {
		d.H.Overlays.Drop(d)
		return
	}
	d.Wait()
	field := "room-topic"
	if changes[0].Name != nil {
		field = "room-rename"
	}
	host.Ask(d.H, wire.SetRoom, changes[0], func(_ *wire.RoomInfo, err error) {
		if !d.FailedAt(field, err) {
			d.save(changes[1:])
		}
	})
}
