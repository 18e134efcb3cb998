package ui

import (
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// createRoom asks for a new room's name, topic and kind.
type createRoom struct{ dialogState }

func newRoom() *createRoom { return &createRoom{} }

func (c *createRoom) draw(v *view, rev int) app.UI { return drawDialog(v, c, rev) }
func (c *createRoom) title() text.Text             { return text.CreateARoom }

func (c *createRoom) body(*view) []app.UI {
	return []app.UI{
		textFieldFirst("room-new-name", text.RoomName, "", text.RoomNameHelp, limits.NameRunes),
		textField("room-new-topic", text.TopicOptional, "", text.Text{}, limits.TopicRunes),
		el("fieldset.field",
			el("legend.label", text.WhoCanFindIt),
			el("div.seg",
				kindChoice("room-new-public", "hash", text.Everyone, true),
				kindChoice("room-new-private", "lock", text.OnlyMembers, false))),
		newcomersSwitch("room-new-history", false),
		c.faultLine(),
	}
}

func kindChoice(id, iconName string, label text.Text, checked bool) app.UI {
	return el("label", el("input|type=radio|name=kind", k("id"), id, k("checked"), checked), icon(iconName, "icon--sm"), label)
}

func (c *createRoom) buttons(v *view) []app.UI {
	return []app.UI{cancelButton(v, text.Cancel), submitButton(text.CreateRoom, "btn--primary", c.busy)}
}

func (c *createRoom) submit(v *view) {
	name := strings.TrimSpace(fieldText("room-new-name"))
	switch {
	case c.busy:
		return
	case name == "":
		c.fault = said(text.GiveRoomName)
		v.touch(partOverlay)
		return
	}
	req := &wire.RoomCreate{Name: name, Topic: strings.TrimSpace(fieldText("room-new-topic")), Kind: wire.RoomPublic}
	if platform.Checked("room-new-private") {
		req.Kind, req.History = wire.RoomPrivate, newcomersChoice("room-new-history")
	}
	c.busy = true
	ask(v, wire.CreateRoom, req, func(made *wire.RoomInfo, err error) {
		if !c.failed(v, err) {
			v.closed(c)
			v.openRoom(made.Room.ID)
		}
	})
}

// roomEdit changes a room's topic and, for those who may, its name and what
// newcomers see of before.
type roomEdit struct {
	dialogState
	room   wire.Room
	rename bool
	share  bool
}

func editRoom(me wire.User, r wire.Room) *roomEdit {
	in := rights.In(me, r)
	return &roomEdit{room: r, rename: rights.May(rights.Rename, in),
		share: r.Kind == wire.RoomPrivate && rights.May(rights.ShareHistory, in)} // in other rooms everyone sees everything
}

func (d *roomEdit) draw(v *view, rev int) app.UI { return drawDialog(v, d, rev) }

func (d *roomEdit) title() text.Text {
	if d.rename {
		return text.RoomSettings
	}
	return text.TopicOf(roomName(d.room))
}

func (d *roomEdit) body(*view) []app.UI {
	if !d.rename {
		return []app.UI{textFieldFirst("room-topic", text.Topic, d.room.Topic, text.TopicHelp, limits.TopicRunes), d.faultLine()}
	}
	var newcomers app.UI
	if d.share {
		newcomers = newcomersSwitch("room-history", d.room.History == wire.HistoryAll)
	}
	return []app.UI{
		textFieldFirst("room-rename", text.RoomName, d.room.Name, text.Text{}, limits.NameRunes),
		textField("room-topic", text.Topic, d.room.Topic, text.TopicHelp, limits.TopicRunes),
		newcomers,
		d.faultLine(),
	}
}

func (d *roomEdit) buttons(v *view) []app.UI {
	return []app.UI{cancelButton(v, text.Cancel), submitButton(text.Save, "btn--primary", d.busy)}
}

func (d *roomEdit) submit(v *view) {
	if !d.busy {
		d.save(v, d.changes())
	}
}

// changes is what is different now. What newcomers see is asked for by itself,
// so that the room tells of it by itself.
func (d *roomEdit) changes() (asked []*wire.RoomSet) {
	face := &wire.RoomSet{Room: d.room.ID}
	if topic := strings.TrimSpace(fieldText("room-topic")); topic != d.room.Topic {
		face.Topic = &topic
	}
	if name := strings.TrimSpace(fieldText("room-rename")); d.rename && name != d.room.Name {
		face.Name = &name
	}
	if face.Name != nil || face.Topic != nil {
		asked = append(asked, face)
	}
	if see := newcomersChoice("room-history"); d.share && (see == wire.HistoryAll) != (d.room.History == wire.HistoryAll) {
		asked = append(asked, &wire.RoomSet{Room: d.room.ID, History: &see})
	}
	return asked
}

// save asks for one change after the other.
func (d *roomEdit) save(v *view, changes []*wire.RoomSet) {
	if len(changes) == 0 {
		v.closed(d)
		return
	}
	d.busy = true
	ask(v, wire.SetRoom, changes[0], func(_ *wire.RoomInfo, err error) {
		if !d.failed(v, err) {
			d.save(v, changes[1:])
		}
	})
}
