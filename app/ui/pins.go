package ui

import (
	"slices"
	"strconv"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// pinRunes is how much of the text of a pinned message the list shows, in code
// points; the style sheet cuts it to three lines.
const pinRunes = 400

func mayPin(v *view, r wire.Room, it *state.Item) bool {
	_, pinned := effect.Pinned(it.Event.State)
	return !pinned && rights.May(rights.Pin, rights.In(v.me(), r))
}

func mayUnpin(v *view, r wire.Room, it *state.Item) bool { return unpins(v, r, &it.Event) }

// unpins reports whether the person may take away the pin that is on a message.
func unpins(v *view, r wire.Room, e *wire.Event) bool {
	mark, pinned := effect.Pinned(e.State)
	return pinned && (mark.By == v.me().ID || rights.May(rights.UnpinAny, rights.In(v.me(), r)))
}

// setPin pins a message or takes the pin away, and offers to undo that. done is
// called when it is so; it may be nil.
func setPin(v *view, room string, seq int64, on bool, done func()) {
	ask(v, wire.PinMessage, &wire.Pin{Room: room, Seq: seq, On: on}, func(_ *wire.Ack, err error) {
		if err != nil {
			v.complain(err)
			return
		}
		now := text.MessageUnpinned
		if on {
			now = text.MessagePinned
		}
		v.offer("pin", now, text.Undo, func() { setPin(v, room, seq, !on, nil) })
		if done != nil {
			done()
		}
	})
}

// pinnedBy says who pinned a message; "" if nobody did.
func pinnedBy(s *state.State, e *wire.Event) string {
	switch mark, pinned := effect.Pinned(e.State); {
	case !pinned:
		return ""
	case mark.By == s.Me.ID:
		return said(text.PinnedByYou)
	default:
		return said(text.PinnedBy(s.User(mark.By).Name))
	}
}

// pinsDialog lists what is pinned in a room, to go there.
type pinsDialog struct {
	dialogState
	room  wire.Room
	pins  []wire.Event
	names map[string]string
	next  int64
}

func openPins(v *view, r wire.Room) {
	d := &pinsDialog{room: r, names: map[string]string{}}
	v.open(d)
	d.more(v)
}

// more asks for the next page of them.
func (d *pinsDialog) more(v *view) {
	if d.busy {
		return
	}
	d.busy = true
	ask(v, wire.ListPins, &wire.PinList{Room: d.room.ID, After: d.next, Limit: limits.PageMax}, func(page *wire.Pins, err error) {
		if d.failed(v, err) {
			return
		}
		d.pins, d.next = append(d.pins, page.Pins...), page.Next
		for _, u := range page.Users {
			d.names[u.ID] = u.Name
		}
	})
}

func (d *pinsDialog) draw(v *view, rev int) app.UI { return drawDialog(v, d, rev) }
func (d *pinsDialog) title() text.Text             { return text.PinnedMessages }

func (d *pinsDialog) body(v *view) []app.UI {
	var rows []app.UI
	for i := range d.pins {
		rows = append(rows, d.row(v, &d.pins[i]))
	}
	switch {
	case len(rows) > 0:
		return []app.UI{el("ol.pins", rows), d.faultLine()}
	case d.busy:
		return []app.UI{el("p|role=status", text.Looking), d.faultLine()}
	case d.fault != "":
		return []app.UI{d.faultLine()}
	}
	return []app.UI{el("p", text.NothingPinned)}
}

func (d *pinsDialog) row(v *view, e *wire.Event) app.UI {
	var unpin app.UI
	if unpins(v, d.room, e) {
		unpin = iconButton("close", text.UnpinMessage, k("data-seq"), int(e.Seq), on("click", d.unpin(v)))
	}
	return el("li.pins__row",
		el("button.pins__open|type=button", k("data-seq"), int(e.Seq), on("click", d.open(v)),
			el("span.pins__head", el("strong", el("bdi", d.names[e.Author])), el("span", dateText(e.At))),
			el("span.pins__text|dir=auto", markup.Plain(e.Body, pinRunes))),
		unpin)
}

// open goes to the message that was chosen.
func (d *pinsDialog) open(v *view) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		if seq, err := strconv.ParseInt(data(ctx, "seq"), 10, 64); err == nil {
			openMessage(v, d.room.ID, seq)
		}
	}
}

// unpin takes away the pin of the message that was chosen.
func (d *pinsDialog) unpin(v *view) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		seq, err := strconv.ParseInt(data(ctx, "seq"), 10, 64)
		if err != nil {
			return
		}
		setPin(v, d.room.ID, seq, false, func() { d.drop(v, seq) })
	}
}

// drop removes a message from the list. If it was the last one that has been loaded,
// the next page is.
func (d *pinsDialog) drop(v *view, seq int64) {
	d.pins = slices.DeleteFunc(d.pins, func(e wire.Event) bool { return e.Seq == seq })
	if len(d.pins) == 0 && d.next > 0 {
		d.more(v)
	}
	v.touch(partOverlay)
}

func (d *pinsDialog) buttons(v *view) []app.UI {
	if d.next == 0 {
		return []app.UI{submitButton(text.Close, "btn--primary", false)}
	}
	return []app.UI{cancelButton(v, text.Close), submitButton(text.ShowMore, "", d.busy)}
}

func (d *pinsDialog) submit(v *view) {
	if d.next == 0 {
		v.close()
		return
	}
	d.more(v)
}
