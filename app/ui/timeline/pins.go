package timeline

import (
	"slices"
	"strconv"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// pinRunes is how much of the text of a pinned message the list shows, in code
// points; the style sheet cuts it to three lines.
const pinRunes = 400

func mayPin(h *host.Host, r wire.Room, it *state.Item) bool {
	_, pinned := effect.Pinned(it.Event.State)
	return !pinned && rights.May(rights.Pin, rights.In(h.State.Me(), r))
}

func mayUnpin(h *host.Host, r wire.Room, it *state.Item) bool { return unpins(h, r, &it.Event) }

// unpins reports whether the person may take away the pin that is on a message.
func unpins(h *host.Host, r wire.Room, e *wire.Event) bool {
	mark, pinned := effect.Pinned(e.State)
	return pinned && (mark.By == h.State.Me().ID || rights.May(rights.UnpinAny, rights.In(h.State.Me(), r)))
}

// setPin pins a message or takes the pin away, and offers to undo that.
func setPin(h *host.Host, room string, seq int64, on bool) {
	if !h.Change(func(b engine.Outbox) error { return b.Pin(engine.Target{Room: room, Seq: seq}, on) }) {
		return
	}
	now := text.MessageUnpinned
	if on {
		now = text.MessagePinned
	}
	h.Offer("pin", now, text.Undo, func() { setPin(h, room, seq, !on) })
}

// pinsDialog lists what is pinned in a room, to go there.
type pinsDialog struct {
	kit.DialogState
	room  wire.Room
	pins  []wire.Event
	names map[string]string
	next  int64
}

// OpenPins lists what is pinned in a room.
func OpenPins(h *host.Host, r wire.Room) {
	d := &pinsDialog{DialogState: kit.DialogState{H: h}, room: r, names: map[string]string{}}
	h.Overlays.Open(d)
	d.more()
}

// more asks for the next page of them.
func (d *pinsDialog) more() {
	if d.Busy {
		return
	}
	d.Wait()
	req := &wire.PinList{Room: d.room.ID, After: d.next, Limit: limits.PageMax}
	host.Ask(d.H, wire.ListPins, req, func(page *wire.Pins, err error) {
		if d.Failed(err) {
			return
		}
		d.pins, d.next = append(d.pins, page.Pins...), page.Next
		for _, u := range page.Users {
			d.names[u.ID] = u.Name
		}
	})
}

// Draw shows the dialog.
func (d *pinsDialog) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

// Title says what it lists.
func (d *pinsDialog) Title() text.Text { return text.PinnedMessages }

// Body lists them.
func (d *pinsDialog) Body() []app.UI {
	var rows []app.UI
	for i := range d.pins {
		rows = append(rows, d.row(&d.pins[i]))
	}
	switch {
	case len(rows) > 0:
		return []app.UI{kit.El("ol.pins", rows), d.FaultLine()}
	case d.Busy:
		return []app.UI{kit.El("p|role=status", text.Looking), d.FaultLine()}
	case d.Fault != "":
		return []app.UI{d.FaultLine()}
	}
	return []app.UI{kit.El("p", text.NothingPinned)}
}

func (d *pinsDialog) row(e *wire.Event) app.UI {
	var unpin app.UI
	if unpins(d.H, d.room, e) {
		unpin = kit.IconButton("close", text.UnpinMessage, kit.K("data-seq"), int(e.Seq), kit.On("click", d.unpin))
	}
	return kit.El("li.pins__row",
		kit.El("button.pins__open|type=button", kit.K("data-seq"), int(e.Seq), kit.On("click", d.open),
			kit.El("span.pins__head", kit.El("strong", kit.El("bdi", d.names[e.Author])), kit.El("span", host.DateText(e.At))),
			kit.El("span.pins__text|dir=auto", markup.Plain(e.Body, pinRunes))),
		unpin)
}

// open goes to the message that was chosen.
func (d *pinsDialog) open(e platform.Event) {
	if seq, err := strconv.ParseInt(kit.Data(e, "seq"), 10, 64); err == nil {
		d.H.Replace(route.To(d.room.ID, seq))
	}
}

// unpin takes away the pin of the message that was chosen.
func (d *pinsDialog) unpin(e platform.Event) {
	if seq, err := strconv.ParseInt(kit.Data(e, "seq"), 10, 64); err == nil {
		setPin(d.H, d.room.ID, seq, false)
		d.drop(seq)
	}
}

// drop removes a message from the list. If it was the last one that has been loaded,
// the next page is.
func (d *pinsDialog) drop(seq int64) {
	d.pins = slices.DeleteFunc(d.pins, func(e wire.Event) bool { return e.Seq == seq })
	if len(d.pins) == 0 && d.next > 0 {
		d.more()
	}
	d.H.Raise(host.Layers)
}

// Buttons close the list, and load more of it if there is more.
func (d *pinsDialog) Buttons() []app.UI {
	if d.next == 0 {
		return []app.UI{kit.SubmitButton(text.Close, "btn--primary", false)}
	}
	return []app.UI{kit.CancelButton(d.H, text.Close), kit.SubmitButton(text.ShowMore, "", d.Busy)}
}

// Submit loads more, or closes the list.
func (d *pinsDialog) Submit() {
	if d.next == 0 {
		d.H.Overlays.Close()
		return
	}
	d.more()
}
