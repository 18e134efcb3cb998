package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// messageAction is something that can be done with a message. The tools on the
// active message, the sheet on a phone, the keys and the list of keys are made
// from messageActions.
type messageAction struct {
	name   string // in the attribute data-action or data-do of its button
	label  text.Text
	icon   rowhtml.Icon
	in     places
	danger bool // it takes something away
	// may reports whether it can be done with a message of the room; nil: with
	// any that is sent and not deleted.
	may func(v *view, r wire.Room, it *state.Item) bool
	// do does it. The page may show another room than the message's by now: the
	// sheet stays open when the person goes back.
	do func(t gestures, it *state.Item, at platform.Element)

	keys  []string // what a browser calls them
	shown string   // the key in the list of keys
	does  text.Text
}

// places are where an action has a button.
type places uint8

const (
	inTools places = 1 << iota
	inSheet
)

// messageActions are everything that can be done with a message, in the order of
// the tools. It is filled in by init, because actions open what is made from it.
var messageActions []messageAction

func init() {
	messageActions = []messageAction{
		{name: "add-reaction", label: text.AddReaction, icon: rowhtml.IconEmojiAdd, in: inTools,
			keys: []string{"e", "E"}, shown: "E", does: text.ShortcutReact, do: gestures.pickReaction},
		{name: "reply", label: text.Reply, icon: rowhtml.IconReply, in: inTools | inSheet,
			keys: []string{"r", "R"}, shown: "R", does: text.ShortcutReply,
			do: func(t gestures, it *state.Item, _ platform.Element) { t.v.write.startReply(it) }},
		{name: "pin", label: text.PinMessage, icon: rowhtml.IconPin, in: inTools | inSheet, may: mayPin,
			do: func(t gestures, it *state.Item, _ platform.Element) {
				setPin(t.v, it.Event.Room, it.Event.Seq, true, nil)
			}},
		{name: "unpin", label: text.UnpinMessage, icon: rowhtml.IconPin, in: inTools | inSheet, may: mayUnpin,
			do: func(t gestures, it *state.Item, _ platform.Element) {
				setPin(t.v, it.Event.Room, it.Event.Seq, false, nil)
			}},
		{name: "edit", label: text.EditMessage, icon: rowhtml.IconEdit, in: inTools | inSheet, may: mayEdit,
			do: func(t gestures, it *state.Item, _ platform.Element) { t.v.write.startEdit(it) }},
		{name: "copy-text", label: text.CopyText, icon: rowhtml.IconCopy, in: inSheet,
			do: func(t gestures, it *state.Item, _ platform.Element) { t.v.copy(it.Event.Body, text.TextCopied) }},
		{name: "copy-link", label: text.CopyLink, icon: rowhtml.IconLink, in: inTools | inSheet,
			do: func(t gestures, it *state.Item, _ platform.Element) {
				t.v.copy(platform.Origin()+roomPath(it.Event.Room, it.Event.Seq), text.LinkCopied)
			}},
		{name: "delete", label: text.DeleteMessage, icon: rowhtml.IconTrash, in: inTools | inSheet, danger: true, may: mayDelete,
			keys: []string{"Backspace", "Delete"}, shown: "⌫", does: text.ShortcutDelete,
			do: func(t gestures, it *state.Item, _ platform.Element) {
				if r, ok := t.v.room(it.Event.Room); ok {
					t.v.open(deleteMessage(t.v, r, it.Event.Seq))
				}
			}},
	}
}

// allows reports whether an action can be done with a message.
func (v reader) allows(a *messageAction, it *state.Item) bool {
	r, ok := v.room(it.Event.Room)
	if !ok || it.Event.Kind != wire.KindMessage || it.Event.Seq == 0 || it.Deleted() {
		return false
	}
	return a.may == nil || a.may(v.view, r, it)
}

func mayEdit(v *view, _ wire.Room, it *state.Item) bool { return it.Event.Author == v.me().ID }

func mayDelete(v *view, r wire.Room, it *state.Item) bool {
	return mayEdit(v, r, it) || rights.May(rights.DeleteAny, rights.In(v.me(), r))
}

// roomActions are the lines of a room's menu: everything that can be done with it.
func roomActions(v *view, r wire.Room) (lines []menuItem) {
	add := func(it menuItem) { lines = append(lines, it) }
	if r.Kind != wire.RoomDM {
		add(menuItem{icon: "users", label: text.Members, end: platform.FormatNumber(r.Members), act: func() { v.setPanel(true) }})
	}
	add(menuItem{icon: "pin", label: text.PinnedMessages, act: func() { openPins(v, r) }})
	in := rights.In(v.me(), r)
	if rights.May(rights.AddMember, in) {
		add(menuItem{icon: "user-add", label: text.AddPeople, act: func() { v.addPeople(r) }})
	}
	add(menuItem{icon: "link", label: text.CopyLink, act: func() { v.copy(platform.Origin()+roomPath(r.ID, 0), text.LinkCopied) }})
	switch {
	case rights.May(rights.Rename, in):
		add(menuItem{icon: "edit", label: text.RoomSettings, act: func() { v.open(editRoom(v.me(), r)) }})
	case rights.May(rights.Topic, in):
		add(menuItem{icon: "edit", label: text.ChangeTopic, act: func() { v.open(editRoom(v.me(), r)) }})
	}
	if r.Kind != wire.RoomDM && !v.mainRoom(r.ID) {
		add(menuItem{})
		add(menuItem{icon: "logout", label: text.LeaveRoom, danger: true, act: func() { v.open(leaveRoom(v, r)) }})
	}
	return lines
}
