package timeline

import (
	"strconv"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
)

const (
	// undoLasts is how long a deletion can be undone.
	undoLasts = 8 * time.Second
	// undoMost is how long at most if the person keeps the clock from running: by the mouse on the row,
	// or the focus on its button.
	undoMost = time.Minute
)

// deleteSoon deletes a message when the time to undo that is over.
func deleteSoon(h *host.Host, it *state.Item, _ platform.Element) {
	h.Change(func(b engine.Outbox) error { return b.DeleteSoon(host.Target(it), undoLasts) })
}

// undelete keeps a message that is about to be deleted.
func undelete(h *host.Host, it *state.Item) {
	if c, going := it.Going(); going {
		h.Eng.Outbox().Discard(c.ID)
	}
}

// UndoDelete keeps the message that was to be deleted last. It reports whether there was one.
func UndoDelete(h *host.Host) bool {
	letters := h.Eng.Outbox().List()
	for i := len(letters) - 1; i >= 0; i-- {
		if l := letters[i]; l.Until > 0 {
			h.Eng.Outbox().Discard(l.ID)
			return true
		}
	}
	return false
}

// secondsLeft is how many seconds there are until a time, rounded up, and at least one.
func secondsLeft(until int64) int {
	second := time.Second.Milliseconds()
	return int(max(1, (until-platform.Now()+second-1)/second))
}

// countdown counts down the seconds below messages that are about to be deleted.
type countdown struct {
	t     *Timeline
	runs  bool
	aloud map[string]bool // the deletions that were read aloud
}

// begin has it run if there are such messages.
func (c *countdown) begin() {
	if c.runs {
		return
	}
	for _, it := range c.t.items {
		if _, going := it.Going(); going {
			c.runs = true
			c.step()
			return
		}
	}
}

// step shows how much time is left, and comes again in a second as long as there are messages that go.
func (c *countdown) step() {
	c.runs = false
	t := c.t
	if !t.rows.OK() || t.h.Eng == nil {
		return
	}
	until := map[string]engine.Letter{}
	for _, l := range t.h.Eng.Outbox().List() {
		if l.Until > 0 {
			until[l.ID] = l
		}
	}
	for i, line := range t.lines {
		if line.kind != rowMessage {
			continue
		}
		change, going := line.item.Going()
		l, waits := until[change.ID]
		if !going || !waits {
			continue
		}
		c.runs = true
		c.show(t.rows.At(i), l)
	}
	if !c.runs {
		c.aloud = nil
		return
	}
	t.h.Later(time.Second, c.step)
}

func (c *countdown) show(row platform.Element, l engine.Letter) {
	at := row.Query(".msg__undo")
	if c.held(row, at) && l.Until < l.At+undoMost.Milliseconds() {
		l.Until += time.Second.Milliseconds()
		c.t.h.Eng.Outbox().PutOff(l.ID, l.Until)
	}
	left := secondsLeft(l.Until)
	part := min(100, left*100/int(undoLasts/time.Second))
	at.Query(".ring").Attrs().Hold("--run", strconv.Itoa(part)+"%")
	at.Query(`[aria-hidden]`).Attrs().SetText(host.Said(text.DeletingIn(left)))
	if !c.aloud[l.ID] {
		if c.aloud == nil {
			c.aloud = map[string]bool{}
		}
		c.aloud[l.ID] = true
		at.Query(`[role="status"]`).Attrs().SetText(host.Said(text.MessageGoes))
	}
}

// held reports whether the person keeps the clock of a row from running.
func (c *countdown) held(row, undo platform.Element) bool {
	return undo.Contains(platform.Active()) || c.t.rows.Query(".is-going:hover").Same(row)
}

// going is what a row says of a message that is about to be deleted.
func going(it *state.Item) int {
	if c, going := it.Going(); going {
		return secondsLeft(c.Until)
	}
	return 0
}
