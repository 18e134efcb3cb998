package timeline

import (
	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

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
